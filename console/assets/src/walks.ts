// Photos that were taken for a form before it was handed in. Such a form has a word of its own, its walk, which is kept
// with what is typed. Once the form is handed in, the walk has an address, and its photos are sent there.
import { newKey } from "./pocket";

const KEPT_MAX = 50;
const WALK = "walk ";
const HANDED_IN = /^\/inspections\/([0-9]+)$/;

// The word of a form, empty before anything needs it.
export function walkIn(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>("[data-walk]")?.value ?? "";
}

// The field with the word of a form, which has one from now on.
export function walkOf(form: HTMLFormElement): HTMLInputElement {
  const walk = form.querySelector<HTMLInputElement>("[data-walk]")!;
  if (!walk.value) {
    walk.value = newKey();
    walk.dispatchEvent(new Event("input", { bubbles: true })); // it is kept with the draft
  }
  return walk;
}

export function mine(): string {
  return `photos ${JSON.stringify(document.body.dataset["reader"] ?? "")} `;
}

export function groupOf(walk: string): string {
  return mine() + WALK + walk;
}

// Where photos of this group belong; null while their form is not handed in.
export function addressOf(group: string): string | null {
  const of = group.slice(mine().length);
  if (!of.startsWith(WALK)) return of;
  return handed().find(([walk]) => walk === of.slice(WALK.length))?.[1] ?? null;
}

export function handIn(walk: string | null | undefined, page: string | null): void {
  const id = HANDED_IN.exec(page ?? "")?.[1];
  if (!walk || !id) return;
  const all = [...handed(), [walk, `/api/v1/files?record=inspection&of=${id}`]];
  localStorage.setItem(`walks ${mine()}`, JSON.stringify(all.slice(-KEPT_MAX)));
  document.dispatchEvent(new CustomEvent("walks:handed-in"));
}

// A walk that nothing names any more: its draft was let go, and it was never handed in.
export function isLost(group: string): boolean {
  const of = group.slice(mine().length);
  if (!of.startsWith(WALK)) return false;
  return !Object.values({ ...localStorage }).some((kept) => String(kept).includes(of.slice(WALK.length)));
}

function handed(): [string, string][] {
  try {
    return JSON.parse(localStorage.getItem(`walks ${mine()}`) ?? "[]") as [string, string][];
  } catch {
    return [];
  }
}
