// The page of a table: what is saved goes onto the device first, and is sent from there.
import { newNumber } from "../houtskool/sending.js";
import { all, drop, forget, get, put, unsent, update, waits } from "./capture-store.js";
import { send } from "./capture-send.js";
import { draw } from "./capture-list.js";
import { hintsIn, smaller } from "./capture-input.js";

const page = document.querySelector("[data-capture]");
const words = JSON.parse(document.getElementById("capture-words").textContent);
const at = (name) => page.querySelector(`[data-${name}]`);
const { token, send: address } = page.dataset;
const form = at("form");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("vastleggen") : null;
const unfinished = `vastleggen:${token}`;
let lastOutcome = "sent";
let mending = null; // the number of the note that the form shows
let busy = false;

// The page is the same without this script; with it the list of the device takes the place of the session's.
at("plain-list")?.remove();

function fields() {
  const given = new FormData(form);
  return Object.fromEntries(["words", "kind", "group", "consent", "name", "email"].map((name) => [name, String(given.get(name) ?? "").trim()]));
}

function fill(note) {
  form.elements.words.value = note.words ?? "";
  for (const name of ["kind", "consent"]) {
    for (const choice of form.querySelectorAll(`[name="${name}"]`)) choice.checked = choice.value === (note[name] ?? "");
  }
  for (const name of ["group", "name", "email"]) form.elements[name].value = note[name] ?? "";
  at("person").open = Boolean(note.name);
  form.elements.photo.value = "";
  at("preview").hidden = true;
  hint();
}

// Group stays for the next note: people of one group often speak one after the other. Consent never does.
function blank() {
  mending = null;
  at("cancel").hidden = true;
  fill({ kind: "", consent: "aggregate", group: form.elements.group.value });
  localStorage.removeItem(unfinished);
}

function hint() {
  at("hint").textContent = hintsIn(form.elements.words.value).map((kind) => words[kind]).join(" ");
}

async function save(event) {
  event.preventDefault();
  const given = fields();
  if (!given.words) return complain(words.empty, form.elements.words);
  if (given.consent === "quote" && !given.name) return complain(words.name_needed, form.elements.name);
  const picked = form.elements.photo.files[0];
  const photo = picked ? await smaller(picked) : null;
  const former = mending && (await get(mending));
  const now = Date.now();
  const note = {
    ...(former ?? { draft: newNumber(), token, created: now, sentRevision: 0, revision: 0 }),
    ...given, sure: false, removed: false, state: "here", message: "", made: now,
  };
  note.revision += 1;
  if (photo) Object.assign(note, { photo, photoNumber: now, photoProblem: "" });
  await put(note);
  blank();
  at("saved").textContent = words.saved;
  form.elements.words.focus();
  await changed();
  start();
}

function complain(message, field) {
  at("saved").textContent = message;
  field.closest("details")?.setAttribute("open", "");
  field.focus();
}

const actions = {
  async change(note) {
    mending = note.draft;
    fill(note);
    at("cancel").hidden = false;
    at("saved").textContent = words.changing;
    form.elements.words.focus();
  },
  async remove(note) {
    if (!note.tried) await drop(note.draft);
    else await update(note.draft, (now) => { now.removed = true; now.state = "here"; now.revision += 1; now.made = Date.now(); });
    if (mending === note.draft) blank();
  },
  async sure(note) {
    await update(note.draft, (now) => { now.sure = true; now.state = "here"; });
  },
  async asSent(note) {
    await update(note.draft, (now) => { Object.assign(now, { state: "sent", removed: false, revision: now.sentRevision, sentAt: Date.now(), message: "" }); });
  },
  async photoAway(note) {
    await update(note.draft, (now) => { Object.assign(now, { photo: null, photoProblem: "" }); });
  },
};

async function act(name, note) {
  await actions[name](note);
  await changed();
  start();
}

async function show() {
  const notes = await all(token);
  draw(at("list"), notes, words, { act, sending: Boolean(form) });
  const left = at("left");
  if (left) left.hidden = !notes.length;
  if (!at("status")) return;
  at("none").hidden = notes.length > 0;
  at("forget").hidden = !notes.some((note) => note.state === "sent");
  at("bar").hidden = false;
  at("status").textContent = state(notes);
  at("try").hidden = !notes.some(unsent);
  page.dataset.unsent = notes.filter(unsent).length;
}

function state(notes) {
  const left = notes.filter(unsent).length;
  const count = words.waiting.replace("{n}", left);
  const look = notes.filter(waits).length;
  const attention = look ? ` ${words.attention.replace("{n}", look)}` : "";
  if (!navigator.onLine || lastOutcome === "offline") return `${words.offline}${left ? ` ${count}` : ""}${attention}`;
  if (left && lastOutcome === "later") return `${words.failed} ${count}${attention}`;
  if (left) return `${busy ? words.sending : ""} ${count}${attention}`.trim();
  return (notes.length && !look ? words.allSent : look ? attention.trim() : words.nothing);
}

async function changed() {
  channel?.postMessage(token);
  await show();
}

async function start() {
  if (busy || !address) return;
  busy = true;
  await show();
  try {
    await send(address, token, async (outcome) => { lastOutcome = outcome; await changed(); });
  } finally {
    busy = false;
  }
  await changed();
  // Something may have been saved while the last one was under way.
  if (lastOutcome === "sent" && (await all(token)).some(unsent)) start();
}

async function keepPage() {
  if (!("serviceWorker" in navigator) || !page.dataset.worker) return;
  const { worker, scope } = page.dataset;
  navigator.serviceWorker.addEventListener("message", (event) => { if (event.data.kept) page.dataset.offlineReady = ""; });
  await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: location.pathname });
}

async function begin() {
  try {
    await all(token);
  } catch {
    // Without a store the plain form does the work; it needs the network, and says so.
    if (at("status")) {
      at("bar").hidden = false;
      at("try").hidden = true;
      at("status").textContent = words.no_store;
    }
    return;
  }
  if (address) await forget(token);
  if (form) {
    form.addEventListener("submit", save);
    form.elements.words.addEventListener("input", hint);
    form.addEventListener("input", () => localStorage.setItem(unfinished, JSON.stringify({ ...fields(), mending })));
    form.elements.photo.addEventListener("change", async () => {
      if (form.elements.photo.files[0]) await smaller(form.elements.photo.files[0], at("preview"));
    });
    at("cancel").addEventListener("click", () => { blank(); at("saved").textContent = ""; });
    const half = JSON.parse(localStorage.getItem(unfinished) ?? "null");
    if (half?.words) {
      fill(half);
      mending = half.mending && (await get(half.mending)) ? half.mending : null;
      at("cancel").hidden = !mending;
    }
  }
  at("try")?.addEventListener("click", start);
  at("forget")?.addEventListener("click", async () => { await forget(token, { now: true }); await changed(); });
  addEventListener("online", start);
  addEventListener("offline", () => { lastOutcome = "offline"; show(); });
  addEventListener("beforeunload", (event) => { if (Number(page.dataset.unsent)) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) start(); });
  channel?.addEventListener("message", (event) => { if (event.data === token) show(); });
  navigator.storage?.persist?.();
  await show();
  keepPage().catch(() => {});
  start();
}

begin();
