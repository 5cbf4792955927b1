// What an element holds from now on. Chromium 81 to 85 have no Element.replaceChildren.
export function setChildren(place: Element | null | undefined, ...children: Node[]): void {
  if (!place) return;
  place.textContent = "";
  place.append(...children);
}
