/* The programme in the reader's own zone, narrowed down while one chooses. Both work without this, by GET.

   times.js rewrites the hours; a session at 23:30 in Madrid is on the next day in Tokyo, so it moves to the section
   of that day (made if there is none). A page that was asked for a zone (?tz=…), or whose reader set one in the
   profile, stays as the server drew it.
   Days before today are in [data-past], which opens for a filter that finds something there. */

const programme = document.querySelector("[data-programme]");
const past = document.querySelector("[data-past]");
const language = document.documentElement.lang || "es";
const keyFormat = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

function heading(date) {
  const options = { weekday: "long", day: "numeric", month: "long" };
  if (date.getFullYear() !== new Date().getFullYear()) options.year = "numeric";
  const text = date.toLocaleDateString(language === "en" ? "en-GB" : language, options);
  const words = language.startsWith("pt") ? text : text.replace(", ", " "); // as the server writes it
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sectionOf(date) {
  const key = keyFormat.format(date);
  const sections = [...programme.querySelectorAll("[data-day]")];
  const found = sections.find((section) => section.dataset.day === key);
  if (found) return found;
  const made = sections[0].cloneNode(true);
  made.dataset.day = key;
  made.querySelector("h2").textContent = heading(date);
  made.querySelector("ul").replaceChildren();
  const later = sections.find((section) => section.dataset.day > key);
  if (later) later.before(made);
  else sections.at(-1).after(made);
  return made;
}

function startOf(slot) {
  const time = slot.querySelector(".slot-time time");
  return time ? new Date(time.dateTime) : null;
}

function place(slot) {
  const start = startOf(slot);
  if (!start) return;
  const list = sectionOf(start).querySelector("ul");
  if (slot.parentNode === list) return;
  const later = [...list.children].find((other) => !startOf(other) || startOf(other) > start);
  list.insertBefore(slot, later || null);
}

/** What is past here, and what is not, in order. */
function fold() {
  const today = keyFormat.format(new Date());
  const days = [...programme.querySelectorAll("[data-day]")];
  past.append(...days.filter((section) => section.dataset.day < today));
  past.after(...days.filter((section) => section.dataset.day >= today));
}

/** The form to choose another zone begins at the one shown. */
function chooseOwnZone() {
  const zones = document.querySelector("[data-zone-form] select");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isOffered = [...zones.options].some((option) => option.value === own);
  if (own && !isOffered) zones.add(new Option(own.split("/").pop().replaceAll("_", " "), own), 0);
  zones.value = own || zones.value;
}

const isLocal = !new URLSearchParams(location.search).has("tz") && !("zoneChosen" in document.documentElement.dataset);

if (isLocal) {
  programme.querySelectorAll("[data-day] .slot").forEach(place);
  programme.querySelectorAll("[data-day]").forEach((section) => section.querySelector(".slot") || section.remove());
  if (past) fold();
  chooseOwnZone();
}

const linked = programme.querySelector(":target");
if (past?.contains(linked)) past.open = true;
linked?.scrollIntoView(); // its day may be another one by now

/* --- Filters: every session is in the page, those that do not fit are hidden. --- */

const filters = document.querySelector("[data-programme-filters]");
const NAMES = ["tipo", "nivel", "tema", "idioma"];

function narrow() {
  const wanted = NAMES.map((name) => [name, filters.elements[name]?.value]).filter(([, value]) => value);
  const slots = [...programme.querySelectorAll(".slot")];
  for (const slot of slots) slot.hidden = wanted.some(([name, value]) => slot.dataset[name] !== value);
  const shown = slots.filter((slot) => !slot.hidden).length;
  if (wanted.length && past?.querySelector(".slot:not([hidden])")) past.open = true;
  document.querySelector("[data-programme-shown]").textContent = shown;
  document.querySelector("[data-programme-none]").hidden = shown > 0;
  document.querySelector("[data-programme-all]").hidden = wanted.length === 0;
  const query = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value)).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

/** Choosing another zone keeps what was chosen here. */
function keep(event) {
  for (const name of NAMES) {
    event.formData.delete(name);
    if (filters.elements[name]?.value) event.formData.set(name, filters.elements[name].value);
  }
}

if (filters) {
  filters.classList.add("programme-live");
  document.querySelector("[data-zone-form]").addEventListener("formdata", keep);
  filters.addEventListener("change", narrow);
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    narrow();
  });
  document.querySelector("[data-programme-all]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const name of NAMES) if (filters.elements[name]) filters.elements[name].value = "";
    narrow();
    filters.querySelector("select").focus();
  });
}
