// The note screen: whoever points at a fact sees its sentence, and the other way round.
(() => {
  const marksOf = (id) => document.querySelectorAll(`a[data-facts~="${id}"]`);
  const show = (ids, on) => {
    for (const id of ids) {
      document.getElementById(`feit-${id}`)?.classList.toggle("is-lit", on);
      for (const mark of marksOf(id)) mark.classList.toggle("is-lit", on);
    }
  };
  const idsAt = (target) => {
    const fact = target.closest?.("[data-fact]");
    if (fact) return [fact.dataset.fact];
    const mark = target.closest?.("a[data-facts]");
    return mark ? mark.dataset.facts.split(" ") : [];
  };
  // By keyboard: the sentence comes into sight too, without moving the fact.
  document.addEventListener("focusin", (event) => {
    if (!event.target.closest?.("[data-fact]")) return;
    marksOf(idsAt(event.target)[0])[0]?.scrollIntoView({ block: "nearest" });
  });
  for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => show(idsAt(event.target), true));
    document.addEventListener(leave, (event) => show(idsAt(event.target), false));
  }
})();
