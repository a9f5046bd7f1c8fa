/* A picture is shown and kept as soon as it is chosen: a page that is loaded again still has it.

   <div data-picture="name" data-upload="/imagen/" data-too-heavy="…"> with a file input (data-kind, data-most-bytes)
   and a <template> of what the form carries along once the server has it. What is wrong is said beside the field;
   without a connection the file stays in its input and goes with the form. The server checks everything again.
   A form that saves itself writes the picture into its draft; any other remembers it in this tab (sessionStorage). */

class PictureField {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.input = place.querySelector("input[type=file]");
    this.savesItself = "autosave" in this.form.dataset;
    this.key = `picture:${location.pathname}:${place.dataset.picture}`;
    this.input.addEventListener("change", () => this.choose());
    place.addEventListener("change", (event) => event.target.type === "checkbox" && event.target.checked && this.forget());
    this.form.addEventListener("submit", () => this.forget());
    this.recall();
  }

  async choose() {
    const [file] = this.input.files;
    this.clear();
    if (!file) return;
    if (file.size > Number(this.input.dataset.mostBytes)) return this.refuse([this.place.dataset.tooHeavy]);
    this.preview(file);
    this.say(this.place.dataset.uploading);
    const answer = await this.send(file);
    if (this.input.files[0] !== file) return; // another was chosen meanwhile, or the form has left
    this.say("");
    if (answer?.errors) return this.refuse(Object.values(answer.errors).flat());
    if (!answer) return;
    this.show(answer);
    this.remember(answer);
    this.place.querySelector(".picture-kept input[type=hidden]").dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What the server says of a file; nothing where it could not be asked. */
  async send(file) {
    const body = new FormData();
    body.append("kind", this.input.dataset.kind);
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.append("picture", file);
    try {
      const response = await fetch(this.place.dataset.upload, { method: "POST", body, headers: { Accept: "application/json" } });
      return response.ok || response.status === 422 || response.status === 429 ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** Put the kept picture where a page that was rendered with it has it. */
  show({ signed, src, width, height }) {
    this.place.querySelector(".picture-kept")?.remove();
    const kept = this.place.querySelector("template").content.cloneNode(true);
    const image = kept.querySelector("img");
    kept.querySelector("input[type=hidden]").value = signed;
    image.addEventListener("error", () => this.lose(image));
    Object.assign(image, { src: `${src}?clave=${encodeURIComponent(signed)}`, width, height });
    this.place.prepend(kept);
    this.place.querySelector(".picture-chosen")?.remove();
    this.input.value = "";
  }

  preview(file) {
    if (!file.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      if (this.input.files[0] !== file) return;
      const image = document.createElement("img");
      image.className = "picture-chosen";
      image.alt = "";
      image.addEventListener("load", () => this.input.files[0] === file && this.input.after(image));
      image.src = reader.result;
    });
    reader.readAsDataURL(file);
  }

  refuse(messages) {
    this.clear();
    this.input.value = "";
    const warning = document.createElement("p");
    warning.className = "error-text picture-refused";
    warning.setAttribute("role", "alert");
    warning.id = `${this.input.id}_refused`;
    warning.textContent = messages.join(" ");
    this.input.before(warning);
    this.input.setAttribute("aria-invalid", "true");
    this.input.setAttribute("aria-describedby", `${this.input.id}_helptext ${warning.id}`);
  }

  /** Say what is being done, below the input. */
  say(words) {
    this.place.querySelector(".picture-state")?.remove();
    if (!words) return;
    const state = document.createElement("p");
    state.className = "hint picture-state";
    state.setAttribute("role", "status");
    state.textContent = words;
    this.input.after(state);
  }

  clear() {
    const field = this.place.closest(".field") || this.place;
    field.querySelectorAll(".picture-chosen, .picture-refused, .picture-state, [id$='_error']").forEach((old) => old.remove());
    field.classList.remove("field-bad");
    this.input.removeAttribute("aria-invalid");
  }

  remember(answer) {
    if (!this.savesItself) sessionStorage.setItem(this.key, JSON.stringify(answer));
  }

  forget() {
    sessionStorage.removeItem(this.key);
  }

  recall() {
    const kept = this.savesItself ? null : sessionStorage.getItem(this.key);
    if (kept) this.show(JSON.parse(kept));
  }

  lose(image) {
    image.closest(".picture-kept").remove();
    this.forget();
  }
}

document.querySelectorAll("[data-picture]").forEach((place) => new PictureField(place));
