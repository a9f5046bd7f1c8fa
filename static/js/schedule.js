// A card of the grid dropped on a day opens its form with that day: the form decides, with or without a mouse.

let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-place]") ?? null;
  if (!dragged) return;
  for (const fold of document.querySelectorAll(".schedule-fold")) fold.open = true;
});

document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

document.addEventListener("dragover", (event) => {
  const day = dragged && event.target.closest("[data-day]");
  mark(day);
  if (day) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const day = dragged && event.target.closest("[data-day]");
  if (!day) return;
  event.preventDefault();
  window.location.assign(`${dragged.dataset.place}?on=${day.dataset.day}`);
});

function mark(day) {
  for (const other of document.querySelectorAll(".schedule-over")) {
    if (other !== day) other.classList.remove("schedule-over");
  }
  day?.classList.add("schedule-over");
}
