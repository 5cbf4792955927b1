// The agent's page: a card for each call that rings, with a dot for each ring; the card of a call comes to whom it rings
// for. A call has one card, whatever happens to it; nothing here takes the focus or leaves the page.
import htmx from "htmx.org";
import * as cards from "./cards";
import { isSingle } from "./keys";
import * as sound from "./sound";
import * as work from "./work";

type Attempt = { agent: string; outcome: string | null };
type Call = {
  id: string;
  direction: string;
  caller_raw: string;
  alerted_at: string | null;
  answered_at: string | null;
  ended_at: string | null;
  agent: string | null;
  attempts: Attempt[];
};
type Live = { at: string; household: string | null; call: Call };

const TICK_MS = 200;
const WITHHELD = /^\s*(anonymous|unknown|<unknown>|restricted|withheld|private)?\s*$/i; // as telephony.numbers has it
let desk: HTMLElement | null = null;
let aheadMs = 0; // of this computer's clock, compared with the switch's

export function begin(): void {
  desk = document.querySelector<HTMLElement>("[data-desk]");
  if (!desk) return;
  document.body.addEventListener("live:call", (event) => heard((event as CustomEvent<Live>).detail));
  document.body.addEventListener("live:back", catchUp);
  document.addEventListener("keydown", chooseByKey);
  cards.begin();
  work.begin();
  sound.begin();
  window.setInterval(tick, TICK_MS);
  tick();
}

function heard(told: Live): void {
  const { call } = told;
  if (call.direction !== "inbound") return;
  aheadMs = Date.now() - Date.parse(told.at);
  if (call.answered_at || call.ended_at) ringing(call.id)?.remove();
  else show(told);
  if (isMine(call)) cards.open(call.id, [told.household ?? "", WITHHELD.test(call.caller_raw) ? "" : call.caller_raw]);
  tick();
}

// What rang when the stream broke may ring no more. What rings since then the stream tells by itself.
function catchUp(): void {
  void htmx.ajax("get", "/desk/ringing", { target: "#ringing", swap: "innerHTML" });
}

function isMine(call: Call): boolean {
  const me = document.body.dataset["reader"];
  return !call.ended_at && (call.agent === me || call.attempts.some((one) => one.agent === me && one.outcome === null));
}

function ringing(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`#ringing [data-call="${CSS.escape(id)}"]`);
}

function show({ call, household }: Live): void {
  const card = ringing(call.id) ?? added(call.id);
  if (!card) return;
  card.dataset["alerted"] = call.alerted_at ?? "";
  card.toggleAttribute("data-mine", isMine(call));
  say(card, "[data-place]", household ?? "");
  const withheld = card.querySelector<HTMLElement>("[data-caller]")?.dataset["withheld"] ?? "";
  say(card, "[data-caller]", WITHHELD.test(call.caller_raw) ? withheld : call.caller_raw);
}

function added(id: string): HTMLElement | null {
  const blank = document.querySelector<HTMLTemplateElement>("#ringing-card");
  const card = blank?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!card) return null;
  card.dataset["call"] = id;
  document.querySelector("#ringing")?.append(card);
  return card;
}

function say(card: HTMLElement, where: string, text: string): void {
  const place = card.querySelector(where);
  if (place) place.textContent = text;
}

function tick(): void {
  sound.ring(document.querySelector("#ringing [data-mine]") !== null);
  const cards = document.querySelectorAll<HTMLElement>("#ringing [data-call]");
  cards.forEach(draw);
  document.querySelector("#quiet")?.toggleAttribute("hidden", cards.length > 0);
  document.querySelector("#no-call")?.toggleAttribute("hidden", document.querySelector("[data-card]") !== null);
}

function draw(card: HTMLElement): void {
  const periodMs = Number(desk?.dataset["period"]) * 1000;
  const within = Number(desk?.dataset["rings"]);
  const alerted = card.dataset["alerted"];
  const rings = alerted ? Math.floor((Date.now() - aheadMs - Date.parse(alerted)) / periodMs) + 1 : 0;
  const dots = card.querySelector<HTMLElement>(".ring-dots");
  if (!dots) return;
  dots.querySelectorAll("i").forEach((dot, place) => dot.classList.toggle("on", place < rings));
  dots.setAttribute("aria-label", String(Math.max(0, rings)));
  card.classList.toggle("risk", rings === within);
  card.classList.toggle("missed", rings > within);
}

// 1 to 9 choose the category of the newest card, wherever nobody is typing.
function chooseByKey(event: KeyboardEvent): void {
  if (!isSingle(event) || !/^[1-9]$/.test(event.key)) return;
  const choices = document.querySelectorAll<HTMLInputElement>("#own article:first-child [name=category]");
  const chosen = choices[Number(event.key) - 1];
  if (!chosen) return;
  chosen.checked = true;
  chosen.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelector<HTMLInputElement>("#own article:first-child [name=title]")?.focus();
  event.preventDefault();
}
