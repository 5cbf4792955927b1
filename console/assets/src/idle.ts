// Keys and clicks in any tab keep the session: the service is told of them, once a minute for all tabs. A session that
// ended is found out and covered, so that nobody reads on at a desk that was left.
import { used } from "./walkpages";

const EVERY_MS = 60_000;
const AT = "thirdring at work";
const TOLD_BY = ["keydown", "pointerdown", "wheel", "touchstart"];

export function begin(ended: () => void): void {
  if (!document.body.dataset["reader"]) return;
  for (const name of TOLD_BY) document.addEventListener(name, tell, { passive: true, capture: true });
  window.setInterval(() => void look(ended), EVERY_MS);
}

function tell(): void {
  const now = Date.now();
  if (now - since() < EVERY_MS) return;
  remember(now);
  void used();
  const headers = { "X-Thirdring-Page": document.body.dataset["word"] ?? "" };
  fetch("/signed-in", { method: "POST", headers }).catch(() => undefined); // the next key tells it
}

async function look(ended: () => void): Promise<void> {
  if (Date.now() - since() < EVERY_MS) return;
  try {
    if ((await (await fetch("/signed-in")).text()) === "no") ended();
  } catch {
    // the service is away: that is told elsewhere
  }
}

function since(): number {
  try {
    return Number(localStorage.getItem(AT) ?? 0);
  } catch {
    return 0;
  }
}

function remember(at: number): void {
  try {
    localStorage.setItem(AT, String(at));
  } catch {
    // each tab tells for itself then
  }
}
