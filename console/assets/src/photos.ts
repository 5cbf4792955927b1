// Photos and papers of a record: picked, taken or dropped, made smaller, kept in this browser, and sent one by one. One
// that cannot be sent waits and is tried again; nothing else on the page waits for it. Those of a form wait until it is
// handed in.
import { setChildren } from "./children";
import { smaller } from "./pictures";
import { all, drop, newKey, put, type Kept } from "./pocket";
import { asReader, askToSignIn, wordHeader } from "./session";
import { inTurn } from "./turns";
import { addressOf, isLost, mine } from "./walks";

const RETRY_MS = 15_000;
const LATER = [0, 429, 500, 502, 503, 504];
const refused = new Map<string, string>(); // why, by key
const flush = inTurn(sendAll);
const PICKED = ["input[type=file]", "select[data-part]"];
let held: { address: string; what: string; there: Element | null }[] = [];
let busy = false;
let share = 0; // of the one that is being sent
let unsent = 0; // that wait for nothing but a network

type Added = { id: number; content: string; small: string | null; title: string };

export function begin(): void {
  if (document.body.dataset["reader"]) void forgetOthers();
  document.addEventListener("change", (event) => {
    const picker = event.target as HTMLInputElement;
    if (picker.type !== "file" || !picker.closest("[data-photos]")) return;
    void take(picker.closest<HTMLElement>("[data-photos]")!, Array.from(picker.files ?? [])).then(() => (picker.value = ""));
  });
  for (const name of ["dragover", "drop"]) document.addEventListener(name, dragged as (event: Event) => void);
  document.addEventListener("click", pressed);
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", (event) => {
    if (unsent === 0) return void forgetAll();
    event.preventDefault(); // they would be sent with a session that is over
    void flush();
  });
  document.addEventListener("walks:handed-in", () => void flush());
  document.body.addEventListener("htmx:beforeSwap", (event) => holdPickers((event as CustomEvent<{ target: Element }>).detail.target));
  document.body.addEventListener("htmx:afterSwap", putPickersBack);
  document.body.addEventListener("htmx:afterSettle", () => void show());
  window.addEventListener("online", () => void flush());
  window.setInterval(() => void flush(), RETRY_MS);
  void show().then(flush);
}

// The camera may be open while its part of the page is drawn again: what it brings is told to the picker that opened it, for
// what was chosen beside it. So both outlive the drawing.
function holdPickers(drawn: Element): void {
  held = Array.from(drawn.querySelectorAll<HTMLElement>("[data-photos]")).flatMap((place) =>
    PICKED.map((what) => ({ address: place.dataset["photos"] ?? "", what, there: place.querySelector(what) })),
  );
}

function putPickersBack(): void {
  for (const { address, what, there } of held.splice(0)) {
    const fresh = document.querySelector(`[data-photos="${CSS.escape(address)}"] ${what}`);
    if (there && fresh && fresh !== there) fresh.replaceWith(there);
  }
}

function dragged(event: DragEvent): void {
  const place = (event.target as Element | null)?.closest<HTMLElement>("[data-photos]");
  if (!place || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  if (event.type === "drop") void take(place, Array.from(event.dataTransfer.files));
}

function pressed(event: Event): void {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-again], [data-drop]");
  const key = button?.closest<HTMLElement>("[data-key]")?.dataset["key"];
  if (!button || !key) return;
  refused.delete(key);
  if (button.dataset["drop"] !== undefined) void drop(key).then(show);
  else void flush();
}

async function take(place: HTMLElement, files: File[]): Promise<void> {
  const most = Number(place.dataset["most"]);
  const part = place.querySelector<HTMLSelectElement>("[data-part]")?.value ?? "";
  for (const file of files) {
    const key = newKey();
    const body = await smaller(file);
    const at = new Date(file.lastModified || Date.now()).toISOString();
    const more = new URLSearchParams({ key, taken_at: at, ...(part ? { part } : {}) });
    if (body.size > most) refused.set(key, (place.dataset["large"] ?? "").replace("{name}", file.name));
    await put({ key, group: mine() + (place.dataset["photos"] ?? ""), url: `${place.dataset["photos"]}&${more}`, title: file.name, at, body });
  }
  await show();
  await flush();
}

