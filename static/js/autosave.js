/* Saves a form question by question: <form data-autosave="/address/"> with components/saved.html inside.

   Each change POSTs that one field (`field=<name>` and its values) with the form's CSRF token; an input with
   `data-saves="<name>"` belongs to the answer <name>.
   2xx: saved. 400 or 422 with {"errors": {"<name>": ["…"]}}: said beside the field. Anything else, or no
   connection: tried again until it works, and the browser asks before the page is closed.
   Nothing typed is ever changed by this script, and the form's own button saves everything without it. */

const PAUSE = 900; // after the last key
const LONGEST_WAIT = 30_000; // between two tries

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.pending = new Set();
    this.refused = new Set();
    this.answered = new Map(); // name → the last body the server has answered
    this.wait = 0;
    form.addEventListener("input", (event) => this.changed(event.target, PAUSE));
    form.addEventListener("change", (event) => this.changed(event.target, 0));
    form.addEventListener("submit", () => this.stop());
    addEventListener("online", () => this.flush());
    addEventListener("pagehide", () => this.flush({ keepalive: true }));
    addEventListener("beforeunload", (event) => {
      if (this.wait && this.pending.size) event.preventDefault();
    });
  }

  changed(input, pause) {
    if (!input.name || input.type === "file" || input.name === "csrfmiddlewaretoken") return;
    this.pending.add(input.dataset.saves || input.name);
    this.later(pause);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  stop() {
    clearTimeout(this.timer);
    this.pending.clear();
  }

  body(name) {
    const data = new FormData(this.form);
    const body = new URLSearchParams({ field: name, csrfmiddlewaretoken: data.get("csrfmiddlewaretoken") });
    const parts = [...this.form.querySelectorAll(`[data-saves="${CSS.escape(name)}"]`)].map((part) => part.name);
    for (const part of [name, ...parts]) {
      data.getAll(part).forEach((value) => typeof value === "string" && body.append(part, value));
    }
    return body;
  }

  async flush(options = {}) {
    if (this.busy && !options.keepalive) return this.later(PAUSE);
    const names = [...this.pending];
    if (!names.length) return;
    this.busy = true;
    this.failed = false;
    this.pending.clear();
    this.say("saving");
    for (const name of names) await this.save(name, options);
    this.busy = false;
    this.finish();
  }

  async save(name, options) {
    const body = this.body(name);
    if (this.answered.get(name) === String(body)) return;
    try {
      const response = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        ...options,
      });
      if (response.status === 400 || response.status === 422) {
        const { errors = {} } = await response.json();
        this.mark(name, errors[name] || []);
      } else if (response.ok && !response.redirected) {
        this.mark(name, []);
      } else {
        throw new Error(String(response.status));
      }
      this.answered.set(name, String(body));
    } catch {
      this.failed = true;
      this.pending.add(name);
    }
  }

  finish() {
    if (this.failed) {
      this.wait = Math.min(this.wait * 2 || 2_000, LONGEST_WAIT);
      this.later(this.wait);
      return this.say("error");
    }
    this.wait = 0;
    // What was typed meanwhile has its own timer.
    if (!this.pending.size) this.say(this.refused.size ? "invalid" : "saved");
  }

  /** Put the server's words above the field, or take them away. */
  mark(name, messages) {
    const field = this.form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest(".field");
    this.refused[messages.length ? "add" : "delete"](name);
    if (!field) return;
    const input = field.querySelector(`[name="${CSS.escape(name)}"]`);
    field.querySelectorAll("[id$='_error']").forEach((old) => old.remove());
    field.classList.toggle("field-bad", messages.length > 0);
    input.removeAttribute("aria-invalid");
    if (!messages.length) return;
    const box = document.createElement("p");
    box.id = `${input.id}_error`;
    box.className = "error-text";
    box.textContent = messages.join(" ");
    (input.closest(".choices, .choice") || input).before(box);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${input.id}_helptext ${box.id}`);
  }

  /** One announcement per change of state; the seconds that pass are only seen. */
  say(state) {
    if (!this.status) return;
    const [spoken, seen] = this.status.children;
    const text = this.status.dataset[state];
    this.status.dataset.state = state;
    if (spoken.textContent !== text && state !== "saving") spoken.textContent = text;
    seen.textContent = text;
    clearInterval(this.ticking);
    if (state === "saved") this.tick(seen, Date.now());
  }

  tick(seen, since) {
    const format = (unit, count) =>
      new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "short" }).format(count);
    this.ticking = setInterval(() => {
      const seconds = Math.round((Date.now() - since) / 1000);
      const time = seconds < 60 ? format("second", seconds) : format("minute", Math.floor(seconds / 60));
      seen.textContent = this.status.dataset.ago.replace("{time}", time);
    }, 5_000);
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
