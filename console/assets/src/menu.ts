// The menu: pages that belong together are behind one name, which opens by a click or a key and closes by Escape, by
// another click, or when the focus goes elsewhere. What a filter may be ticked from closes the same way.
export function begin(): void {
  document.querySelectorAll<HTMLDetailsElement>("details.pick").forEach((pick) => {
    pick.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !pick.open) return;
      pick.open = false;
      pick.querySelector<HTMLElement>("summary")?.focus();
    });
    pick.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !pick.contains(event.relatedTarget as Node)) pick.open = false;
    });
    document.addEventListener("click", (event) => {
      if (!pick.contains(event.target as Node)) pick.open = false;
    });
  });
  document.querySelectorAll<HTMLElement>("nav .group").forEach((group) => {
    const button = group.querySelector("button")!;
    const turn = (open: boolean) => {
      group.classList.toggle("open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", () => turn(!group.classList.contains("open")));
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      turn(false);
      button.focus();
    });
    group.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !group.contains(event.relatedTarget as Node)) turn(false);
    });
    document.addEventListener("click", (event) => {
      if (!group.contains(event.target as Node)) turn(false);
    });
  });
}
