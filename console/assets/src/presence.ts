// Who else is writing on a ticket: told by the live stream, shown beside it, forgotten by itself. Nothing is locked.
import { HEADER } from "./session";

type Writing = { number: string; who: string; until: string };

const AGAIN_MS = 8_000;
const LEASE_MS = 20_000;
const known = new Map<string, Map<string, number>>(); // of a ticket: until when each writes, by this computer's clock
let toldAt = -AGAIN_MS;

export function begin(): void {
  if (!document.querySelector("[data-writing]")) return;
  document.addEventListener("input", (event) => {
    if ((event.target as Element | null)?.closest("form[data-draft]")) tell();
  });
  document.body.addEventListener("live:writing", (event) => hear((event as CustomEvent<Writing>).detail));
  document.body.addEventListener("htmx:afterSettle", draw);
  window.setInterval(draw, 1_000);
  void look();
}

function tell(): void {
  const number = document.querySelector<HTMLElement>("[data-writing-on]")?.dataset["writingOn"];
  if (!number || performance.now() - toldAt < AGAIN_MS) return;
  toldAt = performance.now();
  const headers = { [HEADER]: document.body.dataset["word"] ?? "" };
  void fetch(`/api/v1/tickets/${encodeURIComponent(number)}/writing`, { method: "POST", headers }).catch(() => undefined);
}

async function look(): Promise<void> {
  try {
    const answer = await fetch("/api/v1/writing");
    if (answer.ok) ((await answer.json()) as { items: Writing[] }).items.forEach(hear);
  } catch {
    // the live stream tells it
  }
}

function hear({ number, who }: Writing): void {
  if (who === document.body.dataset["reader"]) return;
  const there = known.get(number) ?? new Map<string, number>();
  known.set(number, there.set(who, Date.now() + LEASE_MS));
  draw();
}

function draw(): void {
  const now = Date.now();
  known.forEach((there, number) => {
    there.forEach((until, who) => until <= now && there.delete(who));
    if (!there.size) known.delete(number);
  });
  document.querySelectorAll<HTMLElement>("[data-writing]").forEach((place) => {
    const names = Array.from(known.get(place.dataset["writing"] ?? "")?.keys() ?? []).join(", ");
    const text = names ? (place.dataset["text"] ?? "").replace("{who}", () => names) : "";
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  });
}
