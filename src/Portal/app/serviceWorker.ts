/// <reference lib="webworker" />
// Reading without a connection: the portal's own files, and the modules that were opened before. Everything else always comes from
// the server: what a person must do, their letters and their test are never shown from a cache as if they were true now.
declare const SHELL: string[];
declare const VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const shell = `shell-${VERSION}`;
const content = "content";
const own = "own";

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll([...SHELL, "/config.json"])).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("shell-") && name !== shell).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

/** The server's answer, kept for when there is none. */
async function freshElseKept(request: Request, cacheName: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const response = await fetch(request);
    if (response.ok) {
      await cache.put(request.url, response.clone());
    }
    return response;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) {
      return kept;
    }
    throw error;
  }
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET") {
    return;
  }
  if (/\/v1\/modules(\/|$)/.test(address.pathname)) {
    event.respondWith(freshElseKept(request, content));
  } else if (/\/v1\/me\/modules$/.test(address.pathname)) {
    // How far somebody is: gone when they sign out.
    event.respondWith(freshElseKept(request, own));
  } else if (address.origin === location.origin && !/^\/(api|local|admin)\//.test(address.pathname)) {
    const wanted = request.mode === "navigate" ? "/" : request;
    event.respondWith(caches.open(shell).then((cache) => cache.match(wanted)).then((kept) => kept ?? fetch(request)));
  }
});
