// What is typed is kept in this browser as it is typed, and put back in place after a reload, a crash or a refusal.
// A form with `data-draft` says under which name; what was sent and taken is let go. People share computers: whoever signs
// out takes their drafts along, and whoever signs in finds none of anybody else.
const DAYS_KEPT = 7;

type Draft = { at: number; fields: Record<string, string> };
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function begin(): void {
  const reader = document.body.dataset["reader"]; // unknown on a page that could not be made
  letGo((name, draft) => isOld(draft) || (Boolean(reader) && !name.startsWith(mine())));
  restore(document);
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => letGo(() => true));
  document.addEventListener("input", (event) => {
    const form = (event.target as Element | null)?.closest<HTMLFormElement>("form[data-draft]");
    if (form) keep(form);
  });
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (xhr.status < 400 && elt instanceof HTMLFormElement && elt.dataset["draft"]) localStorage.removeItem(key(elt));
  });
  document.body.addEventListener("htmx:afterSettle", (event) => restore(event.target as ParentNode));
}

function key(form: HTMLFormElement): string {
  return `${mine()}${form.dataset["draft"] ?? ""}`;
}

function mine(): string {
  return `draft ${JSON.stringify(document.body.dataset["reader"] ?? "")} `;
}

function fields(form: HTMLFormElement): Field[] {
  return Array.from(form.querySelectorAll<Field>("input, textarea, select")).filter(
    (field) => field.name && field.type !== "hidden" && field.type !== "password" && field.type !== "file",
  );
}

function keep(form: HTMLFormElement): void {
  const typed: Record<string, string> = {};
  for (const field of fields(form)) {
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      if (field.checked) typed[field.name] = field.value;
    } else if (field.value) typed[field.name] = field.value;
  }
  try {
    localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), fields: typed } satisfies Draft));
  } catch {
    // full or forbidden: the form itself still has it
  }
}

function restore(place: ParentNode): void {
  place.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach((form) => {
    const draft = read(key(form));
    if (!draft) return;
    for (const field of fields(form)) {
      const typed = draft.fields[field.name];
      if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
        field.checked = typed === field.value;
      } else if (typed !== undefined && !field.matches(":focus")) field.value = typed;
    }
    form.closest("details")?.setAttribute("open", "");
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
  return !draft || Date.now() - draft.at > DAYS_KEPT * 86_400_000;
}

function letGo(goes: (name: string, draft: Draft | null) => boolean): void {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("draft ") && goes(name, read(name))) localStorage.removeItem(name);
  }
}
