// The writing page of a note: whoever leaves with unsaved words is asked first.
(() => {
  const form = document.getElementById("nota");
  // A page that came back with a question holds words that were not saved.
  let unsaved = Boolean(document.querySelector("main .meeting, main .utrecht-alert--error"));
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
})();
