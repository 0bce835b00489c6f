// Judging by keyboard. The keys work while the focus is in the list, and do what the buttons do.
const list = document.querySelector("[data-judged]");
const all = () => [...document.querySelectorAll("[data-statement]")];

function move(step) {
  const here = all().findIndex((one) => one.contains(document.activeElement));
  all()[Math.min(Math.max(here + step, 0), all().length - 1)]?.focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  g: (one) => one?.querySelector("[data-approve] button")?.click(),
  w: (one) => {
    const out = one?.querySelector("[data-out]");
    if (!out) return;
    out.open = true;
    out.querySelector("[name=because]").focus();
  },
  u: () => document.querySelector("[data-undo] button")?.click(),
};

list?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act(document.activeElement.closest("[data-statement]"));
});
// After a judgement the page is new: who works by key goes on with the first that waits.
if (document.querySelector("[data-undo]") && list) document.querySelector(".judged__one--waiting")?.focus();
