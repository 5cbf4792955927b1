// The cards of the own calls. One that is open stays until it is put away: it comes back after a reload, and each call
// has one card, whatever happens to it.
import htmx from "htmx.org";

const KEPT = "open cards";
const TRIES = 3;
const AGAIN_MS = 500;
const LATER_MS = 3_000;
const putAwayIds = new Set<string>();

export function begin(): void {
  document.addEventListener("click", (event) => {
    const pressed = event.target as Element | null;
    const card = pressed?.closest("[data-put-away]")?.closest<HTMLElement>("[data-card]");
    if (card) putAway(card);
    const asked = pressed?.closest<HTMLElement>("[data-open-card]")?.dataset["openCard"];
    if (asked) bringBack(asked);
  });
  window.addEventListener("storage", (event) => {
    if (event.key === told() && event.newValue) putAwayHere(event.newValue);
  });
  document.querySelectorAll<HTMLElement>("[data-card]").forEach((card) => remember(card.dataset["card"] ?? ""));
  known().forEach((id) => open(id));
}

function bringBack(id: string): void {
  putAwayIds.delete(id);
  open(id);
}

// `who` is what is known at once: the card has it before the rest is fetched.
export function open(id: string, who: string[] = []): void {
  if (putAwayIds.has(id)) return;
  remember(id);
  const there = `[data-card="${CSS.escape(id)}"], [data-fetching="${CSS.escape(id)}"]`;
  if (document.querySelector(there)) return;
  const place = document.createElement("article");
  place.className = "card";
  place.dataset["fetching"] = id;
  const head = document.createElement("h3");
  head.textContent = who.filter(Boolean).join(" ") || "…";
  place.append(head);
  document.querySelector("#own")?.prepend(place);
  fetchInto(place, id, TRIES);
}

// A call of long ago may be deleted: then there is no card to come back to. While the service or its database is away,
// or nobody is signed in, the card waits.
function fetchInto(place: HTMLElement, id: string, tries: number): void {
  let status = 0;
  const heard = (event: Event) => (status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status);
  place.addEventListener("htmx:beforeOnLoad", heard, { once: true });
  const done = () => {
    if (!place.isConnected) return;
    const away = status === 0 || status >= 500 || status === 401 || status === 429;
    if (away) window.setTimeout(() => fetchInto(place, id, tries), LATER_MS);
    else if (tries > 1) window.setTimeout(() => fetchInto(place, id, tries - 1), AGAIN_MS);
    else {
      place.remove();
      forget(id);
    }
  };
  htmx.ajax("get", `/desk/calls/${id}`, { source: place, target: place, swap: "outerHTML" }).then(done, done);
}

function putAway(card: HTMLElement): void {
  const id = card.dataset["card"] ?? "";
  putAwayHere(id);
  try {
    localStorage.setItem(told(), id);
    localStorage.removeItem(told());
  } catch {
    // full or forbidden: each tab puts its own away
  }
}

function putAwayHere(id: string): void {
  putAwayIds.add(id);
  forget(id);
  document.querySelector(`[data-card="${CSS.escape(id)}"], [data-fetching="${CSS.escape(id)}"]`)?.remove();
}

// What tells the other tabs of this agent; nothing of it stays.
function told(): string {
  return `put away ${document.body.dataset["reader"] ?? ""}`;
}

function known(): string[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name()) ?? "[]") as unknown;
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === "string") : [];
  } catch {
    return [];
  }
}

function remember(id: string): void {
  keep([...known().filter((other) => other !== id), id]);
}

function forget(id: string): void {
  keep(known().filter((other) => other !== id));
}

function keep(ids: string[]): void {
  try {
    sessionStorage.setItem(name(), JSON.stringify(ids));
  } catch {
    // full or forbidden: what is not filled in is listed all the same
  }
}

function name(): string {
  return `${KEPT} ${document.body.dataset["reader"] ?? ""}`;
}
