// What is typed is kept in this browser as it is typed, and put back in place after a reload, a crash or a refusal.
// A form with `data-draft` says under which name; what was sent and taken is let go. People share computers: whoever signs
// out takes their drafts along, and whoever signs in finds none of anybody else. Where more than one person was seen, what
// is typed stays for a day only. Of a form that carries what it was drawn with (`was-…`), only what differs is kept, so that
// a draft puts back nothing that somebody else has changed since.
const HOUR_MS = 3_600_000;
const HOURS_KEPT = 7 * 24;
const HOURS_KEPT_WHERE_SHARED = 24;
const SHARED_FOR_MS = 30 * 24 * HOUR_MS;

type Draft = { at: number; fields: Record<string, string> };
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const unkept = new Set<HTMLFormElement>(); // what the browser could not keep: then closing the page asks first

export function begin(): void {
  const reader = document.body.dataset["reader"]; // unknown on a page that could not be made
  if (reader) seen(reader);
  letGo((name, draft) => isOld(draft) || (Boolean(reader) && !name.startsWith(mine())));
  window.setInterval(() => letGo((_, draft) => isOld(draft)), HOUR_MS);
  restore(document);
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => letGo(() => true));
  document.addEventListener("input", (event) => {
    const form = (event.target as Element | null)?.closest<HTMLFormElement>("form[data-draft]");
    if (form) keep(form);
  });
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (xhr.status < 400 && elt instanceof HTMLFormElement && elt.dataset["draft"]) letGoOf(elt);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!Array.from(unkept).some((form) => form.isConnected)) return;
    event.preventDefault();
    event.returnValue = true; // what Chromium before 119 asks for
  });
  document.body.addEventListener("htmx:afterSettle", (event) => restore(event.target as ParentNode));
}

export function draftName(form: HTMLFormElement): string {
  return `${mine()}${form.dataset["draft"] ?? ""}`;
}

export function letGoOf(form: HTMLFormElement): void {
  unkept.delete(form);
  localStorage.removeItem(draftName(form));
}

// Puts this in place of what is there, and returns that.
export function exchange(name: string, typed: Record<string, string>): Record<string, string> | null {
  const there = read(name);
  write(name, typed);
  return there && there.fields;
}

function mine(): string {
  return `draft ${JSON.stringify(document.body.dataset["reader"] ?? "")} `;
}

function fields(form: HTMLFormElement): Field[] {
  return Array.from(form.querySelectorAll<Field>("input, textarea, select")).filter(
    (field) => field.name && field.type !== "hidden" && field.type !== "password" && field.type !== "file",
  );
}

export function typedIn(form: HTMLFormElement): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const field of fields(form)) {
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      if (field.checked) typed[field.name] = field.value;
    } else if (field.value) typed[field.name] = field.value;
  }
  return typed;
}

function changedIn(form: HTMLFormElement): Record<string, string> {
  const typed = typedIn(form);
  for (const was of Array.from(form.querySelectorAll<HTMLInputElement>("input[type=hidden][name^='was-']"))) {
    const name = was.name.replace("was-", "");
    if ((typed[name] ?? "") === was.value) delete typed[name];
    else typed[name] ??= "";
  }
  return typed;
}

function keep(form: HTMLFormElement): void {
  if (write(draftName(form), changedIn(form))) unkept.delete(form);
  else unkept.add(form);
}

function write(name: string, fields: Record<string, string>): boolean {
  try {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), fields } satisfies Draft));
    return true;
  } catch {
    return false; // full or forbidden: the form itself still has it
  }
}

export function restore(place: ParentNode): void {
  place.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach((form) => {
    const draft = read(draftName(form));
    if (!draft) return;
    for (const field of fields(form)) {
      const typed = draft.fields[field.name];
      if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
        if (typed !== undefined || !form.querySelector(`[name="was-${field.name}"]`)) field.checked = typed === field.value;
      } else if (typed !== undefined && !field.matches(":focus")) field.value = typed;
    }
    form.closest("details")?.setAttribute("open", "");
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  });
}

function read(name: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function isOld(draft: Draft | null): boolean {
  const hours = isShared() ? HOURS_KEPT_WHERE_SHARED : HOURS_KEPT;
  return !draft || Date.now() - draft.at > hours * HOUR_MS;
}

// Another reader than the last one makes it a shared computer, for a month.
function seen(reader: string): void {
  try {
    if (![null, reader].includes(localStorage.getItem("thirdring reader"))) localStorage.setItem("thirdring shared", String(Date.now()));
    localStorage.setItem("thirdring reader", reader);
  } catch {
    // forbidden: nothing is kept there either
  }
}

function isShared(): boolean {
  return Date.now() - Number(localStorage.getItem("thirdring shared") ?? 0) < SHARED_FOR_MS;
}

function letGo(goes: (name: string, draft: Draft | null) => boolean): void {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("draft ") && goes(name, read(name))) localStorage.removeItem(name);
  }
}
