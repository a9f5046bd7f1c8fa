/* A picture is shown as soon as it is chosen, and one that is too heavy is said to be before it is sent.

   <input type="file" data-most-bytes="…" data-too-heavy="…">. The server checks everything again, and more. */

function show(input) {
  const [file] = input.files;
  const field = input.closest(".field");
  field.querySelectorAll(".picture-chosen, .picture-heavy").forEach((old) => old.remove());
  if (!file) return;
  if (file.size > Number(input.dataset.mostBytes)) {
    const warning = document.createElement("p");
    warning.className = "error-text picture-heavy";
    warning.setAttribute("role", "alert");
    warning.textContent = input.dataset.tooHeavy;
    input.before(warning);
    input.value = "";
    return;
  }
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const image = document.createElement("img");
    image.className = "picture-chosen";
    image.alt = "";
    image.addEventListener("load", () => input.after(image));
    image.src = reader.result;
  });
  if (file.type.startsWith("image/")) reader.readAsDataURL(file);
}

document.querySelectorAll("input[type=file][data-most-bytes]").forEach((input) => {
  input.addEventListener("change", () => show(input));
});
