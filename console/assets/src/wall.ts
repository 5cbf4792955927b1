// The wall asks for its data every second with the token of this screen, which came behind `#`. It never asks anybody to
// sign in: it says what is wrong in large letters and tries again. After a restart of the service it reloads itself.
import { draw, type Wall } from "./wall_drawing";
import { clock, fill, spent } from "./wall_words";

const KEY = "wall-token";
const ASK_MS = 1_000;
const GIVE_UP_MS = 4_000;
const STALE_MS = 5_000;
const TICK_MS = 200;

let last: Wall | null = null;
let lastAt = 0; // by this screen's clock
let refused = false;
let run = "";

function token(): string {
  const given = location.hash.slice(1);
  if (given.startsWith("tr_")) {
    try {
      localStorage.setItem(KEY, given);
      history.replaceState(null, "", location.pathname + location.search);
    } catch {
      // it stays in the address
    }
    return given;
  }
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

async function ask(): Promise<void> {
  const giveUp = new AbortController();
  const timer = window.setTimeout(() => giveUp.abort(), GIVE_UP_MS);
  try {
    const known = token();
    const headers: Record<string, string> = known ? { Authorization: `Bearer ${known}` } : {};
    const answer = await fetch("/api/v1/wall", { headers, cache: "no-store", signal: giveUp.signal });
    refused = answer.status === 401 || answer.status === 403;
    if (answer.ok) await take((await answer.json()) as Wall);
  } catch {
    // no network, or no service: the banner says so
  } finally {
    window.clearTimeout(timer);
  }
}

async function take(wall: Wall): Promise<void> {
  last = wall;
  lastAt = Date.now();
  if (run && run !== wall.run && (await fetch(location.pathname)).ok) location.reload();
  run = wall.run;
}

function tick(): void {
  const now = Date.now();
  if (last) draw(last, Math.min(now - lastAt, STALE_MS)); // what is not live does not go on
  say(now);
}

function say(now: number): void {
  const { body } = document;
  const ageMs = now - lastAt;
  const stale = !last || ageMs > STALE_MS;
  body.classList.toggle("stale", stale);
  const age = document.querySelector<HTMLElement>("[data-age].age");
  if (age && last) age.textContent = fill(body.dataset["age"], { seconds: String(Math.floor(ageMs / 1000)) });
  const banner = document.querySelector<HTMLElement>("#banner");
  if (!banner) return;
  const text = told(stale, ageMs);
  banner.hidden = !text;
  if (banner.textContent !== text) banner.textContent = text;
}

function told(stale: boolean, ageMs: number): string {
  const { dataset } = document.body;
  if (refused) return dataset["refused"] ?? "";
  if (!last) return performance.now() > STALE_MS ? (dataset["waiting"] ?? "") : "";
  if (stale) return fill(dataset["stale"], { spent: spent(ageMs), at: clock(last.at) });
  if (document.body.classList.contains("old-figures")) return fill(dataset["figuresStale"], { at: clock(last.figures?.at) });
  return "";
}

async function forever(): Promise<void> {
  for (;;) {
    await ask();
    await new Promise((resolve) => window.setTimeout(resolve, ASK_MS));
  }
}

window.setInterval(tick, TICK_MS);
window.addEventListener("hashchange", () => location.reload());
void forever();
