/* Keyboard shortcuts of the review page: a key presses (or focuses) what carries it in data-key, and stands on
   it. They rest while somebody types, and a switch turns them off for this browser (WCAG 2.1.4). */

const OFF = "review-shortcuts-off";
const panel = document.querySelector("[data-shortcuts]");
const choice = panel?.querySelector("input");

const WRITTEN = "input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]";
const isTyping = (element) => element.closest(WRITTEN) !== null;

function use(element) {
  if (element.matches("textarea, input")) element.focus();
  else element.click();
}

function showKeys() {
  document.documentElement.classList.toggle("review-keys", choice.checked);
}

if (panel) {
  panel.hidden = false;
  choice.checked = !localStorage.getItem(OFF);
  showKeys();
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
    showKeys();
  });
  document.querySelector("[aria-invalid=true]")?.focus();
  document.addEventListener("keydown", (event) => {
    const chord = event.ctrlKey || event.metaKey || event.altKey;
    if (!choice.checked || chord || event.repeat || isTyping(event.target) || !/^[a-z]$/.test(event.key)) return;
    const element = document.querySelector(`[data-key="${event.key}"]`);
    if (!element) return;
    event.preventDefault();
    use(element);
  });
}
