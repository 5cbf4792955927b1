// Keeps the page of a link of work, so that it opens where there is no network. What the page does is kept by the page.
// Browsers run this with TLS only. A page comes from the network where that answers in time (`patience.ts`), so an old
// worker shows no old page; script and style are named by their content. A link that has ended is forgotten, and so is
// one that was not opened for two weeks.
import { soon } from "./patience";

const NAME = "work-";
const KEPT = NAME + "2";
const KEPT_MS = 14 * 86_400_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(dropOlder().then(tidy).then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  const wanted = Array.isArray(event.data) ? event.data.filter((path) => typeof path === "string") : [];
  const [asker] = event.ports;
  event.waitUntil(keepAll(wanted).then((kept) => asker && asker.postMessage(kept)));
});
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET") return;
  if (path.startsWith("/built/") || path.startsWith("/favicon")) event.respondWith(keptFirst(event.request));
  else if (path.startsWith("/w/") && event.request.mode === "navigate") event.respondWith(freshFirst(event));
  else if (path.startsWith("/w/")) event.respondWith(freshOnly(event.request)); // the page draws itself again after an act
});

// Of two that run side by side, the one that began later is kept.
let begun = 0;
const keptAs = new Map();

async function fresh(cache, request) {
  const turn = ++begun;
  const answer = await fetch(request);
  const name = new URL(request.url).pathname;
  if (turn < (keptAs.get(name) || 0)) return answer;
  keptAs.set(name, turn);
  if (answer.ok) await cache.put(name, answer.clone());
  else if (answer.status === 404 || answer.status === 410) await cache.delete(name);
  return answer;
}

async function freshOnly(request) {
  return fresh(await caches.open(KEPT), request);
}

// Whether all of it is kept now.
async function keepAll(wanted) {
  const cache = await caches.open(KEPT);
  await Promise.all(wanted.map((path) => fresh(cache, new Request(path)).catch(() => undefined)));
  await tidy();
  const kept = await Promise.all(wanted.map((path) => cache.match(path)));
  return kept.every((one) => one !== undefined);
}

async function keptFirst(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(new URL(request.url).pathname)) || fresh(cache, request);
}

async function freshFirst(event) {
  const cache = await caches.open(KEPT);
  const going = fresh(cache, event.request);
  event.waitUntil(going.catch(() => undefined));
  return soon(going, async () => {
    await tidy();
    return cache.match(new URL(event.request.url).pathname);
  });
}

// What an earlier worker kept.
async function dropOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(NAME) && name !== KEPT).map((name) => caches.delete(name)));
}

// Pages that are too old go, and then the script and style that no page names any more.
async function tidy() {
  const cache = await caches.open(KEPT);
  const requests = await cache.keys();
  const named = new Set();
  for (const request of requests) {
    if (!new URL(request.url).pathname.startsWith("/w/")) continue;
    const page = await cache.match(request);
    if (!page) continue;
    if (Date.now() - Date.parse(page.headers.get("Date") || "") > KEPT_MS) await cache.delete(request);
    else for (const part of (await page.text()).match(/\/built\/[\w.-]+/g) || []) named.add(part);
  }
  for (const request of requests) {
    const path = new URL(request.url).pathname;
    if (path.startsWith("/built/") && !named.has(path)) await cache.delete(request);
  }
}
