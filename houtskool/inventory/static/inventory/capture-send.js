// Sending what stands on the device: one tab at a time, in order, again and again until it is there.
import { all, drop, update, unsent } from "./capture-store.js";

const PATIENCE = 20000;
const WAITS = [2, 5, 15, 30, 60]; // seconds between tries
const FIELDS = ["draft", "revision", "words", "kind", "group", "name", "email", "consent", "sure", "removed"];

let tries = 0;
let timer;

/** Send all that can be sent, then call `told` with "sent", "later" or "offline". */
export async function send(address, token, told) {
  clearTimeout(timer);
  const work = () => run(address, token);
  const outcome = navigator.locks
    ? await navigator.locks.request(`vastleggen-${token}`, work)
    : await work();
  if (outcome === "sent") tries = 0;
  else timer = setTimeout(() => send(address, token, told), WAITS[Math.min(tries++, WAITS.length - 1)] * 1000);
  told(outcome);
  return outcome;
}

async function run(address, token) {
  for (const note of (await all(token)).filter(unsent)) {
    const outcome = await one(address, note);
    if (outcome !== "sent") return outcome;
  }
  return "sent";
}

async function one(address, note) {
  if (note.revision > note.sentRevision) {
    const said = Object.fromEntries(FIELDS.map((name) => [name, note[name]]));
    const body = JSON.stringify({ ...said, age: Math.max(0, (Date.now() - note.made) / 1000) });
    await update(note.draft, (now) => { now.tried = true; });
    const answer = await post(address, "application/json", body);
    if (answer.again) return answer.again;
    const taken = await settle(note, answer);
    if (!taken) return "sent"; // it waits for a person, and holds nothing else up
  }
  return note.photo && !note.removed ? photo(address, note) : "sent";
}

/** What the server said, on the note as it is by now; whether it was kept. */
async function settle(note, { status, said }) {
  if (status === 200) {
    if (said.state === "removed" && note.removed) {
      await drop(note.draft);
      return false;
    }
    await update(note.draft, (now) => {
      now.sentRevision = Math.max(now.sentRevision, note.revision);
      now.late = said.late;
      now.message = "";
      if (now.revision === note.revision && !now.photo) Object.assign(now, { state: "sent", sentAt: Date.now() });
    });
    return true;
  }
  const state = { 409: "closed", 422: "ask" }[status] ?? "mend";
  await update(note.draft, (now) => {
    if (now.revision === note.revision) Object.assign(now, { state, message: said.message });
  });
  return false;
}

async function photo(address, note) {
  const place = address.replace(/sturen\/$/, `${note.draft}/foto/`);
  const answer = await post(place, note.photo.type, note.photo);
  if (answer.again) return answer.again;
  await update(note.draft, (now) => {
    if (now.photoNumber !== note.photoNumber) return;
    if (answer.status === 200) now.hasPhoto = true;
    else now.photoProblem = answer.said.message;
    now.photo = null;
    if (now.revision === now.sentRevision) Object.assign(now, { state: "sent", sentAt: Date.now() });
  });
  return "sent";
}

/** {status, said}, or {again: "later" | "offline"} where trying again may help. */
async function post(address, type, body) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(address, {
      method: "POST", body, headers: { "Content-Type": type }, signal: stop.signal, credentials: "same-origin",
    });
    if (response.status >= 500 || [408, 425, 429].includes(response.status)) return { again: "later" };
    return { status: response.status, said: await response.json() };
  } catch {
    // No network, or an answer that is not ours (the sign-in page of a hotel): it stays on the device.
    return { again: navigator.onLine ? "later" : "offline" };
  } finally {
    clearTimeout(late);
  }
}
