// Judging by keyboard, and telling the server which criteria were changed here. It all works without.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // On a phone the dossier begins folded, so that the criteria are near.
  const dossier = one("[data-dossier]");
  if (dossier && matchMedia("(max-width: 48rem)").matches) dossier.open = false;

  const form = one("[data-judging]");
  if (!form) return;

  // --- only what was changed in this window is kept, so that an old window overwrites nothing
  const changed = new Set();
  form.addEventListener("input", (event) => {
    const criterion = event.target.closest("[data-criterion]");
    if (!criterion) return;
    changed.add(criterion.dataset.criterion);
    form.elements.changed.value = [...changed].join(" ");
  }, true);

  // --- the keys, which can be switched off
  const dialog = one("[data-keys]");
  const on = one("[data-keys-on]");
  const KEYS = "houtskool.keys";
  on.checked = localStorage.getItem(KEYS) !== "off";
  on.addEventListener("change", () => localStorage.setItem(KEYS, on.checked ? "on" : "off"));
  for (const button of all("[data-keys-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  one("[data-keys-close]").addEventListener("click", () => dialog.close());

  const criteria = all("[data-criterion]");
  const here = () => criteria.findIndex((criterion) => criterion.contains(document.activeElement));
  const goTo = (index) => {
    const criterion = criteria[Math.min(criteria.length - 1, Math.max(0, index))];
    criterion.focus();
    criterion.scrollIntoView({ block: "start" });
  };
  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");
  document.addEventListener("keydown", (event) => {
    if (dialog.open) return;
    if (event.key === "Escape" && typing(event.target)) {
      event.target.closest("[data-criterion]")?.focus();
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !on.checked) return;
    const criterion = criteria[Math.max(0, here())];
    const act = {
      "?": () => dialog.showModal(),
      j: () => goTo(here() + 1),
      k: () => goTo(here() - 1),
      r: () => one("textarea[name$='-reason']", criterion).focus(),
      d: () => { dossier.open = !dossier.open; },
    }[event.key];
    if (act) { event.preventDefault(); act(); return; }
    if (/^[1-9]$/.test(event.key)) {
      const choice = all("input[type=radio]", criterion)[Number(event.key) - 1];
      if (!choice) return;
      event.preventDefault();
      choice.click();
      const number = one("input[name$='-between']", criterion);
      (choice.value === "between" && number ? number : choice).focus();
    }
  });
})();
