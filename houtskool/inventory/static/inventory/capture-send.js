// Sending what stands on the device: one tab at a time, in order, again and again until it is there.
import { inTurn, post, waitAfter } from "../houtskool/sending.js";
import { all, drop, update, unsent } from "./capture-store.js";

const FIELDS = ["draft", "revision", "words", "kind", "group", "name", "email", "consent", "sure", "removed"];

let tries = 0;
let timer;

/** Send all that can be sent, then call `told` with "sent", "later" or "offline". */
export async function send(address, token, told) {
  clearTimeout(timer);
  const outcome = await inTurn(`vastleggen-${token}`, () => run(address, token));
  if (outcome === "sent") tries = 0;
  else timer = setTimeout(() => send(address, token, told), waitAfter(tries++));
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
