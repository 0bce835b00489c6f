// A field that only fits some kinds of gathering is there only for those; what was typed in it stays.
(() => {
  const form = document.querySelector("form[data-by-kind]");
  const kind = form?.elements.kind;
  if (!kind) return;
  const show = () => {
    for (const field of form.querySelectorAll("[data-kinds]")) {
      const fits = field.dataset.kinds.split(" ").includes(kind.value) || field.value !== "";
      field.closest(".field").hidden = !fits;
    }
  };
  kind.addEventListener("change", show);
  show();
})();
