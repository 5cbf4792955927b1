// The live stream: tells the page what changes (`live:call`, `live:ticket`, `live:callback` on the body) and tells its
// reader when it is not live any more, and since when.
type Told = { name: string; data: unknown };

const NAMES = ["call", "ticket", "callback"];
let lostAt: Date | null = null;
let ticking = 0;

export function begin(): void {
  if (!document.body.dataset["reader"] || !document.querySelector("[data-live]")) return;
  const source = new EventSource("/api/v1/live");
  for (const name of NAMES) {
    source.addEventListener(name, (event) => tell({ name, data: JSON.parse((event as MessageEvent<string>).data) }));
  }
  source.onopen = back;
  source.onerror = () => {
    lost();
    if (source.readyState === EventSource.CLOSED) window.setTimeout(begin, 5_000);
  };
}

function tell(told: Told): void {
  document.body.dispatchEvent(new CustomEvent(`live:${told.name}`, { detail: told.data }));
}

function lost(): void {
  lostAt ??= new Date();
  if (!ticking) ticking = window.setInterval(draw, 1_000);
  draw();
}

function back(): void {
  window.clearInterval(ticking);
  ticking = 0;
  if (lostAt) document.body.dispatchEvent(new CustomEvent("live:back"));
  lostAt = null;
  draw();
}

function draw(): void {
  const strip = document.querySelector<HTMLElement>("#offline");
  if (!strip) return;
  strip.hidden = !lostAt;
  if (!lostAt) return;
  const seconds = Math.floor((Date.now() - lostAt.getTime()) / 1000);
  const spent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  const at = lostAt.toLocaleTimeString("en-GB");
  strip.textContent = (strip.dataset["text"] ?? "").replace("{spent}", spent).replace("{at}", at);
}
