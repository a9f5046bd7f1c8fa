/* <input data-suggest="/address/">: offers what the server knows as a <datalist>; any text stays allowed. */

const PAUSE = 200;

function attach(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}_suggestions`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer;
  let asked = "";
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(input.value.trim()), PAUSE);
  });

  async function ask(typed) {
    if (typed.length < 2 || typed === asked) return;
    asked = typed;
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
      const { names } = await answer.json();
      if (typed !== asked) return;
      list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
    } catch {
      asked = "";
    }
  }
}

document.querySelectorAll("input[data-suggest]").forEach(attach);