async function sendAll(): Promise<void> {
  if (document.querySelector("#again[open]")) return;
  busy = true;
  try {
    for (const one of await all()) {
      if (!isReady(one) || refused.has(one.key)) continue;
      if (!(await sent(one))) break;
    }
  } finally {
    busy = false;
    await show();
  }
}

function isReady(one: Kept): boolean {
  return one.group.startsWith(mine()) && addressOf(one.group) !== null;
}

// Whether the next one may be tried.
async function sent(one: Kept): Promise<boolean> {
  share = 0;
  await show();
  const answer = await asReader(() => post(one));
  if (LATER.includes(answer.status)) return false;
  if (answer.status === 401) {
    askToSignIn(() => void flush());
    return false;
  }
  if (answer.status >= 400) {
    refused.set(one.key, said(answer.responseText));
    return true;
  }
  await drop(one.key);
  add(one, JSON.parse(answer.responseText) as Added);
  return true;
}

function post(one: Kept): Promise<XMLHttpRequest> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", one.url.startsWith("/") ? one.url : `${addressOf(one.group) ?? ""}&${one.url}`);
    for (const [name, value] of Object.entries(wordHeader())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.onprogress = (event) => {
      share = event.lengthComputable ? event.loaded / event.total : 0;
      document.querySelectorAll<HTMLProgressElement>(`[data-key="${one.key}"] progress`).forEach((bar) => (bar.value = share));
    };
    request.onloadend = () => done(request);
    request.send(one.body);
  });
}

function said(answer: string): string {
  try {
    return String((JSON.parse(answer) as { detail?: string }).detail ?? "");
  } catch {
    return "";
  }
}

function add(one: Kept, file: Added): void {
  const place = placeOf(one);
  const blank = place?.querySelector<HTMLTemplateElement>(file.small ? "template[data-photo]" : "template[data-paper]");
  const item = blank?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!place || !item) return;
  item.querySelector("a")?.setAttribute("href", file.content);
  item.querySelector("img")?.setAttribute("src", file.small ?? "");
  place.querySelector("[data-kept]")?.append(item);
  place.querySelector("[data-none]")?.toggleAttribute("hidden", true);
}

function placeOf(one: Kept): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-photos="${CSS.escape(addressOf(one.group) ?? "")}"]`);
}

async function show(): Promise<void> {
  const waiting = (await all()).filter(isReady);
  unsent = waiting.filter((one) => !refused.has(one.key)).length;
  document.querySelectorAll<HTMLElement>("[data-photos]").forEach((place) => {
    const list = place.querySelector<HTMLElement>("[data-waiting]");
    const own = waiting.filter((one) => placeOf(one) === place);
    setChildren(list, ...own.map((one) => line(place, one)).filter((each): each is HTMLElement => each !== null));
  });
  elsewhere(waiting.filter((one) => placeOf(one) === null).length);
}

// Photos of another page, such as those of a form that was handed in without a network.
function elsewhere(count: number): void {
  const strip = document.querySelector<HTMLElement>("#photos-wait");
  if (!strip) return;
  strip.hidden = count === 0;
  strip.textContent = (strip.dataset["text"] ?? "").replace("{count}", String(count));
}

function line(place: HTMLElement, one: Kept): HTMLElement | null {
  const blank = place.querySelector<HTMLTemplateElement>("template[data-line]");
  const item = blank?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!item) return null;
  const why = refused.get(one.key);
  item.dataset["key"] = one.key;
  item.querySelector("[data-title]")!.textContent = one.title;
  item.querySelector("[data-why]")!.textContent = why ?? "";
  item.querySelector("[data-later]")!.toggleAttribute("hidden", why !== undefined || busy);
  item.querySelector("progress")!.toggleAttribute("hidden", why !== undefined || !busy);
  item.querySelector("[data-again]")!.toggleAttribute("hidden", busy && why === undefined);
  return item;
}

async function forgetAll(): Promise<void> {
  for (const one of await all()) if (one.group.startsWith(mine())) await drop(one.key);
}

async function forgetOthers(): Promise<void> {
  const own = (one: Kept) => one.group.startsWith(mine()) && !isLost(one.group);
  for (const one of await all()) if (one.group.startsWith("photos ") && !own(one)) await drop(one.key);
}
