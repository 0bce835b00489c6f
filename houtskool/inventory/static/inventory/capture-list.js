// The list of what was captured on this device, each with its state and what can be done about it.
import { unsent } from "./capture-store.js";

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

function state(note, words) {
  if (note.state === "sent") return ["done", note.late ? words.late : words.sent];
  if (note.state === "ask") return ["late", words.ask];
  if (note.state === "mend" || note.state === "closed") return ["late", words.mend];
  return ["sketch", words.here];
}

function button(label, note, onClick) {
  const made = make("button", "nl-button nl-button--subtle", label);
  made.type = "button";
  // Whoever hears the button without seeing it must know of which note it is.
  made.append(make("span", "visually-hidden", `: ${note.words.slice(0, 40)}`));
  made.addEventListener("click", onClick);
  return made;
}

function removal(note, words, act, row) {
  return button(words.remove, note, () => {
    const sure = button(words.remove_sure, note, () => act("remove", note));
    const not = button(words.not_remove, note, () => row.replaceChildren(...row.before));
    row.before = [...row.children];
    row.replaceChildren(sure, not);
    sure.focus();
  });
}

function copying(note, words) {
  return button(words.copy, note, async (event) => {
    const pressed = event.currentTarget;
    await navigator.clipboard.writeText(note.words);
    pressed.textContent = words.copied;
  });
}

function line(note, words, { act, sending }) {
  const item = make("li");
  item.dataset.draft = note.draft;
  item.append(make("p", "capture__words", note.words));
  const [kind, label] = state(note, words);
  const about = make("p", "note");
  about.append(make("span", `status status--${kind}`, label));
  if (note.photo || note.hasPhoto) about.append(` ${words.photo}`);
  item.append(about);
  if (note.state === "ask") item.append(make("p", "capture__message", `${words.ask_title} ${note.message}`));
  else if (note.message) item.append(make("p", "capture__message", note.message));
  if (note.photoProblem) item.append(make("p", "capture__message", `${words.photo_bad} ${note.photoProblem}`));
  const row = make("p", "actions");
  if (note.state === "ask") row.append(button(words.sure, note, () => act("sure", note)));
  if (sending && note.state !== "closed") row.append(button(words.change, note, () => act("change", note)), removal(note, words, act, row));
  if (note.state === "closed" && note.sentRevision) row.append(button(words.as_sent, note, () => act("asSent", note)));
  if (note.photoProblem) row.append(button(words.photo_away, note, () => act("photoAway", note)));
  if (!sending || note.state === "closed" || note.state === "mend") row.append(copying(note, words));
  if (row.children.length) item.append(row);
  return item;
}

/** Draw the notes, the newest first. What was removed is gone for the reader, also while that is still to be sent. */
export function draw(list, notes, words, options) {
  const shown = notes.filter((note) => !note.removed || note.state === "closed").reverse();
  const left = options.sending ? shown : shown.filter((note) => unsent(note) || note.state !== "sent");
  list.replaceChildren(...left.map((note) => line(note, words, options)));
}
