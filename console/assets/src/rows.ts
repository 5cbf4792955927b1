// Rows of a list by keyboard: up and down, or j and k, go from row to row, Enter opens one, x ticks it, and d opens the
// form to dispatch it in place. Escape closes that form; what was typed is kept like everything else.
import htmx from "htmx.org";
import { restore } from "./drafts";
import { isFree, isSingle, isTyping } from "./keys";

const DOWN = ["ArrowDown", "j"];
const UP = ["ArrowUp", "k"];
let last: HTMLElement | null = null; // where the reader was

export function begin(): void {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", (event) => (last = rowOf(event.target) ?? last));
  document.addEventListener("click", (event) => {
    const button = (event.target as Element | null)?.closest("[data-dispatch], [data-close]");
    if (button?.matches("[data-close]")) close(button);
    else if (button) open(button.closest("tr"));
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
    if (successful && elt instanceof HTMLFormElement) close(elt);
  });
}

function pressed(event: KeyboardEvent): void {
  const row = rowOf(event.target);
  if (event.key === "Escape" && isFree(event)) {
    if (!close(event.target as Element | null)) return;
  } else if (event.key === "Enter" && row && isFree(event) && (event.target as Element).matches("[type=checkbox]")) {
    row.querySelector<HTMLAnchorElement>("a[href]:not(.value)")?.click();
  } else if (event.key.startsWith("Arrow") ? !row || !isFree(event) || isTyping(event) : !isSingle(event)) return;
  else if (!acted(event.key, row)) return;
  event.preventDefault();
}

// Whether the key means something here.
function acted(key: string, row: HTMLElement | null): boolean {
  if (DOWN.includes(key)) return go(row, 1);
  if (UP.includes(key)) return go(row, -1);
  if (key === "x") row?.querySelector<HTMLInputElement>("[type=checkbox]")?.click();
  else if (key === "d" && row?.querySelector("[data-of-row]:not([data-of-row=''])")) open(row);
  else return false;
  return row !== null;
}

function go(from: HTMLElement | null, step: number): boolean {
  const rows = Array.from(document.querySelectorAll<HTMLElement>("tbody[data-rows] > tr:not(.in-place)"));
  const here = rows.indexOf(from ?? last ?? document.body);
  const next = rows[here < 0 ? 0 : from ? here + step : here];
  const goal = next?.querySelector<HTMLElement>("a[href]:not(.value)") ?? next?.querySelector<HTMLElement>("button");
  goal?.focus();
  return Boolean(goal);
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element | null)?.closest<HTMLElement>("tbody[data-rows] > tr:not(.in-place)") ?? null;
}

// From the page itself, so that the first letter typed after the key is in its field.
function open(row: HTMLElement | null): void {
  const action = row?.querySelector<HTMLElement>("[data-of-row]")?.dataset["ofRow"];
  const blank = document.querySelector<HTMLTemplateElement>("#dispatch-in-place");
  if (!row || !action || !blank) return;
  if (!formOf(row)) {
    document.querySelectorAll("tr.in-place").forEach((other) => other.remove());
    row.after(filled(blank, row, action));
    htmx.process(row.nextElementSibling!);
    restore(row.nextElementSibling!);
  }
  formOf(row)?.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
}

function filled(blank: HTMLTemplateElement, row: HTMLElement, action: string): DocumentFragment {
  const number = row.id.replace("ticket-", "");
  const made = blank.content.cloneNode(true) as DocumentFragment;
  const form = made.querySelector("form")!;
  made.querySelectorAll<HTMLElement>("[data-only]").forEach((part) => part.dataset["only"] === action || part.remove());
  form.setAttribute("hx-post", `/tickets/${encodeURIComponent(number)}/dispatch`);
  form.setAttribute("hx-target", `#${CSS.escape(row.id)}`);
  form.setAttribute("aria-label", number);
  form.dataset["draft"] = `ticket ${number} ${action}`;
  form.dataset["writingOn"] = number;
  form.querySelector<HTMLInputElement>("[name=action]")!.value = action;
  form.querySelector<HTMLInputElement>("[name=version]")!.value = row.querySelector<HTMLInputElement>("[type=checkbox]")?.value ?? "";
  return made;
}

function formOf(row: HTMLElement): HTMLElement | null {
  const next = row.nextElementSibling;
  return next instanceof HTMLElement && next.matches(".in-place") ? next : null;
}

// Whether a form was open there. The row above it may have been drawn again.
function close(within: Element | null): boolean {
  const form = within?.closest(".in-place") ?? (within && formOf(rowOf(within) ?? document.body));
  if (!form) return false;
  const row = form.previousElementSibling;
  form.remove();
  row?.querySelector<HTMLElement>("a[href]:not(.value)")?.focus();
  return true;
}
