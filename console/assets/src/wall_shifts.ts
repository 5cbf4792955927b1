// Who is on shift now, and who comes next, on the wall.
import { clock, fill, put } from "./wall_words";

export type OnShift = {
  title: { zh: string; en: string };
  begins: string;
  ends: string;
  people: string[];
  managers: string[];
  missing: number;
};

export function drawShifts(shifts: OnShift[], nowMs: number): void {
  const tile = document.querySelector<HTMLElement>("[data-on-shift]");
  const list = tile?.querySelector("ul");
  const blank = tile?.querySelector("template")?.content.firstElementChild;
  if (!tile || !list || !blank) return;
  tile.hidden = !shifts.length;
  while (list.children.length > shifts.length) list.lastElementChild?.remove();
  while (list.children.length < shifts.length) list.append(blank.cloneNode(true));
  shifts.forEach((shift, place) => drawOne(list.children[place]!, shift, nowMs));
}

function drawOne(row: Element, shift: OnShift, nowMs: number): void {
  const { dataset } = document.body;
  const runs = Date.parse(shift.begins) <= nowMs;
  const at = clock(runs ? shift.ends : shift.begins, false);
  const people = shift.people.join(dataset["comma"] ?? ", ");
  const managers = shift.managers.join(dataset["comma"] ?? ", ");
  row.classList.toggle("next", !runs);
  put(row.querySelector("[data-shift]"), shift.title[document.documentElement.lang === "en" ? "en" : "zh"]);
  put(row.querySelector("[data-times]"), fill(runs ? dataset["until"] : dataset["from"], { at }));
  put(row.querySelector("[data-people]"), [people, managers && `${dataset["manager"] ?? ""} ${managers}`].filter(Boolean).join(" · "));
  put(row.querySelector("[data-missing]"), missing(shift));
}

function missing(shift: OnShift): string {
  const { dataset } = document.body;
  if (!shift.missing) return "";
  return shift.people.length + shift.managers.length ? fill(dataset["missing"], { count: String(shift.missing) }) : (dataset["nobody"] ?? "");
}
