// The page of a link of work. Whatever is pressed is kept in this browser first, with this telephone's clock and a key of
// its own, and then sent, the oldest first: without a network it waits, and it is never done twice.
import { setChildren } from "./children";
import { keepPage } from "./keptpage";
import { smaller } from "./pictures";
import { all, drop, newKey, put, type Kept } from "./pocket";
import { post } from "./posting";
import { begin as watchPressing, whenFree } from "./pressing";
import { inTurn } from "./turns";
import { addSent, sentUndrawn, wereDrawn } from "./worksent";
import { dropTyped, forgetTyped, keepTyped, restore } from "./worktyped";

const RETRY_MS = 10_000;
const LIMIT_MS = 60_000;
const LATER = [429, 500, 502, 503, 504];
const token = document.body.dataset["token"] ?? "";
const api = `/api/v1/work/${token}`;
const group = `work ${token}`;
const refused = new Map<string, string>();
const flush = inTurn(sendAll);
let offline = false;

type Said = { what: string; text: string };

function begin(): void {
  watchPressing();
  document.addEventListener("submit", pressed);
  document.addEventListener("input", (event) => keepTyped(event.target as HTMLInputElement));
  document.addEventListener("change", (event) => void picked(event.target as HTMLInputElement));
  document.addEventListener("click", clicked);
  window.addEventListener("online", () => void flush());
  window.setInterval(() => void flush(), RETRY_MS);
  if (!isAtWork()) {
    void flush();
    return;
  }
  restore();
  void read().then(flush);
  void keepPage().then((kept) => {
    document.querySelectorAll<HTMLElement>("[data-kept]").forEach((one) => (one.hidden = (one.dataset["kept"] === "yes") !== kept));
  });
}

// Not where the link has ended. There what is left is sent, and what was not taken is told.
function isAtWork(): boolean {
  return document.querySelector("#work") !== null;
}

async function read(): Promise<void> {
  const known = `read ${token}`;
  if (sessionStorage.getItem(known)) return;
  sessionStorage.setItem(known, "yes");
  await keepAct("read", "", "");
}

function pressed(event: Event): void {
  const form = event.target as HTMLFormElement;
  const what = form.dataset["act"];
  if (!what) return;
  event.preventDefault();
  const typed = new FormData(form);
  void keepAct(what, String(typed.get("text") ?? ""), String(typed.get("name") ?? "")).then(() => {
    form.reset();
    forgetTyped();
    form.closest("details")?.removeAttribute("open");
    return flush();
  });
}

async function keepAct(what: string, text: string, name: string): Promise<void> {
  const key = newKey();
  const at = new Date().toISOString();
  await put({ key, group, url: `${api}/acts`, title: what, at, body: JSON.stringify({ key, what, at, text, name }) });
  await show();
}

async function picked(picker: HTMLInputElement): Promise<void> {
  if (picker.type !== "file") return;
  for (const file of Array.from(picker.files ?? [])) {
    const key = newKey();
    const at = new Date().toISOString();
    const taken = new Date(file.lastModified || Date.now()).toISOString();
    const url = `${api}/files?${new URLSearchParams({ key, taken_at: taken })}`;
    await put({ key, group, url, title: "photo", name: file.name, at, body: await smaller(file) });
  }
  picker.value = "";
  await show();
  await flush();
}

function clicked(event: Event): void {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-drop], [data-call]");
  if (!button) return;
  if (button.dataset["call"] !== undefined) void call();
  const key = button.closest<HTMLElement>("[data-key]")?.dataset["key"];
  if (button.dataset["drop"] !== undefined && key) void drop(key).then(show);
}

// The number is asked for when it is needed, and stands nowhere on the page.
async function call(): Promise<void> {
  const answer = await send(`${api}/number`, "");
  if (answer?.ok) location.href = `tel:${((await answer.json()) as { number: string }).number}`;
  else tell(answer ? await said(answer) : (document.querySelector<HTMLElement>("#waiting")?.dataset["offline"] ?? ""));
}

async function waiting(): Promise<Kept[]> {
  return (await all()).filter((one) => one.group === group);
}

// What waits under other links that were opened on this telephone: it is sent to them, or told here until it was seen.
async function earlier(): Promise<Kept[]> {
  return (await all()).filter((one) => one.url.startsWith("/api/v1/work/") && one.group !== group);
}

async function sendAll(): Promise<void> {
  let some = Object.keys(sentUndrawn()).length > 0;
  offline = false;
  for (const one of [...(await waiting()), ...(await earlier())]) {
    const own = one.group === group;
    if (refused.has(one.key)) continue;
    const answer = await send(one.url, one.body);
    offline = answer === null;
    if (!answer || LATER.includes(answer.status)) break;
    some = some || own;
    if (!answer.ok) refused.set(one.key, await said(answer));
    else if (own) addSent(one.key, one.title);
    if (answer.ok || (one.title === "read" && !(own && isAtWork()))) await drop(one.key);
  }
  if (some && !offline && isAtWork()) await drawAgain();
  await show();
}

function send(url: string, body: Blob | string): Promise<Response | null> {
  const type = typeof body === "string" ? "application/json" : "application/octet-stream";
  return post(url, body, { "Content-Type": type, "Accept-Language": document.documentElement.lang }, LIMIT_MS);
}

