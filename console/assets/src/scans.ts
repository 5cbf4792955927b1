// A code at a point of an inspection was scanned: its address ends in #p.POINT.CODE. The form goes to that point, notes
// the time by this telephone's clock, and sends it at once; without a network it waits here and goes later, once.
import { minute } from "./clock";
import { newKey } from "./pocket";
import { post } from "./posting";
import { asReader, wordHeader } from "./session";
import { inTurn } from "./turns";
import { walkOf } from "./walks";

const RETRY_MS = 15_000;
const LIMIT_MS = 20_000;
const KEPT_MAX = 200;
const LATER = [401, 429, 500, 502, 503, 504];
const ADDRESS = /^#p\.([a-z_]+)\.([A-Za-z0-9_-]*)$/;
const API = "/api/v1/patrol-scans";
const flush = inTurn(sendAll);

type Scan = { key: string; walk: string; form: string; item: string; code: string; device: string; at: string };

export function begin(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-inspection]");
  if (form) {
    for (const name of ["draft:restored", "outbox:kept"]) form.addEventListener(name, () => show(form));
    window.addEventListener("hashchange", () => look(form));
    look(form);
    show(form);
  }
  window.addEventListener("online", () => void flush());
  window.setInterval(() => void flush(), RETRY_MS);
  void flush();
}

function look(form: HTMLFormElement): void {
  const [, item, code] = ADDRESS.exec(location.hash) ?? [];
  if (item === undefined || code === undefined) return;
  history.replaceState(history.state, "", location.pathname + location.search); // a reload is no second scan
  const point = form.querySelector<HTMLElement>(`[data-item="${item}"]`);
  const kind = form.querySelector<HTMLInputElement>("[name=form]")?.value ?? "";
  if (!point) return;
  const at = new Date().toISOString();
  store([...kept(), { key: newKey(), walk: walkOf(form).value, form: kind, item, code, device: device(), at }]);
  note(form, item, at);
  show(form);
  window.setTimeout(() => {
    point.scrollIntoView({ block: "start" });
    point.querySelector<HTMLInputElement>("input[type=radio]")?.focus({ preventScroll: true });
  }, 0);
  void flush();
}

// Kept with the draft, so that it is seen again.
function note(form: HTMLFormElement, item: string, at: string): void {
  const place = form.querySelector<HTMLInputElement>("[data-scanned]");
  if (!place) return;
  place.value = JSON.stringify({ ...noted(form), [item]: at });
  place.dispatchEvent(new Event("input", { bubbles: true }));
}

function noted(form: HTMLFormElement): Record<string, string> {
  try {
    return JSON.parse(form.querySelector<HTMLInputElement>("[data-scanned]")?.value || "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function show(form: HTMLFormElement): void {
  const times = noted(form);
  form.querySelectorAll<HTMLElement>("[data-item]").forEach((point) => {
    const told = point.querySelector<HTMLElement>("[data-scan-told]");
    const at = times[point.dataset["item"] ?? ""];
    if (!told) return;
    told.hidden = at === undefined;
    const time = at === undefined ? "" : minute(new Date(at));
    told.textContent = (told.dataset["text"] ?? "").replace("{time}", time);
  });
}

async function sendAll(): Promise<void> {
  for (const one of kept()) {
    const answer = await asReader(() => sent(one));
    if (!answer || LATER.includes(answer.status)) return;
    store(kept().filter((other) => other.key !== one.key)); // taken, or refused for good
  }
}

function sent(one: Scan): Promise<Response | null> {
  return post(API, JSON.stringify(one), { ...wordHeader(), "Content-Type": "application/json" }, LIMIT_MS);
}

// A word of this telephone's own, whoever uses it.
function device(): string {
  const known = localStorage.getItem("telephone");
  if (known) return known;
  const made = newKey();
  try {
    localStorage.setItem("telephone", made);
  } catch {
    // full or forbidden: each scan has another one
  }
  return made;
}

function name(): string {
  return `scans ${JSON.stringify(document.body.dataset["reader"] ?? "")}`;
}

function kept(): Scan[] {
  try {
    return JSON.parse(localStorage.getItem(name()) ?? "[]") as Scan[];
  } catch {
    return [];
  }
}

function store(all: Scan[]): void {
  try {
    if (all.length) localStorage.setItem(name(), JSON.stringify(all.slice(-KEPT_MAX)));
    else localStorage.removeItem(name());
  } catch {
    // full or forbidden: the point is opened all the same
  }
}
