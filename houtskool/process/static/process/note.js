// The note screen: whoever points at a fact sees its sentence, and the other way round.
(() => {
  const marksOf = (id) => document.querySelectorAll(`mark[data-facts~="${id}"]`);
  const factOf = (id) => document.getElementById(`feit-${id}`);
  // A mark names the facts that lie over it, the most precise first.
  const idsAt = (target) => {
    const fact = target.closest?.("[data-fact]");
    if (fact) return [fact.dataset.fact];
    return target.closest?.("mark[data-facts]")?.dataset.facts.split(" ") ?? [];
  };
  const light = (ids, on) => {
    for (const id of ids) {
      factOf(id)?.classList.toggle("is-lit", on);
      for (const mark of marksOf(id)) mark.classList.toggle("is-lit", on);
    }
  };
  for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => light(idsAt(event.target), true));
    document.addEventListener(leave, (event) => light(idsAt(event.target), false));
  }
  // By keyboard the sentence comes into sight too; a click on a sentence goes to its fact.
  document.addEventListener("focusin", (event) => {
    if (event.target.closest?.("[data-fact]")) marksOf(idsAt(event.target)[0])[0]?.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("mark[data-facts]")) factOf(idsAt(event.target)[0])?.querySelector("a")?.focus();
  });
})();
