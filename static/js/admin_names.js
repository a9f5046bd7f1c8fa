/* Names for what Django's admin makes without one: the boxes that select2 puts in the place of a list, and the
   first column of a table of rows. Its own labels point at the list behind the box. */

const BOXES = ".select2-selection[role=combobox], .select2-selection__rendered[role=textbox]";

function nameBoxes() {
  for (const box of document.querySelectorAll(BOXES)) {
    const list = box.hasAttribute("aria-label") ? null : box.closest(".select2")?.previousElementSibling;
    const name = list?.getAttribute("aria-label") ?? list?.labels?.[0]?.textContent.replace(/:\s*$/, "").trim();
    if (name) box.setAttribute("aria-label", name);
  }
}

function nameColumns() {
  for (const cell of document.querySelectorAll("th.original:empty")) {
    const title = cell.closest("fieldset")?.querySelector(".inline-heading")?.textContent.trim();
    const name = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: title });
    if (title) cell.append(name);
  }
}

nameColumns();
nameBoxes();
new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
