// Parts of a page that follow the stream. `data-refresh` names the event after which the part is fetched again by its own
// `hx-get`. `data-refresh-day` limits it to events of this day, or of no day. At `data-refresh-at`, an instant, it is
// fetched as well. It waits while the mouse or the keyboard is used there, so that nothing moves and no text is lost.
import htmx from "htmx.org";

const WAIT_MS = 1_000;
const PARTS = "[data-refresh]";
const changed = new Set<Element>();
const passed = new Set<string>(); // times that came: each once

export function begin(): void {
  const parts = Array.from(document.querySelectorAll<HTMLElement>(PARTS));
  if (!parts.length) return;
  for (const part of parts) {
    for (const name of [part.dataset["refresh"] ?? "", "back"]) {
      document.body.addEventListener(`live:${name}`, (event) => isOf(part, event) && changed.add(part));
    }
  }
  const ahead = Number(document.body.dataset["now"] ?? Date.now()) - Date.now();
  window.setInterval(() => {
    parts.forEach((part) => isTime(part, Date.now() + ahead) && changed.add(part));
    fetchWhatIsFree();
  }, WAIT_MS);
}

function isOf(part: HTMLElement, event: Event): boolean {
  const { day } = (event as CustomEvent<{ day?: string } | null>).detail ?? {};
  return !day || (part.dataset["refreshDay"] ?? day) === day;
}

function isTime(part: HTMLElement, now: number): boolean {
  const times = Array.from(part.querySelectorAll<HTMLElement>("[data-refresh-at]"), (one) => one.dataset["refreshAt"] ?? "");
  const come = times.filter((at) => Date.parse(at) <= now && !passed.has(at));
  come.forEach((at) => passed.add(at));
  return come.length > 0;
}

function fetchWhatIsFree(): void {
  for (const part of changed) {
    if (part.matches(":hover") || part.contains(document.activeElement)) continue;
    changed.delete(part);
    htmx.trigger(part, "refresh", {});
  }
}
