// Votes on this device until they are there: in order, one tab at a time, again and again, each once.
import { inTurn, post, waitAfter } from "../houtskool/sending.js";

const AT_ONCE = 200;
const key = (code) => `stemmen:${code}`;
const empty = { queue: [], ahead: [], done: 0, total: 0 };
let tries = 0;
let timer;

/** What the device keeps of this door: {queue, ahead, done, total}. Throws where nothing can be kept. */
export function read(code) {
  return { ...empty, ...JSON.parse(localStorage.getItem(key(code)) ?? "{}") };
}

/** Change what is kept, as it is now: another tab may have changed it meanwhile. */
export function change(code, how) {
  const kept = read(code);
  how(kept);
  localStorage.setItem(key(code), JSON.stringify(kept));
  return kept;
}

export function forget(code) {
  localStorage.removeItem(key(code));
}

/** Send what waits and ask for `want` statements; calls `told` with {state, message} however it went. */
export async function send(code, address, told, want = 0) {
  clearTimeout(timer);
  const outcome = await inTurn(key(code), () => run(code, address, want));
  const again = ["later", "offline"].includes(outcome.state);
  if (again) timer = setTimeout(() => send(code, address, told, want), waitAfter(tries++));
  else tries = 0;
  told(outcome);
}

async function run(code, address, want) {
  const batch = read(code).queue.slice(0, AT_ONCE);
  if (!batch.length && !want) return { state: "sent" };
  const now = Date.now();
  // How long ago, not when: clocks of phones are wrong, and differences are not.
  const votes = batch.map(({ draft, number, value, made }) => ({ draft, number, value, age: Math.max(0, (now - made) / 1000) }));
  const { again, status, said } = await post(address, "application/json", JSON.stringify({ votes, want }));
  if (again) return { state: again };
  if (status === 200) return took(code, address, want, said);
  if (status === 400) { // it will never be right: it may not hold up what can be
    change(code, (kept) => { kept.queue = kept.queue.slice(batch.length); });
    return run(code, address, want);
  }
  return { state: said.state, message: said.message };
}

function took(code, address, want, said) {
  const there = new Set(said.kept);
  const kept = change(code, (now) => {
    now.queue = now.queue.filter((vote) => !there.has(vote.draft));
    if (!said.next) return;
    const waiting = new Set(now.queue.map((vote) => vote.number));
    now.ahead = said.next.filter((one) => !waiting.has(one.number));
    now.done = said.done + waiting.size;
    now.total = said.total;
  });
  // What was pressed while this was under way.
  return kept.queue.length ? run(code, address, want) : { state: "sent", fresh: Boolean(said.next) };
}
