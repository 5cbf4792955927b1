// When what was typed was saved, by the clock of the server. It stands there until something is typed or sent again.
const AT = "X-Thirdring-At";

export function begin(): void {
  const place = document.querySelector<HTMLElement>("#saved");
  if (!place) return;
  const hide = () => (place.hidden = true);
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    const at = xhr.status < 400 ? xhr.getResponseHeader(AT) : null;
    if (!at || !elt.matches("form[data-draft]")) return;
    place.textContent = (place.dataset["text"] ?? "").replace("{at}", at);
    place.hidden = false;
  });
  document.addEventListener("input", hide);
  document.body.addEventListener("htmx:sendError", hide);
  document.body.addEventListener("htmx:responseError", hide);
}
