/* Closes the person's menu with Escape or a click beside it; without this it closes by its own button. */

const menu = document.querySelector(".person");

function close({ target, key }) {
  if (!menu.open || (key ? key !== "Escape" : menu.contains(target))) return;
  menu.open = false;
  if (key) menu.querySelector("summary").focus();
}

document.addEventListener("click", close);
document.addEventListener("keydown", close);
