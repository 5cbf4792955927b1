// The keyboard. Enter while 拼音 is being composed chooses a word and submits nothing. "?" lists the keys of the page;
// there each reader turns single keys off for themselves, in this browser. Where the pages' names have one line only, the
// one that is shown is in sight.
const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

export function begin(): void {
  document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  document.addEventListener("keydown", pressed);
  document.querySelector("[data-keys]")?.addEventListener("click", show);
  document.querySelector("#keys-on")?.addEventListener("change", (event) => turn((event.target as HTMLInputElement).checked));
}

// Whether this is a key alone, where nobody is typing and nobody turned them off.
export function isSingle(event: KeyboardEvent): boolean {
  return isFree(event) && areOn() && !isTyping(event);
}

// Without another key held, and not while 拼音 is being composed or something is open over the page.
export function isFree(event: KeyboardEvent): boolean {
  const held = event.ctrlKey || event.altKey || event.metaKey;
  return !held && !event.isComposing && !document.querySelector("dialog[open]");
}

export function isTyping(event: KeyboardEvent): boolean {
  return Boolean((event.target as Element | null)?.closest(TYPING));
}

function pressed(event: KeyboardEvent): void {
  if (!isSingle(event)) return;
  if (["?", "？"].includes(event.key)) show();
  else if (event.key === "/") search();
  else if (event.key === "o" && head()) head()?.focus();
  else return;
  event.preventDefault();
}

function search(): void {
  document.querySelector("main .fold")?.setAttribute("open", "");
  document.querySelector<HTMLInputElement>("main input[type=search]")?.focus();
}

// What the list is sorted by; on a telephone what stands for its heads.
function head(): HTMLElement | null {
  const found = [".order summary", "th[aria-sort] a", "th a"].map((one) => document.querySelector<HTMLElement>(one));
  return found.find((one) => one && one.offsetParent !== null) ?? null;
}

// Only the keys of what is on this page.
function show(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#keys");
  if (!dialog || dialog.open) return;
  dialog.querySelectorAll<HTMLElement>("[data-when]").forEach((line) => {
    line.hidden = !document.querySelector(line.dataset["when"] ?? "");
  });
  dialog.querySelector<HTMLInputElement>("#keys-on")!.checked = areOn();
  dialog.showModal();
}

function name(): string {
  return `keys off ${JSON.stringify(document.body.dataset["reader"] ?? "")}`;
}

function areOn(): boolean {
  try {
    return localStorage.getItem(name()) === null;
  } catch {
    return true;
  }
}

function turn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(name());
    else localStorage.setItem(name(), "yes");
  } catch {
    // forbidden: they stay on
  }
}
