// What is written at a table, in the device's own store until it is sent, and a day after that.
const DAY = 24 * 60 * 60 * 1000;
let opened;

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("houtskool-vastleggen", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("notes", { keyPath: "draft" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function store(mode) {
  return (await open()).transaction("notes", mode).objectStore("notes");
}

/** Every note of this table, or of all tables, in the order in which they were made. */
export async function all(token) {
  const notes = await done((await store("readonly")).getAll());
  return notes.filter((note) => !token || note.token === token).sort((a, b) => a.created - b.created);
}

export async function get(draft) {
  return done((await store("readonly")).get(draft));
}

/** Keep the note; resolves when it is on the disk and not before. */
export async function put(note) {
  const database = await open();
  // "strict" waits for the disk, where the browser knows it: a phone may go out right after.
  const transaction = database.transaction("notes", "readwrite", { durability: "strict" });
  transaction.objectStore("notes").put(note);
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** Change a note by what `change` makes of it as it is now; whatever another tab did meanwhile stays. */
export async function update(draft, change) {
  const notes = await store("readwrite");
  const note = await done(notes.get(draft));
  if (note && change(note) !== false) await done(notes.put(note));
  return note;
}

export async function drop(draft) {
  await done((await store("readwrite")).delete(draft));
}

/** Whether something of the note must still go to the server. */
export const unsent = (note) => note.state === "here" && (note.revision > note.sentRevision || Boolean(note.photo));

/** Whether the note waits for the person who made it. */
export const waits = (note) => ["mend", "ask", "closed"].includes(note.state) || Boolean(note.photoProblem);

/** Notes that were sent leave the device: at once when asked for, else after a day. */
export async function forget(token, { now = false } = {}) {
  for (const note of await all(token)) {
    const over = note.state === "sent" && !note.photo && (now || Date.now() - note.sentAt > DAY);
    if (over) await drop(note.draft);
  }
}
