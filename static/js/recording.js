/* Plays a recording in the page, once its button was pressed: before that nothing is asked of YouTube.

   <div data-recording="https://…/embed/<id>" data-title="…"> holds a link that works without this. The player
   wants to know which site shows it, so the frame alone sends our address (not the page's) as referrer. */

function player(box) {
  const frame = document.createElement("iframe");
  frame.src = `${box.dataset.recording}?autoplay=1`;
  frame.title = box.dataset.title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  return frame;
}

for (const box of document.querySelectorAll("[data-recording]")) {
  const link = box.querySelector("a");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.addEventListener("click", () => {
    const frame = player(box);
    box.classList.add("recording-on");
    button.replaceWith(frame);
    frame.focus();
  });
  link.replaceWith(button);
}
