// A sound in the page while a call rings at the reader's phone. It is off until the reader switches it on: this click is
// also what a browser asks for before a page may be heard. After a reload the next click or key permits it again. Of
// several tabs the one that was used last rings, so that one computer rings once. The phone in the page rings by itself.
import * as device from "./ringdevice";

const ON = "thirdring sound";
const TAB = "thirdring sound tab";
const EVERY_MS = 3_000;
const BURST_SECONDS = 1;
const TONES_HZ = [440, 480];
const tab = String(Math.random());

let context: AudioContext | null = null;
let last = 0;

export function begin(): void {
  const button = switchButton();
  if (!button) return;
  button.hidden = typeof AudioContext === "undefined";
  button.addEventListener("click", () => {
    write(ON + reader(), isOn() ? "" : "on");
    if (isOn()) {
      permit();
      burst(); // so that the reader hears what it will be like
    }
    show();
  });
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, permit, { capture: true });
  document.addEventListener("visibilitychange", () => document.hidden || claim());
  window.addEventListener("pagehide", () => read(TAB) === tab && write(TAB, ""));
  window.addEventListener("storage", show);
  device.begin(test);
  claim();
  show();
}

// The reader hears where and how it rings, also while the page is silent.
function test(): void {
  context ??= new AudioContext();
  void context.resume().then(show);
  burst();
}

export function ring(rings: boolean): void {
  if (!rings) last = 0;
  if (!rings || !isOn() || Date.now() - last < EVERY_MS || document.body.hasAttribute("data-phone-rings")) return;
  if (!read(TAB)) claim();
  if (read(TAB) !== tab) return;
  last = Date.now();
  burst();
}

function permit(): void {
  if (!isOn()) return;
  claim();
  context ??= new AudioContext();
  if (context.state !== "running") void context.resume().then(show);
  else show();
}

function burst(): void {
  if (!context) return;
  const [from, loud] = [context.currentTime, context.createGain()];
  loud.gain.setValueAtTime(0.15, from);
  loud.gain.exponentialRampToValueAtTime(0.001, from + BURST_SECONDS);
  loud.connect(device.output(context));
  for (const hertz of TONES_HZ) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(loud);
    tone.start(from);
    tone.stop(from + BURST_SECONDS);
  }
  const button = switchButton();
  if (button) button.dataset["rung"] = String(Number(button.dataset["rung"] ?? 0) + 1);
}

function show(): void {
  const button = switchButton();
  if (!button) return;
  const silent = isOn() && context?.state !== "running";
  button.setAttribute("aria-pressed", String(isOn()));
  button.textContent = button.dataset[silent ? "silent" : isOn() ? "on" : "off"] ?? "";
  button.classList.toggle("missed", silent);
}

function switchButton(): HTMLButtonElement | null {
  return document.querySelector<HTMLButtonElement>("button[data-sound]");
}

function isOn(): boolean {
  return read(ON + reader()) === "on";
}

function claim(): void {
  if (!document.hidden) write(TAB, tab);
}

function reader(): string {
  return ` ${document.body.dataset["reader"] ?? ""}`;
}

function read(name: string): string {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function write(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // forbidden: it stays off
  }
}
