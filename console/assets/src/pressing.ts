// While a finger, a mouse or a key is down on something, that must not be drawn again: its click would be lost.
const AFTER_MS = 400; // a browser tells the click of a touch a little later
let down = false;
let clock = 0;
let waiting: (() => void) | null = null;

export function begin(): void {
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("keydown", (event) => (event.key === " " || event.key === "Enter") && press(), true);
  for (const name of ["pointerup", "pointercancel", "keyup"]) document.addEventListener(name, () => release(AFTER_MS), true);
  document.addEventListener("click", () => release(0), true);
  window.addEventListener("blur", () => release(0));
}

// At once, or when nothing is down any more; of several the last one.
export function whenFree(act: () => void): void {
  if (down) waiting = act;
  else act();
}

function press(): void {
  window.clearTimeout(clock);
  down = true;
}

function release(afterMs: number): void {
  window.clearTimeout(clock);
  clock = window.setTimeout(() => {
    down = false;
    const act = waiting;
    waiting = null;
    act?.();
  }, afterMs);
}
