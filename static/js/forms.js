/* What makes a form kinder; every form works without it.
   Takes the reader to the error summary, sends a form once, counts characters. */

const summary = document.querySelector("[data-error-summary]");
summary?.focus();
/* Who came by «Ir al contenido» still has its #… in the address: the browser goes there once the page is whole. */
if (summary && location.hash) addEventListener("load", () => setTimeout(() => summary.focus()));

/* A second click while the first is on its way does nothing. The buttons stay enabled (their value is
   sent) and a page that comes back from the history, or a lost connection, can be sent again. */
const AGAIN_AFTER = 10_000;

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
}

for (const form of document.querySelectorAll('form[method="post" i]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(() => release(form), AGAIN_AFTER);
  });
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

/* «120 / 500» under what has a limit and room enough to reach it. */
for (const input of document.querySelectorAll("textarea[maxlength], input[data-counter][maxlength]")) {
  const counter = document.createElement("p");
  counter.className = "counter";
  const update = () => {
    counter.textContent = `${input.value.length} / ${input.maxLength}`;
    counter.toggleAttribute("data-over", input.value.length >= input.maxLength);
  };
  input.after(counter);
  input.addEventListener("input", update);
  update();
}
