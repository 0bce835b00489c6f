{% autoescape off %}// The service worker of pages that open without a network (houtskool/web/offline.py). It keeps nothing else; why
// and how stands in docs/decisions/capture.md. The server fills in which pages and files, and a hash of these.
const KIND = {{ name }};
const NAME = `${KIND}-{{ version }}`;
const FILES = {{ files }};
const PAGE = /{{ page }}/;{% endautoescape %}{% verbatim %}
const PATIENCE = 4000; // milliseconds before what is kept is shown instead

const kept = async (request) => (await caches.open(NAME)).match(request, { ignoreVary: true });

// Without cookies: what a signed-in person sees in the header is not left on the device.
async function keepPage(path, asked = "") {
  const answer = await fetch(path + asked, { credentials: "omit", cache: "no-store" });
  const cache = await caches.open(NAME);
  if (answer.ok) await cache.put(path, answer);
  else if (answer.status === 404) await cache.delete(path);
}

async function takeOver() {
  const cache = await caches.open(NAME);
  for (const name of await caches.keys()) {
    if (name === NAME || !name.startsWith(`${KIND}-`)) continue;
    // Pages of tables go along: their link may be all that a device without a network has.
    const former = await caches.open(name);
    for (const request of await former.keys()) {
      if (PAGE.test(new URL(request.url).pathname)) await cache.put(request, await former.match(request));
    }
    await caches.delete(name);
  }
  await self.clients.claim();
}

async function fromNetwork(request, path) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const asked = fetch(request);
  asked.catch(() => {});
  try {
    const answer = await Promise.race([asked, late.then(() => kept(path))]);
    if (answer && answer.status < 500) return answer;
    return (await kept(path)) ?? (await asked);
  } catch (error) {
    const page = await kept(path);
    if (page) return page;
    throw error;
  }
}

self.addEventListener("install", (event) => {
  const files = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (PAGE.test(event.data?.keep ?? "")) {
    event.waitUntil(keepPage(event.data.keep, event.data.asked).then(() => event.source?.postMessage({ kept: event.data.keep }), () => {}));
  }
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const page = event.request.mode === "navigate" && PAGE.test(url.pathname);
  if (page || FILES.includes(url.pathname)) event.respondWith(fromNetwork(event.request, url.pathname));
});
{% endverbatim %}
