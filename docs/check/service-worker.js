// Keeps the check page and its engine, so that both work without a network. Its scope is this folder; of the rest of the
// site it sees only what this page loads. It sends nothing: what it fetches are files of this site.
const PAGE = "mcheck-page";
/** Names that change with the content: a copy of such a file never gets old. */
const HASHED = /\.[0-9a-f]{12}\.(?:mjs|wasm|zip)$/;
const MANIFEST = /\/engine\/manifest\.json$/;
const PATIENCE = 4000;

// it takes over the next page, not the one that is open: what that one fetches to keep would pass through here, too
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(answer(request));
});

/** The newest there is: from the network, or what is kept if that does not answer in time. */
async function answer(request) {
  const kept = await caches.match(request, { ignoreSearch: request.mode === "navigate" });
  if (kept && HASHED.test(request.url)) return kept;
  try {
    const fresh = await Promise.race([fetch(request), ...(kept ? [impatience()] : [])]);
    const page = new URL(request.url).search === "" && !HASHED.test(request.url) && !MANIFEST.test(request.url);
    if (page && fresh.ok) await (await caches.open(PAGE)).put(request, fresh.clone());
    return fresh;
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
}

const impatience = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

// A sealed page cannot fetch the libraries of its papers. It may name one of them, and gets its bytes, or null.
self.addEventListener("message", (event) => {
  const { part } = event.data;
  const found = library(part).catch(() => null);
  event.waitUntil(found.then((bytes) => event.ports[0].postMessage(bytes)));
});

async function library(part) {
  const names = await (await caches.match(new URL("engine/on-tap.json", location))).json();
  const address = new URL(`engine/${names[part]}`, location);
  const kept = await caches.match(address);
  if (kept) return kept.arrayBuffer();
  const fresh = await fetch(address);
  if (!fresh.ok || !HASHED.test(address.pathname)) return null;
  await (await caches.open(PAGE)).put(address, fresh.clone());
  return fresh.arrayBuffer();
}
