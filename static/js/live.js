/* A list that stays up to date: [data-live="seconds"] is asked for again while somebody looks at it, and swapped
   only when its data-version changed and nobody is in the middle of something there. A [data-live-form] inside
   is sent without leaving the page; without this script both work as pages do. */

const region = () => document.querySelector("[data-live]");
const seconds = Number(region()?.dataset.live);

function isBusy() {
  const list = region();
  const typing = list.contains(document.activeElement) && document.activeElement.matches("input, textarea");
  return typing || list.querySelector("input:checked") !== null;
}

function swap(html, { force = false } = {}) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-live]");
  const list = region();
  if (!fresh || fresh.dataset.version === list.dataset.version || (isBusy() && !force)) return;
  const open = [...list.querySelectorAll("details[open]")].map((each) => each.closest("[id]")?.id);
  const focused = document.activeElement?.closest?.("[id^=pregunta-]")?.id;
  list.replaceChildren(...fresh.childNodes);
  list.dataset.version = fresh.dataset.version;
  for (const id of open.filter(Boolean)) document.querySelector(`#${id} details, details#${id}`)?.setAttribute("open", "");
  if (focused) document.querySelector(`#${focused} button`)?.focus({ preventScroll: true });
}

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (response.ok) swap(await response.text());
  } catch {
    // No network just now: the next turn asks again.
  }
}

if (seconds) {
  setInterval(refresh, seconds * 1000);
  document.addEventListener("visibilitychange", refresh);
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-live-form]")) return;
    event.preventDefault();
    const response = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) });
    const elsewhere = new URL(response.url).pathname !== location.pathname;
    if (elsewhere || !response.ok) {
      form.submit();
      return;
    }
    swap(await response.text(), { force: true });
  });
}
