// Each change carries the page's word. A session that ended is begun again over the page, and what was asked for is
// asked for once more: nothing that was typed goes away. Somebody else who signs in there gets the page again, as theirs.
import htmx from "htmx.org";
import { forget, keep } from "./walkpages";

export const HEADER = "X-Thirdring-Page";
const READER = "X-Thirdring-Reader";
const waiting: (() => void)[] = [];

export function begin(): void {
  document.body.addEventListener("htmx:configRequest", (event) => {
    const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
    Object.assign(headers, wordHeader());
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: HTMLElement }>).detail;
    if (xhr.status !== 401) return;
    askToSignIn(() => repeat(elt));
  });
}

export function wordHeader(): Record<string, string> {
  return { [HEADER]: document.body.dataset["word"] ?? "" };
}

// Once more with the page's new word, where its reader has signed in again in another tab.
export async function asReader<A extends { status: number } | null>(send: () => Promise<A>): Promise<A> {
  const answer = await send();
  return answer?.status === 403 && (await hasNewWord()) ? send() : answer;
}

async function hasNewWord(): Promise<boolean> {
  const { reader, word } = document.body.dataset;
  const { headers } = await fetch("/signed-in");
  const fresh = headers.get(HEADER);
  if (!fresh || fresh === word || decodeURIComponent(headers.get(READER) ?? "") !== reader) return false;
  document.body.dataset["word"] = fresh;
  return true;
}

export function askToSignIn(again: () => void): void {
  waiting.push(again);
  void ask();
}

// Nothing is asked for again: the page waits until somebody signs in.
export function ended(): void {
  void ask();
}

function repeat(elt: HTMLElement): void {
  htmx.trigger(elt, elt instanceof HTMLFormElement ? "submit" : "click", {}); // Safari before 16 has no requestSubmit
}

async function ask(): Promise<void> {
  void forget();
  const dialog = document.querySelector<HTMLDialogElement>("#again");
  if (!dialog || dialog.open) return;
  const answer = await fetch("/sign-in", { headers: { "HX-Request": "true" } });
  show(dialog, await answer.text());
  dialog.showModal();
}

function show(dialog: HTMLDialogElement, form: string): void {
  dialog.innerHTML = form; // our own page's form, every value in it escaped
  const name = dialog.querySelector<HTMLInputElement>("[name=name]");
  if (name && !name.value) name.value = document.body.dataset["reader"] ?? "";
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void sign(dialog, event.target as HTMLFormElement);
  });
}

async function sign(dialog: HTMLDialogElement, form: HTMLFormElement): Promise<void> {
  const typed = new URLSearchParams();
  new FormData(form).forEach((value, name) => typed.append(name, String(value)));
  const answer = await fetch("/sign-in", { method: "POST", body: typed, headers: { "HX-Request": "true" } });
  if (answer.status !== 204) {
    show(dialog, await answer.text());
    return;
  }
  if (typed.get("name") !== document.body.dataset["reader"]) {
    location.reload();
    return;
  }
  document.body.dataset["word"] = answer.headers.get(HEADER) ?? "";
  dialog.close();
  void keep(true);
  waiting.splice(0).forEach((again) => again());
}
