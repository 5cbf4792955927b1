// Keeps the pages that are opened while walking, so that they open where there is no network. Browsers run this with TLS
// only. A page comes from the network where that answers in time (`patience.ts`). What is kept belongs to its reader and
// ends with the session: `walkpages.ts` deletes it on signing out and when somebody else signs in; here it ends by the
// clock.
import { soon } from "./patience";

const OF = "walk-1 "; // and the reader
const PARTS = "walk-parts-1"; // script, style and the page that says that nothing is kept: nobody's
const NOWHERE = "/without-network";
const USED = "/used"; // when the reader last pressed something
const AT = "X-Kept-At";
const UNTIL = "X-Kept-Until";
const LATELY_MS = 10 * 60_000;
const PAGES_MAX = 60;
const PARTS_MAX = 24;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(dropOlder().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  const { pages = [], parts = [], renew = false } = event.data || {};
  const [asker] = event.ports;
  event.waitUntil(keepAll(pages, parts, renew).then((kept) => asker && asker.postMessage(kept)));
});
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET") return;
  if (path.startsWith("/built/") || path.startsWith("/favicon")) event.respondWith(partOf(path, event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event));
});

async function page(event) {
  const { request } = event;
  const going = fresh(request);
  event.waitUntil(going.catch(() => undefined));
  try {
    return await soon(going, () => kept(request.url));
  } catch (gone) {
    const found = await caches.match(NOWHERE, { cacheName: PARTS });
    if (found) return found;
    throw gone;
  }
}

async function fresh(request) {
  const before = await caches.keys();
  const answer = await fetch(request);
  if (answer.ok) await keep(request.url, answer.clone(), before);
  return answer;
}

// The language is not part of its name: the last one counts.
function nameOf(url) {
  const { pathname, searchParams } = new URL(url, self.location);
  searchParams.delete("lang");
  return `${pathname}?${searchParams}`;
}

// `before`: what there was when it was asked for. Of who has signed out meanwhile, nothing is kept.
async function keep(url, answer, before) {
  const reader = answer.headers.get("X-Thirdring-Reader");
  if (!reader) return;
  const mine = OF + decodeURIComponent(reader);
  if (before.includes(mine) && !(await caches.has(mine))) return;
  await drop((name) => name.startsWith(OF) && name !== mine);
  const headers = new Headers(answer.headers);
  headers.delete("Content-Length"); // the page gets a word more
  headers.set(AT, String(Date.now()));
  headers.set(UNTIL, String(Date.now() + 1000 * Number(headers.get("X-Thirdring-Lasts"))));
  const cache = await caches.open(mine);
  await cache.put(nameOf(url), new Response(await answer.blob(), { headers }));
  await dropOldest(cache, PAGES_MAX);
}

// Whether all of it is kept now. Pages that were kept a moment ago are not fetched again, unless `renew` says so.
async function keepAll(pages, parts, renew) {
  await Promise.all(pages.map((path) => keepPage(path, renew).catch(() => undefined)));
  await Promise.all(parts.map((path) => partOf(path, path).catch(() => undefined)));
  const cache = await caches.open(PARTS);
  await cache.add(NOWHERE).catch(() => undefined);
  await dropOldest(cache, PARTS_MAX);
  const found = await Promise.all([...pages.map((path) => inOwn(path)), ...parts.map((path) => cache.match(path))]);
  return found.every(Boolean);
}

async function keepPage(path, renew) {
  const there = await inOwn(path);
  if (!renew && there && Date.now() - Number(there.headers.get(AT)) < LATELY_MS) return;
  await fresh(new Request(path));
}

async function inOwn(path) {
  for (const name of await caches.keys()) {
    const found = name.startsWith(OF) && (await caches.match(nameOf(path), { cacheName: name }));
    if (found) return found;
  }
  return undefined;
}

async function partOf(path, request) {
  const cache = await caches.open(PARTS);
  const there = await cache.match(path);
  if (there) return there;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(path, answer.clone());
  return answer;
}

// None of a session that has ended by the clock: then all of it goes.
async function kept(url) {
  for (const name of (await caches.keys()).filter((each) => each.startsWith(OF))) {
    const cache = await caches.open(name);
    const found = (await cache.match(nameOf(url))) || (await alike(cache, url));
    if (!found) continue;
    if (!(await hasEnded(cache, found))) return saying(found);
    await caches.delete(name);
  }
  return undefined;
}

async function hasEnded(cache, found) {
  const used = await cache.match(USED);
  const last = used ? Number(await used.text()) : Number(found.headers.get(AT));
  const idleMs = 1000 * Number(found.headers.get("X-Thirdring-Idle"));
  return Date.now() > Number(found.headers.get(UNTIL)) || Date.now() - last > idleMs;
}

// A code at a point names the form alone, and the page was opened for a department; `/duties` leads on to its first view.
async function alike(cache, url) {
  const { pathname, searchParams } = new URL(nameOf(url), self.location);
  const form = (of) => of.get("form") || "daily";
  const fits =
    pathname === "/inspections/new"
      ? (key) => form(key.searchParams) === form(searchParams)
      : () => pathname === "/duties" && !String(searchParams);
  const keys = (await cache.keys()).map((request) => new URL(request.url));
  const found = keys.filter((key) => key.pathname === pathname && fits(key)).pop();
  return found && cache.match(found.pathname + found.search);
}

// The page tells its reader of when it is.
async function saying(found) {
  const text = (await found.text()).replace("<body ", `<body data-kept="${Number(found.headers.get(AT))}" `);
  return new Response(text, { headers: found.headers });
}

async function drop(goes) {
  await Promise.all((await caches.keys()).filter(goes).map((name) => caches.delete(name)));
}

async function dropOldest(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

// What an earlier worker kept.
async function dropOlder() {
  await drop((name) => name.startsWith("walk-") && !name.startsWith(OF) && name !== PARTS);
}
