// The phone in the page of the desk. A script of its own: other pages do not carry it.
import { Line } from "./phoneline";
import * as sound from "./phonesound";

const TICK_MS = 1_000;
const SLEPT_MS = 8_000;
const AGAIN = "thirdring redial";

let line: Line;
let root: HTMLElement;
let notice: Notification | null = null;
let shown = "";

function begin(): void {
  const found = document.querySelector<HTMLElement>("[data-phone]");
  const audio = found?.querySelector("audio");
  if (!found || !audio) return;
  root = found;
  line = new Line(audio, { changed: draw, told: say, ready: onDuty });
  root.addEventListener("click", (event) => {
    const pressed = (event.target as Element).closest<HTMLElement>("[data-do]");
    if (pressed) DEEDS[pressed.dataset["do"] ?? ""]?.();
    const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset["key"];
    if (key) line.calls.press(key);
  });
  root.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    DEEDS[line.calls.isBusy ? "transfer" : "call"]?.();
  });
  watch();
  chooseDevices();
  draw();
}

const DEEDS: Record<string, () => void> = {
  on: () => {
    say("");
    if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
    void line.begin();
  },
  off: () => line.end(),
  answer: () => void line.calls.answer(),
  reject: () => line.calls.reject(),
  "hang-up": () => line.calls.hangUp(),
  mute: () => line.calls.mute(),
  hold: () => line.calls.hold(),
  "connect-both": () => line.calls.connectBoth(),
  call: () => dial(number()),
  redial: () => dial(sessionStorage.getItem(AGAIN) ?? ""),
  transfer: () => number() && line.calls.transfer(line.address(number())),
  consult: () => {
    if (!number()) return;
    if (line.calls.state === "talking") line.calls.hold();
    line.call(number());
  },
  test: () => {
    const meter = root.querySelector("meter");
    if (meter) void sound.test(meter).then(fillDevices, () => say("no_microphone"));
  },
};

function dial(to: string): void {
  if (!to) return;
  sessionStorage.setItem(AGAIN, to);
  line.call(to);
}

function number(): string {
  return (root.querySelector<HTMLInputElement>("[name=number]")?.value ?? "").replace(/[^0-9+*#A-Za-z_.-]/g, "");
}

// What the page tells of itself to the queue: the pause is over. The rest the PBX sees.
function onDuty(): void {
  document.body.dispatchEvent(new CustomEvent("phone-on-duty"));
}

function watch(): void {
  window.addEventListener("beforeunload", (event) => {
    if (line.calls.isTalking) event.preventDefault();
  });
  window.addEventListener("pagehide", () => line.leave());
  window.addEventListener("offline", () => line.away());
  for (const name of ["online", "resume"]) window.addEventListener(name, () => line.check());
  let last = Date.now();
  window.setInterval(() => {
    if (Date.now() - last > SLEPT_MS && !document.hidden) line.check();
    last = Date.now();
    line.watch();
    tick();
  }, TICK_MS);
  document.addEventListener("visibilitychange", () => document.hidden || line.check());
  for (const [name, deed] of [["hangup", "hang-up"], ["togglemicrophone", "mute"]] as const) {
    try {
      navigator.mediaSession?.setActionHandler(name as MediaSessionAction, () => DEEDS[deed]?.());
    } catch {
      // this browser gives no such key of a headset
    }
  }
}

// ---- What is shown ------------------------------------------------------------------------------------------------

let talkingSince = 0;

function draw(): void {
  const { calls, state } = line;
  const focused = root.contains(document.activeElement);
  const now = calls.state || state;
  if (now === shown && root.dataset["muted"] === String(calls.isMuted) && root.dataset["line"] === state) return;
  if (now === "ringing" && shown !== "ringing") rings();
  else if (now !== "ringing") stopRinging();
  if (calls.isTalking !== talkingSince > 0) talkingSince = calls.isTalking ? Date.now() : 0;
  shown = now;
  Object.assign(root.dataset, { state: now, line: state, muted: String(calls.isMuted) });
  document.body.toggleAttribute("data-phone-rings", now === "ringing");
  text("[data-phone-state]", word(now));
  text("[data-phone-who]", calls.who);
  root.querySelectorAll<HTMLElement>("[data-when]").forEach((part) => {
    part.hidden = !(part.dataset["when"] ?? "").split(" ").includes(now);
  });
  if (focused && !isSeen(document.activeElement)) Array.from(root.querySelectorAll("button")).find(isSeen)?.focus();
  root.querySelector("[data-do=mute]")?.setAttribute("aria-pressed", String(calls.isMuted));
  root.querySelector("[data-do=hold]")?.setAttribute("aria-pressed", String(now === "held"));
  tick();
}

// The button that was pressed may not be there any more: then the keyboard goes on at the first that is.
function isSeen(one: Element | null): boolean {
  if (!one || one === document.body || one.closest("details:not([open])")) return false;
  return (one as HTMLElement).offsetParent !== null;
}

function tick(): void {
  const seconds = talkingSince ? Math.floor((Date.now() - talkingSince) / 1000) : 0;
  const spent = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  text("[data-phone-time]", talkingSince ? spent : "");
}

function rings(): void {
  root.dataset["rangAt"] = String(performance.timeOrigin + performance.now());
  say("");
  sound.ring(Number(root.dataset["soundSeconds"]), Number(root.dataset["periodSeconds"]));
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  notice = new Notification(word("ringing"), { tag: "thirdring phone", requireInteraction: true });
  notice.onclick = () => window.focus();
}

function stopRinging(): void {
  sound.silence();
  notice?.close();
  notice = null;
}

function say(name: string): void {
  text("[data-phone-told]", name && word(name));
}

function word(name: string): string {
  return root.querySelector<HTMLTemplateElement>("template")?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
}

function text(where: string, what: string): void {
  const place = root.querySelector(where);
  if (place && place.textContent !== what) place.textContent = what;
}

// ---- Devices ------------------------------------------------------------------------------------------------------

const KINDS = [["audioinput", "microphone"], ["audiooutput", "speaker"]] as const;

function chooseDevices(): void {
  for (const [, name] of KINDS) {
    const select = root.querySelector<HTMLSelectElement>(`select[name=${name}]`);
    select?.addEventListener("change", () => sound.choose({ [name]: select.value }));
  }
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.addEventListener("devicechange", () => void fillDevices());
  root.querySelector("details")?.addEventListener("toggle", () => void fillDevices());
}

async function fillDevices(): Promise<void> {
  for (const [kind, name] of KINDS) {
    const select = root.querySelector<HTMLSelectElement>(`select[name=${name}]`);
    if (!select) continue;
    const found = await sound.list(kind);
    select.length = 1;
    for (const one of found) select.add(new Option(one.label, one.deviceId));
    select.value = sound.devices()[name];
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
}

begin();
