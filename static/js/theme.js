/* Light or dark, before anything is painted: the choice of the switch, otherwise the system's.
   Loaded blocking in <head>; without it the style sheet follows the system by itself.
   The key is the Django admin's too, so that both remember one choice. */
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;

  function chosen() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is off: follow the system
    }
  }

  function apply() {
    const choice = chosen();
    const dark = choice === "dark" || (choice !== "light" && system.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    document.querySelector("[data-theme-switch]")?.setAttribute("aria-pressed", String(dark));
  }

  function flip() {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", next);
      apply();
    } catch {
      root.dataset.bsTheme = next; // for this page only
    }
  }

  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-theme-switch]")?.addEventListener("click", flip);
    apply();
  });
})();
