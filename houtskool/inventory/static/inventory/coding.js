// Giving themes by keyboard and by pointing. Everything here is also a form or a link that works without it.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const bar = one("[data-code-bar]");
  const form = one("[data-coding]");

  // --- what was just done is said aloud: the page was new, so its message was not
  const live = one("[data-live]") ?? document.body.appendChild(
    Object.assign(document.createElement("p"), { className: "visually-hidden" }),
  );
  live.dataset.live = "";
  live.setAttribute("role", "status");
  const say = (words) => { live.textContent = words; };
  const told = one("main .utrecht-alert");
  if (told) setTimeout(() => say(told.textContent.trim().replace(/\s+/g, " ")), 300);

  // --- the field that finds a theme while one types
  const find = bar && one("[data-find]", bar);
  const themes = bar ? all("button[name=theme]", bar) : [];
  const plain = (words) => words.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().trim();
  const nameOf = (button) => [...button.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  const matches = () => themes.filter((button) => !button.closest("li").hidden);
  find?.addEventListener("input", () => {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    for (const button of themes) {
      const name = plain(nameOf(button));
      button.closest("li").hidden = !words.every((word) => name.includes(word));
    }
    const found = matches();
    one("[data-found]", bar).textContent = !find.value ? "" : found.length ? bar.dataset.gives.replace("#", nameOf(best())) : bar.dataset.makes.replace("#", find.value.trim());
  });
  // The theme of that very name, or else the first that holds the words.
  const best = () => matches().find((button) => plain(nameOf(button)) === plain(find.value)) ?? matches()[0];
  find?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { find.value = ""; find.dispatchEvent(new Event("input")); find.blur(); }
    if (event.key === "Enter" && find.value.trim() && best()) { event.preventDefault(); best().click(); }
  });

  // --- a passage: by mouse or finger, or sentence by sentence with the arrows
  const words = one("[data-words]");
  const shown = one("[data-passage]");
  const fields = { start: one("[data-start]"), end: one("[data-end]"), quote: one("[data-quote]") };
  const text = words?.textContent ?? "";
  const points = (index) => [...text.slice(0, index)].length;
  let passage = null; // [start, end] in the units of JavaScript

  const sentences = [];
  let place = 0;
  for (const piece of words ? all("[data-sentence]", words) : []) {
    const number = Number(piece.dataset.sentence);
    const end = place + piece.textContent.length;
    sentences[number] = [sentences[number]?.[0] ?? place, end];
    place = end;
  }
  for (const sentence of sentences) sentence[1] = sentence[0] + text.slice(...sentence).trimEnd().length;

  const keep = (span) => {
    passage = span;
    fields.start.value = span ? points(span[0]) : "";
    fields.end.value = span ? points(span[1]) : "";
    fields.quote.value = span ? text.slice(...span) : "";
    const quote = span ? text.slice(...span).trim() : "";
    shown.textContent = span ? `${shown.dataset.part}‘${quote.length > 140 ? `${quote.slice(0, 70)} … ${quote.slice(-60)}` : quote}’` : shown.dataset.whole;
  };
  const spot = (index) => { // the text node and the place in it
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    let passed = 0;
    let node = walker.nextNode();
    while (node && passed + node.data.length < index) { passed += node.data.length; node = walker.nextNode(); }
    return [node, index - passed];
  };
  const select = (span) => {
    const chosen = getSelection();
    if (span) chosen.setBaseAndExtent(...spot(span[0]), ...spot(span[1]));
    else chosen.removeAllRanges();
    keep(span);
  };
  if (words && shown) {
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed || !words.contains(chosen.anchorNode) || !words.contains(chosen.focusNode)) return;
      const range = chosen.getRangeAt(0);
      const before = document.createRange();
      before.setStart(words, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const start = before.toString().length;
      const end = start + range.toString().length;
      if (text.slice(start, end).trim()) keep([start, end]);
    });
    words.addEventListener("click", () => { if (getSelection().isCollapsed && passage) keep(null); });
    const sentenceAt = (index) => Math.max(0, sentences.findLastIndex(([start]) => start <= index));
    const wordEnd = (from) => { const found = /\S+/.exec(text.slice(from)); return found ? from + found.index + found[0].length : text.trimEnd().length; };
    const wordBack = (from) => text.slice(0, from).replace(/\s*\S+\s*$/, "").length;
    words.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow") && event.key !== "Escape") return;
      if (event.ctrlKey || event.metaKey || event.altKey || !sentences.length) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") { select(null); return; }
      const forward = event.key === "ArrowDown" || event.key === "ArrowRight";
      if (!passage) { select(sentences[forward ? 0 : sentences.length - 1]); return; }
      const [start, end] = passage;
      if (!event.shiftKey) { // another sentence
        const next = sentenceAt(start) + (forward ? 1 : -1);
        if (sentences[next]) select(sentences[next]);
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") { // a sentence more or less
        const last = sentenceAt(end - 1) + (forward ? 1 : -1);
        if (sentences[last] && sentences[last][1] > start) select([start, sentences[last][1]]);
      } else { // a word more or less
        const stop = forward ? wordEnd(end) : wordBack(end);
        if (stop > start) select([start, Math.max(stop, start + 1)]);
      }
    });
    for (const fallback of all("[data-without-script]")) fallback.hidden = true;
    addEventListener("pageshow", () => keep(null));
  }

  // --- a list: one row is here, some are chosen
  const rows = all("[data-choose]");
  const here = () => rows.findIndex((box) => box === document.activeElement || box.closest("tr, li")?.contains(document.activeElement));
  const goTo = (index) => { const box = rows[Math.min(rows.length - 1, Math.max(0, index))]; box?.focus(); box?.scrollIntoView({ block: "nearest" }); };
  const count = one("[data-chosen]");
  const tally = () => {
    const number = rows.filter((box) => box.checked).length;
    if (count) count.textContent = !number ? "" : number === 1 ? count.dataset.one : count.dataset.many.replace("#", number);
  };
  const ROW = "houtskool.row";
  for (const box of rows) {
    box.addEventListener("change", tally);
    box.addEventListener("focus", () => { for (const other of all("tr.is-here")) other.classList.remove("is-here"); box.closest("tr")?.classList.add("is-here"); });
  }
  form?.addEventListener("submit", () => {
    const at = here() >= 0 ? here() : rows.findIndex((box) => box.checked);
    if (at >= 0) sessionStorage.setItem(ROW, `${location.pathname} ${rows[at].value}`);
  });
  const [was, row] = (sessionStorage.getItem(ROW) ?? "").split(" ");
  sessionStorage.removeItem(ROW);
  if (rows.length && was === location.pathname) rows.find((box) => box.value === row)?.focus();
  addEventListener("pageshow", tally);

  // --- the keys, which can be switched off
  const dialog = one("[data-keys]");
  const on = one("[data-keys-on]");
  const KEYS = "houtskool.keys";
  if (on) {
    on.checked = localStorage.getItem(KEYS) !== "off";
    on.addEventListener("change", () => localStorage.setItem(KEYS, on.checked ? "on" : "off"));
  }
  for (const button of all("[data-keys-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  one("[data-keys-close]")?.addEventListener("click", () => dialog.close());

  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const give = (button) => {
    if (rows.length && !rows.some((box) => box.checked)) {
      if (here() < 0) { say(bar.dataset.none); return; }
      rows[here()].checked = true;
    }
    button.click();
  };
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || dialog?.open) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey) {
      const undo = one("[data-undo]");
      if (undo) { event.preventDefault(); undo.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (on && !on.checked) return;
    const act = {
      "?": () => dialog?.showModal(),
      "/": () => { find?.focus(); find?.select(); },
      w: () => words?.focus(),
      j: () => (rows.length ? goTo(here() + 1) : one("[data-next]")?.click()),
      k: () => (rows.length ? goTo(here() - 1) : one("[data-previous]")?.click()),
      x: () => { if (here() >= 0) rows[here()].click(); },
    }[event.key];
    if (act) { event.preventDefault(); act(); return; }
    if (event.key === "Enter") {
      if (event.target.closest?.("a, button, summary")) return;
      if (here() >= 0) { event.preventDefault(); one("a", rows[here()].closest("tr, li"))?.click(); } else if (one("[data-next]")) { event.preventDefault(); one("[data-next]").click(); }
      return;
    }
    const theme = event.key.length === 1 && themes.find((button) => button.dataset.key === event.key);
    if (theme) { event.preventDefault(); give(theme); }
  });
})();
