// Parts of a page that follow the stream: `data-anew` names the event after which the part is fetched anew, by its own
// `hx-get`. It waits while the hand or the keyboard is there, so that nothing moves and nothing typed goes away.
import htmx from "htmx.org";

const WAIT_MS = 1_000;
const PARTS = "[data-anew]";
const changed = new Set<Element>();

export function begin(): void {
  const parts = Array.from(document.querySelectorAll<HTMLElement>(PARTS));
  if (!parts.length) return;
  for (const part of parts) {
    for (const name of [part.dataset["anew"] ?? "", "back"]) {
      document.body.addEventListener(`live:${name}`, () => changed.add(part));
    }
  }
  window.setInterval(fetchWhatIsFree, WAIT_MS);
}

function fetchWhatIsFree(): void {
  for (const part of changed) {
    if (part.matches(":hover") || part.contains(document.activeElement)) continue;
    changed.delete(part);
    htmx.trigger(part, "anew", {});
  }
}
