/* The page comes again after as many seconds as data-refresh says, while somebody looks at it. */

const marked = document.querySelector("[data-refresh]");

if (marked) {
  setInterval(() => document.hidden || window.location.reload(), Number(marked.dataset.refresh) * 1000);
}
