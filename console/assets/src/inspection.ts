// The form of an inspection, filled in while walking: it counts the points, goes on to the next one, and asks for words
// where something is not in order.
const FAILS = ["minor", "major"];

export function begin(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-inspection]");
  if (!form) return;
  for (const name of ["change", "draft:restored", "outbox:kept"]) form.addEventListener(name, () => look(form));
  form.addEventListener("click", (event) => {
    const chosen = (event.target as Element | null)?.closest<HTMLLabelElement>(".verdict > label"); // no key clicks a label
    if (chosen?.matches(".is-fine, .is-none")) window.setTimeout(() => goOn(form, chosen), 0);
  });
  look(form);
}

function points(form: HTMLFormElement): HTMLElement[] {
  return Array.from(form.querySelectorAll<HTMLElement>("[data-point]"));
}

function look(form: HTMLFormElement): void {
  const all = points(form);
  for (const point of all) {
    const chosen = point.querySelector<HTMLInputElement>("input[type=radio]:checked");
    point.classList.toggle("told-of", chosen !== null);
    const words = point.querySelector<HTMLTextAreaElement>("[data-must]");
    if (words) words.required = chosen !== null && FAILS.includes(chosen.value);
  }
  const progress = form.querySelector<HTMLElement>("[data-progress]");
  const done = String(all.filter((point) => point.classList.contains("told-of")).length);
  if (progress) {
    const text = progress.dataset["text"] ?? "";
    progress.textContent = text.replace("{done}", done).replace("{all}", String(all.length));
  }
}

function goOn(form: HTMLFormElement, from: Element): void {
  const all = points(form);
  const here = all.findIndex((point) => point.contains(from));
  const next = all.slice(here + 1).find((point) => !point.classList.contains("told-of"));
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  next?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}
