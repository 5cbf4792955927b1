// What the wall shows of the last answer, as it is so many milliseconds later.
import { drawShifts, type OnShift } from "./wall_shifts";
import { clock, fill, put } from "./wall_words";

type Status = "met" | "at_risk" | "missed" | "no_data";
type Promised = {
  met: number;
  eligible: number;
  ratio: number | null;
  status: Status;
  more: number;
  by: string | null;
};
type Risk = { key: string; count: number };
type Figures = { at: string; answered: Promised; called_back: Promised; risks: Risk[]; help: { rescued: number; saved: number } };
type Ringing = { arrived_at: string; alerted_at: string | null };
export type Wall = {
  at: string;
  run: string;
  period_seconds: number;
  rings_within: number;
  ringing: Ringing[];
  ringing_count: number;
  on_shift: OnShift[];
  figures: Figures | null;
};

const LOOK: Record<Status, string> = { met: "fine", at_risk: "risk", missed: "missed", no_data: "" };
const SHOWN = 6;
const FIGURES_OLD_MS = 60_000;

export function draw(wall: Wall, laterMs: number): void {
  const nowMs = Date.parse(wall.at) + laterMs;
  put(document.querySelector("[data-clock]"), clock(nowMs));
  drawRinging(wall, nowMs);
  drawShifts(wall.on_shift, nowMs);
  const { figures } = wall;
  const old = !figures || nowMs - Date.parse(figures.at) > FIGURES_OLD_MS;
  document.body.classList.toggle("old-figures", old);
  if (!figures) return;
  drawPromise("answered", figures.answered);
  drawPromise("called_back", figures.called_back);
  drawSaved(figures.help);
  figures.risks.forEach(drawRisk);
}

function drawRinging(wall: Wall, nowMs: number): void {
  const list = document.querySelector<HTMLElement>("#ringing");
  const blank = document.querySelector<HTMLTemplateElement>(".ringing template")?.content.firstElementChild;
  if (!list || !blank) return;
  const shown = wall.ringing.slice(0, SHOWN);
  while (list.children.length > shown.length) list.lastElementChild?.remove();
  while (list.children.length < shown.length) list.append(blank.cloneNode(true));
  shown.forEach((call, place) => drawCall(list.children[place] as HTMLElement, call, wall, nowMs));
  const others = wall.ringing_count - shown.length;
  const quiet = document.querySelector<HTMLElement>("#quiet");
  if (!quiet) return;
  quiet.dataset["empty"] ??= quiet.textContent ?? "";
  put(quiet, others > 0 ? fill(document.body.dataset["others"], { count: String(others) }) : quiet.dataset["empty"]);
  quiet.hidden = shown.length > 0 && others <= 0;
}

function drawCall(row: HTMLElement, call: Ringing, wall: Wall, nowMs: number): void {
  const ringMs = call.alerted_at ? Math.max(0, nowMs - Date.parse(call.alerted_at)) : -1;
  const rings = ringMs < 0 ? 0 : Math.floor(ringMs / 1000 / wall.period_seconds) + 1;
  const dots = row.querySelector<HTMLElement>(".dots");
  if (dots) {
    while (dots.children.length < wall.rings_within + 1) dots.append(document.createElement("i"));
    Array.from(dots.children).forEach((dot, place) => dot.classList.toggle("on", place < rings));
    dots.setAttribute("aria-label", String(rings));
  }
  row.classList.toggle("risk", rings === wall.rings_within);
  row.classList.toggle("missed", rings > wall.rings_within);
  const waitedMs = Math.max(0, nowMs - Date.parse(call.arrived_at));
  put(row.querySelector("[data-seconds]"), `${Math.floor(waitedMs / 1000)}${document.body.dataset["second"] ?? ""}`);
}

function drawPromise(name: string, promised: Promised): void {
  const tile = document.querySelector<HTMLElement>(`[data-promise="${name}"]`);
  const { dataset } = document.body;
  if (!tile) return;
  const ratio = promised.ratio === null ? "–" : `${(Math.floor(promised.ratio * 1000) / 10).toFixed(1)}${dataset["percent"] ?? ""}`;
  put(tile.querySelector("[data-ratio]"), ratio);
  put(tile.querySelector("[data-status]"), dataset[promised.status]);
  put(tile.querySelector("[data-count]"), `${promised.met} / ${promised.eligible}`);
  put(tile.querySelector("[data-more]"), wanting(promised));
  for (const look of ["fine", "risk", "missed"]) {
    tile.querySelector("[data-ratio]")?.classList.toggle(look, look === LOOK[promised.status]);
    tile.querySelector("[data-status]")?.classList.toggle(look, look === LOOK[promised.status]);
  }
}

function drawSaved(help: Figures["help"]): void {
  const place = document.querySelector<HTMLElement>("[data-test=wall-saved]");
  if (!place) return;
  place.hidden = !help.rescued;
  put(place, fill(document.body.dataset["saved"], { count: String(help.saved) }));
}

function wanting(promised: Promised): string | undefined {
  const { dataset } = document.body;
  if (promised.status === "missed") return dataset["outOfReach"];
  if (promised.status !== "at_risk" || !promised.more) return "";
  const more = String(promised.more);
  return promised.by ? fill(dataset["moreBy"], { more, by: clock(promised.by, false) }) : fill(dataset["more"], { more });
}

function drawRisk(risk: Risk): void {
  const row = document.querySelector<HTMLElement>(`[data-risk="${risk.key}"]`);
  put(row?.querySelector("b"), String(risk.count));
  row?.classList.toggle("some", risk.count > 0);
}