async function said(answer: Response): Promise<string> {
  try {
    return String(((await answer.json()) as { detail?: string }).detail ?? answer.status);
  } catch {
    return String(answer.status);
  }
}

// The work as it is now, as the server draws it. The worker keeps what this brings, for places without a network.
async function drawAgain(): Promise<void> {
  try {
    const sent = Object.keys(sentUndrawn());
    const answer = await fetch(location.pathname);
    if (answer.status === 404 || answer.status === 410) {
      dropTyped();
      wereDrawn(sent);
      location.reload();
    }
    if (!answer.ok) return;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#work");
    if (!(drawn instanceof HTMLElement)) return;
    whenFree(() => {
      swap(drawn);
      wereDrawn(sent);
      restore();
      void show();
    });
  } catch {
    // the network is gone again: what is shown stays
  }
}

// Where somebody is typing, nothing moves; what the buttons go by is new all the same.
function swap(drawn: HTMLElement): void {
  const here = document.querySelector<HTMLElement>("#work");
  const active = document.activeElement;
  const typing = active?.matches("#work input:not([type=file]), #work textarea");
  if (!here || typing) {
    for (const name of ["did", "here", "standing"]) if (here) here.dataset[name] = drawn.dataset[name] ?? "";
    return;
  }
  const act = active?.closest<HTMLElement>("[data-act]")?.dataset["act"];
  // The camera may be open: what it brings is told to the picker that opened it.
  const picker = here.querySelector("input[type=file]");
  if (picker) drawn.querySelector("input[type=file]")?.replaceWith(picker);
  // What was opened to be filled in stays open.
  for (const form of Array.from(here.querySelectorAll<HTMLElement>("details[open] [data-act]"))) {
    drawn.querySelector(`[data-act="${form.dataset["act"] ?? ""}"]`)?.closest("details")?.setAttribute("open", "");
  }
  here.replaceWith(drawn);
  if (act) drawn.querySelector<HTMLElement>(`[data-act="${act}"] button`)?.focus();
}

function tell(text: string): void {
  const place = document.querySelector<HTMLElement>("#wrong");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}

async function show(): Promise<void> {
  const [kept, others] = [await waiting(), (await earlier()).filter((one) => one.title !== "read")];
  const isOpen = (one: Kept): boolean => !refused.has(one.key) && one.title !== "read";
  const [open, count] = [kept.filter(isOpen), [...kept, ...others].filter(isOpen).length];
  const strip = document.querySelector<HTMLElement>("#waiting");
  if (strip) {
    strip.hidden = count === 0 && !offline;
    const text = (strip.dataset["text"] ?? "").replace("{count}", String(count));
    strip.textContent = [count ? text : "", offline ? strip.dataset["offline"] : ""].filter(Boolean).join(" · ");
  }
  const isOver = document.querySelector("[data-ended=yes]") !== null;
  list("[data-queue]", kept.filter((one) => refused.has(one.key) || (one.title !== "read" && !isOver)));
  list("[data-earlier]", others);
  buttons([...open.map((one) => one.title), ...Object.values(sentUndrawn())]);
}

function list(where: string, kept: Kept[]): void {
  const place = document.querySelector<HTMLElement>(where);
  const blank = place?.querySelector("template")?.content.firstElementChild;
  if (!place || !blank) return;
  place.hidden = kept.length === 0;
  setChildren(place.querySelector("ul"), ...kept.map((one) => line(blank.cloneNode(true) as HTMLElement, one)));
}

function line(item: HTMLElement, one: Kept): HTMLElement {
  const why = refused.get(one.key);
  item.dataset["key"] = one.key;
  const words = document.querySelector<HTMLTemplateElement>("template[data-words]")?.content;
  item.querySelector("[data-what]")!.textContent = words?.querySelector(`[data-key="${one.title}"]`)?.textContent ?? "";
  item.querySelector("[data-text]")!.textContent = typeof one.body === "string" ? (JSON.parse(one.body) as Said).text : (one.name ?? "");
  item.querySelector("[data-why]")!.textContent = why ?? "";
  item.querySelector("[data-drop]")!.toggleAttribute("hidden", why === undefined);
  return item;
}

// Accept, then arrive, then done: what was done, also what is not sent yet, is ticked, and the next one stands out.
function buttons(queued: string[]): void {
  const did = new Set([...(document.querySelector<HTMLElement>("#work")?.dataset["did"] ?? "").split(" "), ...queued]);
  const accepted = did.has("accept") || did.has("arrive") || document.querySelector<HTMLElement>("#work")?.dataset["here"] === "yes";
  document.querySelectorAll<HTMLFormElement>(".big-buttons form").forEach((form) => {
    const what = form.dataset["act"] ?? "";
    const ticked = what === "accept" ? accepted : did.has(what);
    const button = form.querySelector("button")!;
    button.classList.toggle("did", ticked);
    button.disabled = what === "accept" ? accepted : !accepted || (what === "done" && ticked);
    form.querySelector("label input[name=name]")?.closest("label")?.toggleAttribute("hidden", accepted);
    form.querySelector<HTMLInputElement>("input[name=name]")?.toggleAttribute("disabled", accepted);
  });
}

begin();
