// Voting without loading pages: the press is kept on the device first, the next statement stands there at once.
import { newNumber } from "../houtskool/sending.js";
import { change, read, send } from "./queue.js";

const AHEAD = 10;
const FEW = 5;
const GUARD = 300; // milliseconds: a second tap was meant for the statement before
const page = document.querySelector("[data-vote]");
const at = (name) => page.querySelector(`[data-${name}]`);
const { code, send: address } = page.dataset;
const data = JSON.parse(document.getElementById("vote-data").textContent);
const words = data.words;
const form = at("form");
let current = null;
let shownAt = 0;
let outcome = "sent";

function show() {
  const kept = read(code);
  const next = kept.ahead[0] ?? null;
  at("bar").max = kept.total || 1;
  at("bar").value = kept.done;
  at("progress").textContent = kept.total ? fill(words.progress, kept.done, kept.total) : "";
  form.hidden = !next;
  at("none").hidden = Boolean(next);
  at("status").textContent = status(kept);
  page.dataset.unsent = kept.queue.length;
  if (next?.number === current?.number && form.elements.number.value === String(next?.number ?? "")) return;
  current = next;
  if (!next) return;
  const place = at("words");
  form.elements.number.value = next.number;
  place.textContent = next.words;
  place.lang = next.lang || document.documentElement.lang;
  shownAt = performance.now();
  place.focus({ preventScroll: true });
}

const fill = (text, n, total) => text.replace("{n}", n).replace("{total}", total);

function status({ queue, ahead }) {
  if (outcome === "over") return words.lost;
  if (outcome === "unknown") return words.unknown;
  if (!["later", "offline"].includes(outcome) && navigator.onLine) return "";
  const waiting = queue.length === 1 ? words.waitingOne : queue.length ? fill(words.waiting, queue.length) : "";
  return ahead.length ? waiting : [waiting, words.noMore].join(" ").trim();
}

function press(value) {
  if (!current || performance.now() - shownAt < GUARD) return;
  const { number } = current;
  change(code, (kept) => {
    kept.queue.push({ draft: newNumber(), number, value, made: Date.now() });
    kept.ahead = kept.ahead.filter((one) => one.number !== number);
    kept.done += 1;
  });
  show();
  go();
}

function go() {
  send(code, address, told, read(code).ahead.length < FEW ? AHEAD : 0);
}

function told({ state, message, fresh }) {
  outcome = state;
  const kept = read(code);
  // What somebody reads stays where it is, whatever the server would draw by now.
  if (fresh && current && !kept.queue.some((vote) => vote.number === current.number)) {
    const voted = !kept.ahead.some((one) => one.number === current.number) && !kept.ahead.length;
    if (!voted) change(code, (now) => { now.ahead = [current, ...now.ahead.filter((one) => one.number !== current.number)]; });
  }
  show();
  if (state === "sent" && fresh && !read(code).ahead.length) location.assign(page.dataset.done);
  if (["gone", "withdrawn", "early"].includes(state)) location.assign(page.dataset.enter);
  if (message && ["over", "unknown"].includes(state)) leave(message);
}

function leave(message) {
  form.hidden = true;
  at("none").hidden = false;
  at("none").textContent = message;
  const link = Object.assign(document.createElement("a"), { href: page.dataset.enter, textContent: words.toQuestion });
  at("none").append(" ", link);
}

function begin() {
  try {
    change(code, (kept) => {
      if (!data.known) return;
      const waiting = new Set(kept.queue.map((vote) => vote.number));
      kept.ahead = data.ahead.filter((one) => !waiting.has(one.number));
      kept.total = data.total;
      kept.done = data.done + waiting.size;
    });
  } catch {
    at("status").textContent = words.noStore;
    return; // the form does the work
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    press(Number(event.submitter.value));
  });
  // Only while the focus is within: elsewhere a key may mean something else to who uses the page.
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const button = form.querySelectorAll("[name=value]")[Number(event.key) - 1];
    if (/^[123]$/.test(event.key) && button) press(Number(button.value));
  });
  addEventListener("online", go);
  addEventListener("offline", () => { outcome = "offline"; show(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { show(); go(); } });
  addEventListener("storage", show);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && read(code).queue.length) go(); });
  show();
  shownAt = 0;
  keepPage().catch(() => {});
  if (!data.known || read(code).queue.length) go();
}

async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  const { worker, scope } = page.dataset;
  navigator.serviceWorker.addEventListener("message", (event) => { if (event.data.kept) page.dataset.offlineReady = ""; });
  await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: location.pathname, asked: `?leeg=${document.documentElement.lang}` });
}

begin();
