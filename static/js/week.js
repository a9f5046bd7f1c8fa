/* Hours of a week in the reader's own zone: <ul data-week="36-60,132-156"> lists quarters of an hour since Monday
   00:00 UTC, and already holds the server's words for another zone. A page that was asked for a zone (?tz=…), or
   whose reader set one in the profile, keeps them (as static/js/times.js does). */

const root = document.documentElement;
const language = root.lang === "en" ? "en-GB" : root.lang || "es";
const A_DAY = 96;
const A_WEEK = 7 * A_DAY;
const zoneWasChosen = new URLSearchParams(location.search).has("tz") || "zoneChosen" in root.dataset;
const offset = Math.round(-new Date().getTimezoneOffset() / 15);

function dayName(day) {
  // 5 January 1970 was a Monday.
  return new Date(Date.UTC(1970, 0, 5 + day)).toLocaleDateString(language, { weekday: "long", timeZone: "UTC" });
}

function clock(quarters) {
  const rest = quarters % 4;
  return `${Math.floor(quarters / 4)}${rest ? `:${String(rest * 15).padStart(2, "0")}` : ""}`;
}

/** The stretches of each day, as somosnlp.ui.hours.spans_in finds them. */
function spans(text) {
  const free = new Array(A_WEEK).fill(false);
  for (const span of text.split(",").filter(Boolean)) {
    const [first, last] = span.split("-").map(Number);
    for (let quarter = first; quarter < last; quarter++) free[(quarter + offset + A_WEEK) % A_WEEK] = true;
  }
  const days = [];
  for (let day = 0; day < 7; day++) {
    const found = [];
    let first = null;
    for (let quarter = 0; quarter <= A_DAY; quarter++) {
      const on = quarter < A_DAY && free[day * A_DAY + quarter];
      if (on && first === null) first = quarter;
      if (!on && first !== null) {
        found.push(`${clock(first)}–${clock(quarter)}`);
        first = null;
      }
    }
    if (found.length) days.push([dayName(day), found]);
  }
  return days;
}

function rewrite(list) {
  const and = ` ${new Intl.ListFormat(language, { type: "conjunction" }).formatToParts(["a", "b"])[1].value.trim()} `;
  list.replaceChildren(
    ...spans(list.dataset.week).map(([name, hours]) => {
      const item = document.createElement("li");
      const bold = document.createElement("b");
      bold.textContent = name;
      item.append(bold, ` ${hours.join(and)} h`);
      return item;
    }),
  );
}

if (!zoneWasChosen) document.querySelectorAll("[data-week]").forEach(rewrite);
