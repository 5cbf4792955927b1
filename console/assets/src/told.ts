// What is told above a page: that nothing could be sent; and what was told before goes once something else is tried. What
// the page fetches by itself says nothing here.
import { setChildren } from "./children";

export function begin(): void {
  const told = document.querySelector<HTMLElement>("#told");
  const blank = document.querySelector<HTMLTemplateElement>("#no-network");
  if (!told || !blank) return;
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, (event) => {
      const elt = asked(event);
      if (elt && elt.dataset["outbox"] === undefined) setChildren(told, blank.content.cloneNode(true));
    });
  }
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (asked(event)) setChildren(told);
  });
}

function asked(event: Event): HTMLElement | null {
  const { elt } = (event as CustomEvent<{ elt: HTMLElement }>).detail;
  return elt.matches("form, button") ? elt : null;
}
