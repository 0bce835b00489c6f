// What is selected in the report at the left comes into the box for a proposal that no rule found.
(() => {
  const source = document.querySelector("[data-source]");
  const box = document.querySelector("[data-add] textarea");
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !source.contains(selection.anchorNode) || !source.contains(selection.focusNode)) return;
    box.value = selection.toString();
  });
})();
