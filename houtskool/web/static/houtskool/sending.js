// Sending what a device kept: with patience, one tab at a time, and again where that may help.
const PATIENCE = 20000;
const WAITS = [2, 5, 15, 30, 60]; // seconds between tries

/** How long to wait, in milliseconds, after so many tries that failed. */
export const waitAfter = (tries) => WAITS[Math.min(tries, WAITS.length - 1)] * 1000;

/** A number of its own for what was made on this device. */
export const newNumber = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
  (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16));

/** Do the work while no other tab does work of this name. */
export const inTurn = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** {status, said}, or {again: "later" | "offline"} where trying again may help. */
export async function post(address, type, body) {
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
