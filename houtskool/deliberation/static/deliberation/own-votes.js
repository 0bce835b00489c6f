// On the pages beside the voting: what waits on the device goes first, and is said to wait; taken back it is gone.
import { forget, read, send } from "./queue.js";

const page = document.querySelector("[data-own], [data-forget]");
const { code } = page.dataset;

function tell() {
  const waiting = read(code).queue.length;
  const { one, many } = page.dataset;
  page.querySelector("[data-status]").textContent = waiting === 1 ? one : waiting ? many.replace("#", waiting) : "";
  return waiting;
}

if ("forget" in page.dataset) {
  page.querySelector("form").addEventListener("submit", () => forget(code));
} else {
  try {
    if (tell()) send(code, page.dataset.send, () => { if (!tell()) location.reload(); });
  } catch {
    // Nothing is kept on this device, so nothing waits.
  }
}
