// What is sent without a network is kept in this browser and sent later, once. A form with `data-outbox` says what it
// is; each sending of it has a key of its own, so that the API takes what it has heard before as the same. What the API
// refuses goes back into the form as a draft.
import { draftName, exchange, letGoOf, typedIn } from "./drafts";
import { post } from "./posting";
import { asReader, askToSignIn, wordHeader } from "./session";
import { handIn } from "./walks";

// `why` is what the API says of one that it refuses: that one waits for a person.
type Sending = { key: string; path: string; body: string; page: string; title: string; at: number; draft: Draft; why?: string };
type Draft = { name: string; fields: Record<string, string> };

const RETRY_MS = 15_000;
const LIMIT_MS = 20_000;
const DAYS_KEPT = 7;
const NO_ANSWER = [0, 429, 500, 502, 503, 504];
let busy = false;

export function begin(): void {
  document.body.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters } = (event as CustomEvent<{ elt: Element; parameters: Record<string, string> }>).detail;
    if (isOurs(elt)) parameters["idempotency_key"] = keyOf(elt);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, (event) => keep((event as CustomEvent<{ elt: Element }>).detail.elt));
  }
  document.body.addEventListener("htmx:responseError", (event) => {
    const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr: XMLHttpRequest }>).detail;
    if (isOurs(elt) && !NO_ANSWER.includes(xhr.status)) delete elt.dataset["key"]; // what is sent next is another thing
  });
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", (event) => {
    if (waiting().length === 0 || busy) return;
    event.preventDefault(); // it would be asked for with a session that is over
    void flush();
  });
  window.addEventListener("online", () => void flush());
  window.addEventListener("storage", show);
  window.setInterval(() => void flush(), RETRY_MS);
  show();
  void flush();
}

function isOurs(elt: Element): elt is HTMLFormElement {
  return elt instanceof HTMLFormElement && elt.dataset["outbox"] !== undefined;
}

function keyOf(form: HTMLFormElement): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return (form.dataset["key"] ??= Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

// The form is free again: somebody who walks on without a network fills in the next one.
function keep(elt: Element): void {
  if (!isOurs(elt)) return;
  const typed = new URLSearchParams();
  new FormData(elt).forEach((value, name) => typed.append(name, String(value)));
  typed.set("idempotency_key", keyOf(elt));
  const page = location.pathname + location.search;
  const sending: Sending = {
    key: keyOf(elt),
    path: elt.getAttribute("hx-post") ?? "",
    body: typed.toString(),
    page,
    title: titleOf(elt),
    at: Date.now(),
    draft: { name: draftName(elt), fields: typedIn(elt) },
  };
  if (!store([...kept(), sending])) return; // no room: the form keeps it
  letGoOf(elt);
  delete elt.dataset["key"];
  elt.reset();
  elt.dispatchEvent(new CustomEvent("outbox:kept", { bubbles: true }));
  window.scrollTo(0, 0);
  show();
}

function titleOf(form: HTMLFormElement): string {
  const more = form.querySelector<HTMLInputElement>("[data-names]")?.value ?? "";
  return [form.dataset["outbox"], more].filter(Boolean).join(" · ");
}

async function flush(): Promise<void> {
  if (busy || !document.body.dataset["reader"] || document.querySelector("#again[open]")) return;
  busy = true;
  try {
    for (const sending of waiting()) if (!(await sent(sending))) break;
  } finally {
    busy = false;
    show();
  }
}

// Whether the next one may be tried.
async function sent(sending: Sending): Promise<boolean> {
  const answer = await asReader(() => posted(sending));
  if (!answer || NO_ANSWER.includes(answer.status)) return false;
  if (answer.status === 401) {
    askToSignIn(() => void flush());
    return false;
  }
  if (answer.ok) handIn(new URLSearchParams(sending.body).get("walk"), answer.headers.get("HX-Redirect"));
  const others = kept().filter((one) => one.key !== sending.key);
  store(answer.ok ? others : [...others, { ...sending, why: said(await answer.text()) }]);
  if (answer.ok) line("sent", sending, answer.headers.get("HX-Redirect") ?? sending.page);
  return true;
}

function posted({ path, body }: Sending): Promise<Response | null> {
  const headers = { ...wordHeader(), "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" };
  return post(path, body, headers, LIMIT_MS);
}

function said(answer: string): string {
  const told = new DOMParser().parseFromString(answer, "text/html").querySelector(".told");
  return (told?.textContent ?? "").replace(/\s+/g, " ").trim();
}

function line(kind: "sent" | "refused", sending: Sending, page: string): HTMLElement | undefined {
  const strip = document.querySelector<HTMLElement>(`#outbox-${kind}`);
  const blank = strip?.querySelector("template");
  const one = blank?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!strip || !one) return undefined;
  one.querySelector("a")?.setAttribute("href", page);
  say(one, "[data-title]", sending.title);
  say(one, "[data-why]", sending.why ?? "");
  strip.append(one);
  strip.hidden = false;
  return one;
}

// Goes back into its form. What was typed there since takes its place here.
function giveBack(sending: Sending): void {
  const newer = exchange(sending.draft.name, sending.draft.fields);
  const others = kept().filter((one) => one.key !== sending.key);
  store(newer ? [...others, { ...sending, why: "", draft: { ...sending.draft, fields: newer } }] : others);
}

function say(place: HTMLElement, where: string, text: string): void {
  const found = place.querySelector(where);
  if (found) found.textContent = text;
}

function show(): void {
  const strip = document.querySelector<HTMLElement>("#outbox");
  if (!strip) return;
  const count = waiting().length;
  strip.hidden = count === 0;
  strip.textContent = (strip.dataset["text"] ?? "").replace("{count}", String(count));
  document.querySelectorAll("#outbox-refused > p").forEach((one) => one.remove());
  const refused = kept().filter((one) => one.why !== undefined);
  document.querySelector("#outbox-refused")?.toggleAttribute("hidden", refused.length === 0);
  for (const one of refused) line("refused", one, one.page)?.querySelector("a")?.addEventListener("click", () => giveBack(one));
}

function name(): string {
  return `outbox ${JSON.stringify(document.body.dataset["reader"] ?? "")}`;
}

function waiting(): Sending[] {
  return kept().filter((one) => one.why === undefined);
}

function kept(): Sending[] {
  try {
    const all = JSON.parse(localStorage.getItem(name()) ?? "[]") as Sending[];
    return all.filter((one) => Date.now() - one.at < DAYS_KEPT * 86_400_000);
  } catch {
    return [];
  }
}

function store(all: Sending[]): boolean {
  try {
    if (all.length) localStorage.setItem(name(), JSON.stringify(all));
    else localStorage.removeItem(name());
    return true;
  } catch {
    return false;
  }
}
