/* Tells the server the browser's time zone: fills <input name="time_zone"> where it is empty, and shows what is
   only true then (data-with-zone). */

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const input of document.querySelectorAll('input[name="time_zone"]')) {
  if (zone && !input.value) input.value = zone;
}
if (zone) document.querySelectorAll("[data-with-zone]").forEach((words) => (words.hidden = false));
