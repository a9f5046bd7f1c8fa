/* The finder answers while one chooses. The form, its button and every link work without this.

   A change of <form data-finder> fetches the results alone, puts them in [data-results] and notes the address, so
   that reloading, sharing and «back» show the same. */

const PAUSE = 250; // after the last key
const form = document.querySelector("[data-finder]");
const results = document.querySelector("[data-results]");
const status = document.querySelector("[data-finder-status]");
let timer;
let asking;

function address() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  return `${location.pathname}?${query}`;
}

async function refresh() {
  const url = address();
  asking?.abort();
  asking = new AbortController();
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { headers: { "X-Requested-With": "fetch" }, signal: asking.signal });
    if (!response.ok || response.redirected) return location.assign(url);
    results.innerHTML = await response.text();
    results.removeAttribute("aria-busy");
    status.textContent = results.querySelector("[data-found]").textContent;
    history.replaceState(null, "", url);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(refresh, pause);
}

if (form && results) {
  form.classList.add("finder-live");
  form.addEventListener("input", (event) => event.target.type === "search" && later(PAUSE));
  form.addEventListener("change", (event) => event.target.type === "search" || later(0));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    later(0);
    results.scrollIntoView({ block: "start" });
  });
}
