/* Puts each session under its day in the reader's own zone.

   times.js rewrites the hours; a session at 23:30 in Madrid is on the next day in Tokyo, so it moves to the section
   of that day (made if there is none). A page that was asked for a zone (?tz=…) stays as the server drew it. */

const programme = document.querySelector("[data-programme]");
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
  sections[0].parentNode.insertBefore(made, later || sections.at(-1).nextSibling);
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

if (programme && !new URLSearchParams(location.search).has("tz")) {
  programme.querySelectorAll("[data-day] .slot").forEach(place);
  programme.querySelectorAll("[data-day]").forEach((section) => section.querySelector(".slot") || section.remove());
}
