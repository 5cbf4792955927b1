// Photos at the points of an inspection, taken while walking: kept in this browser, seen at their point, and sent once
// the form is handed in. The camera may end the page: form and photos are there again.
import { setChildren } from "./children";
import { smaller } from "./pictures";
import { all, drop, newKey, put, type Kept } from "./pocket";
import { inTurn } from "./turns";
import { groupOf, handIn, walkIn, walkOf } from "./walks";

type Form = HTMLFormElement;

export function begin(): void {
  const form = document.querySelector<Form>("form[data-inspection]");
  if (!form) return;
  const draw = inTurn(() => show(form));
  form.addEventListener("change", (event) => {
    const picker = event.target as HTMLInputElement;
    const place = picker.closest<HTMLElement>("[data-point-photos]");
    if (picker.type !== "file" || !place) return;
    void take(form, place, Array.from(picker.files ?? [])).then(draw).then(() => (picker.value = ""));
  });
  form.addEventListener("click", (event) => {
    const key = (event.target as Element | null)?.closest<HTMLElement>("[data-leave-out]")?.dataset["leaveOut"];
    if (key) void drop(key).then(draw);
  });
  for (const name of ["draft:restored", "outbox:kept"]) form.addEventListener(name, () => void draw());
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (elt === form && xhr.status < 400) handIn(walkIn(form), xhr.getResponseHeader("HX-Redirect"));
  });
  void draw();
}

async function take(form: Form, place: HTMLElement, files: File[]): Promise<void> {
  const group = groupOf(walkOf(form).value);
  for (const file of files) {
    const key = newKey();
    const at = new Date(file.lastModified || Date.now()).toISOString();
    const more = new URLSearchParams({ key, taken_at: at, part: place.dataset["pointPhotos"] ?? "" });
    await put({ key, group, url: more.toString(), title: file.name, at, body: await smaller(file) });
  }
}

async function show(form: Form): Promise<void> {
  const group = groupOf(walkIn(form));
  const taken = (await all()).filter((one) => one.group === group);
  form.querySelectorAll<HTMLElement>("[data-point-photos]").forEach((place) => {
    const own = taken.filter((one) => new URLSearchParams(one.url).get("part") === place.dataset["pointPhotos"]);
    setChildren(place.querySelector("[data-taken]"), ...own.map((one) => thumb(form, one)));
  });
}

function thumb(form: Form, one: Kept): HTMLElement {
  const blank = form.querySelector<HTMLTemplateElement>("template[data-thumb]")!;
  const item = blank.content.firstElementChild!.cloneNode(true) as HTMLElement;
  const image = item.querySelector("img")!;
  image.src = URL.createObjectURL(one.body as Blob);
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
  item.querySelector("button")!.dataset["leaveOut"] = one.key;
  return item;
}
