/* Times in the reader's own zone and the page's language, and a countdown to the next deadline.

   <time datetime="…Z" data-local="date | datetime | time | relative">  is rewritten; the server's text stays as title.
   <p data-countdown="…Z" data-over="…">  says what is left, to the minute; `data-over` once nothing is.
   <span data-zone-name>  names the zone the times are in.
   A page that was asked for a zone (?tz=…), or whose reader set one in the profile, keeps the server's times. */

const root = document.documentElement;
const language = root.lang === "en" ? "en-GB" : root.lang || "es"; // the server writes day before month too
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zoneWasChosen = new URLSearchParams(location.search).has("tz") || "zoneChosen" in root.dataset;
const MINUTE = 60_000;
const UNITS = [["day", 24 * 60 * MINUTE], ["hour", 60 * MINUTE], ["minute", MINUTE]];

/* Cities whose zone lost its accents: the same as CITIES in somosnlp/ui/zones.py (a test compares them). */
const CITIES = {
  "America/Asuncion": "Asunción",
  "America/Bogota": "Bogotá",
  "America/Cancun": "Cancún",
  "America/Merida": "Mérida",
  "America/Mexico_City": "Ciudad de México",
  "America/Panama": "Panamá",
  "America/Sao_Paulo": "São Paulo",
  "America/Argentina/Cordoba": "Córdoba",
  "America/Argentina/Tucuman": "Tucumán",
  "America/Havana": "La Habana",
  "America/Belem": "Belém",
  "America/Cuiaba": "Cuiabá",
  "Africa/Malabo": "Malabo",
  "Europe/Lisbon": "Lisboa",
};

/** «hora de Bogotá», as the server writes it. */
function zoneName() {
  if (!zone || zone === "UTC") return "UTC";
  const city = CITIES[zone] || zone.split("/").pop().replaceAll("_", " ");
  return root.dataset.zoneText.replace("{city}", city);
}

function day(date) {
  const options = { weekday: "long", day: "numeric", month: "long" };
  if (date.getFullYear() !== new Date().getFullYear()) options.year = "numeric";
  const text = date.toLocaleDateString(language, options);
  return language.startsWith("es") ? text.replace(", ", " ") : text;
}

function clock(date) {
  return date.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function relative(date) {
  const left = date - Date.now();
  const [unit, size] = UNITS.find(([, each]) => Math.abs(left) >= each) || UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.trunc(left / size), unit);
}

const FORMATS = {
  date: day,
  datetime: (date) => `${day(date)}, ${clock(date)} (${zoneName()})`,
  time: clock,
  relative,
};

function localise(element) {
  const kind = element.dataset.local;
  const date = new Date(element.dateTime);
  if (!FORMATS[kind] || Number.isNaN(date.getTime()) || (zoneWasChosen && kind !== "relative")) return;
  element.title ||= element.textContent.trim();
  element.textContent = FORMATS[kind](date);
}

/** «2 días y 3 horas», «3 horas y 12 minutos»: the two largest units. */
function left(milliseconds) {
  let rest = Math.max(milliseconds, MINUTE);
  const counted = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) counted.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count));
    else if (counted.length) break;
  }
  return new Intl.ListFormat(language, { type: "conjunction" }).format(counted.slice(0, 2));
}

function count(element) {
  const milliseconds = new Date(element.dataset.countdown) - Date.now();
  element.textContent = milliseconds > 0 ? left(milliseconds) : element.dataset.over;
}

function everyMinute() {
  document.querySelectorAll("[data-countdown]").forEach(count);
  document.querySelectorAll('time[data-local="relative"]').forEach(localise);
}

document.querySelectorAll("time[data-local]").forEach(localise);
if (!zoneWasChosen) document.querySelectorAll("[data-zone-name]").forEach((element) => (element.textContent = zoneName()));
everyMinute();
setInterval(everyMinute, MINUTE);
