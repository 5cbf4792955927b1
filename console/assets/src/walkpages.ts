// Pages for walking open again where there is no network (`walk-worker.js`). What is kept belongs to its reader: it is
// deleted on signing out, when somebody else signs in, and when the session has ended. Without TLS nothing is kept.
import { day } from "./clock";

const WORKER = "/walk-worker.js";
const SCOPES = ["/inspections/new", "/duties"];
const OF = "walk-1 "; // and the reader
const USED = "/used";
const LINKS_MAX = 20;

export function begin(): void {
  const reader = document.body.dataset["reader"];
  if (reader) void forget((name) => name !== OF + reader).then(used);
  if (isKept()) dateForm();
  else void keep();
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (elt instanceof HTMLFormElement && xhr.status >= 200 && xhr.status < 300) void keep(true);
  });
}

// After what stops a form from signing out, or nothing would be there for what waits to be sent.
export function forgetOnSigningOut(): void {
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) void forget();
  });
}

export function isKept(): boolean {
  return document.body.dataset["kept"] !== undefined;
}

// By the telephone's clock: when the page that is shown was kept.
export function keptAt(): Date | null {
  return isKept() ? new Date(Number(document.body.dataset["kept"])) : null;
}

export async function forget(goes: (name: string) => boolean = () => true): Promise<void> {
  if (!("caches" in window)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(OF) && goes(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

// A session that nobody uses ends: so does what is kept, also without a network.
export async function used(): Promise<void> {
  const mine = OF + (document.body.dataset["reader"] ?? "");
  if (!("caches" in window) || !(await caches.has(mine))) return;
  await (await caches.open(mine)).put(USED, new Response(String(Date.now())));
}

// `renew`: something was changed, so that what was kept is older than what is shown.
export async function keep(renew = false): Promise<void> {
  const here = location.pathname + location.search;
  const isHere = SCOPES.some((scope) => here.startsWith(scope));
  const links = Array.from(document.querySelectorAll<HTMLElement>("a[data-walk]"), (link) => link.getAttribute("href") ?? "");
  if (!document.body.dataset["reader"] || !(isHere || links.length) || !isPossible()) return;
  const pages = [...(isHere ? [here] : []), ...(renew ? [] : links.slice(0, LINKS_MAX))];
  const built = Array.from(document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]"));
  const parts = built.map((one) => one.getAttribute("src") ?? one.getAttribute("href"));
  try {
    const [worker] = await Promise.all(SCOPES.map(active));
    say(await told(worker, { pages, parts, renew }));
    await used();
  } catch {
    say(false); // it works without, while the page stays open
  }
}

function isPossible(): boolean {
  return "serviceWorker" in navigator && window.isSecureContext;
}

async function active(scope: string): Promise<ServiceWorker> {
  const registration = await navigator.serviceWorker.register(WORKER, { scope, updateViaCache: "none" });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  return new Promise((done, failed) => {
    const look = () => {
      if (worker?.state === "activated") done(worker);
      else if (!worker || worker.state === "redundant") failed(new Error("no worker"));
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}

function told(worker: ServiceWorker | undefined, what: object): Promise<boolean> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (answer) => done(answer.data === true);
    worker?.postMessage(what, [port2]);
  });
}

function say(isKeptNow: boolean): void {
  document.querySelectorAll<HTMLElement>("[data-opens]").forEach((one) => {
    one.hidden = (one.dataset["opens"] === "yes") !== isKeptNow;
  });
}

// The day of a form that was kept is the day of its walk, not the one on which it was kept. A draft says its own. The
// clock is the server's, as far as the telephone's has gone on since.
function dateForm(): void {
  say(true);
  const field = document.querySelector<HTMLInputElement>("[data-today]");
  if (!field) return;
  const { now, kept } = document.body.dataset;
  const today = day(new Date(Number(now) + Date.now() - Number(kept)));
  field.max = today;
  if (field.value === field.dataset["today"]) field.setAttribute("value", today);
}
