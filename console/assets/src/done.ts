// A form with `data-done` makes something new each time: once its answer is there, it is empty again.
export function begin(): void {
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (xhr.status >= 400 || !(elt instanceof HTMLFormElement) || !("done" in elt.dataset)) return;
    elt.reset();
    elt.closest("details")?.removeAttribute("open");
  });
}
