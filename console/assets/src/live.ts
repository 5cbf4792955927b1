import { second } from "./clock";
import { keptAt } from "./walkpages";

// The live stream: tells the page what changes (`live:call`, `live:ticket` … on the body) and tells its reader when it
// is not live any more, and since when.
type Told = { name: string; data: unknown };

const OF_QUALITY = ["duty", "inspection", "finding", "nonconformity", "reading"];
const NAMES = ["call", "ticket", "callback", "survey", "agent", "rescue", "shift", "writing", ...OF_QUALITY];
const AGAIN_MS = 5_000;
let source: EventSource | null = null;
let lostAt: Date | null = null;
let ticking = 0;

export function begin(): void {
  if (document.body.dataset["hears"] === undefined) return; // a workman has no stream, so nothing of theirs is not live
  if (keptAt()) lost();
  if (document.querySelector("[data-live]")) listen();
  else if (document.querySelector("#agent-state")) listenWhileSeen();
}

// A browser keeps six connections to a server: pages behind others, on which nothing but the pill is live, take none.
function listenWhileSeen(): void {
  const follow = () => {
    if (document.hidden) source?.close();
    else listen();
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

function listen(): void {
  const stream = new EventSource("/api/v1/live");
  source = stream;
  for (const name of NAMES) {
    stream.addEventListener(name, (event) => tell({ name, data: JSON.parse((event as MessageEvent<string>).data) }));
  }
  stream.onopen = back;
  stream.onerror = () => {
    lost();
    if (stream.readyState === EventSource.CLOSED) window.setTimeout(listen, AGAIN_MS);
  };
}

function tell(told: Told): void {
  document.body.dispatchEvent(new CustomEvent(`live:${told.name}`, { detail: told.data }));
}

function lost(): void {
  lostAt ??= keptAt() ?? new Date(); // a page that was kept is as old as it is
  if (!ticking) ticking = window.setInterval(draw, 1_000);
  draw();
}

function back(): void {
  if (lostAt) document.body.dispatchEvent(new CustomEvent("live:back"));
  window.clearInterval(ticking);
  ticking = 0;
  lostAt = null;
  draw();
  if (keptAt()) sayKept();
}

// There is a network again, and the page is as old as it is until it is loaded again.
function sayKept(): void {
  const strip = document.querySelector<HTMLElement>("#offline");
  if (!strip) return;
  strip.hidden = false;
  strip.textContent = (strip.dataset["old"] ?? "").replace("{at}", second(keptAt() ?? new Date()));
}

function draw(): void {
  const strip = document.querySelector<HTMLElement>("#offline");
  if (!strip) return;
  strip.hidden = !lostAt;
  if (!lostAt) return;
  const seconds = Math.floor((Date.now() - lostAt.getTime()) / 1000);
  const spent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  const at = second(lostAt);
  strip.textContent = (strip.dataset["text"] ?? "").replace("{spent}", spent).replace("{at}", at);
}
