// The page of a ticket: where it stands in a sentence, its calls and callbacks, its procedure and its history.

import * as p from "./parts.js";
import { ask } from "./signing_in.js";

const { say, word } = p;
const SHOWN_MAX = 20; // of its calls, and of its callbacks

export async function load([number]) {
  const ticket = await ask(`/api/v1/tickets/${number}`);
  const each = (ids, path) => Promise.all(ids.slice(0, SHOWN_MAX).map((id) => ask(`${path}/${id}`).catch(() => null)));
  const [calls, callbacks, categories] = await Promise.all([
    each(ticket.calls, "/api/v1/calls"),
    each(ticket.callbacks, "/api/v1/callbacks"),
    ask("/api/v1/categories"),
  ]);
  const category = categories.items.find((one) => one.key === ticket.category);
  return { ticket, calls, callbacks, category: category?.[p.language] ?? ticket.category };
}

export function show({ ticket, calls, callbacks, category }) {
  p.draw(
    say("ticket_title", { number: ticket.number }),
    standing(ticket),
    p.section(say("the_ticket"), figures(ticket, category), notes(ticket)),
    p.section(say("its_calls"), theCalls(ticket, calls)),
    theCallbacks(callbacks),
    procedure(ticket),
    p.section(say("history"), history(ticket)),
    p.element("p", say("zone", { zone: p.zone }), { class: "quiet" }),
  );
}

function standing(ticket) {
  const late = ticket.breached || isOverdue(ticket);
  const tone = late ? "missed" : ticket.resolved_at !== null ? "fine" : "";
  return p.element(
    "div",
    [
      p.element("p", ticket.title || say("untitled"), { class: "sentence" }),
      p.element("p", p.element("strong", stands(ticket), { class: "badge" })),
      ticket.breached ? p.element("p", say("breached"), { class: "quiet" }) : null,
    ],
    { class: `verdict ${tone}` },
  );
}

function isOverdue(ticket) {
  return ticket.due_at !== null && ticket.resolved_at === null && Date.parse(ticket.due_at) <= Date.now();
}

function stands(ticket) {
  const status = word("status", ticket.status);
  if (ticket.paused) return say("said_paused", { status, why: word("pause", ticket.pauses.at(-1)?.reason) });
  const done = ticket.closed_at ?? ticket.resolved_at;
  if (done !== null) return say("said_done", { status, at: p.instantText(done) });
  if (ticket.due_at === null || ticket.status === "cancelled") return say("said_plain", { status });
  return say(isOverdue(ticket) ? "said_overdue" : "said_due", { status, at: p.instantText(ticket.due_at) });
}

function figures(ticket, category) {
  const merged = ticket.merged_into;
  return p.facts([
    [say("category"), category],
    [say("priority"), word("priority", ticket.priority)],
    [say("place"), ticket.place],
    [say("contact"), ticket.contact],
    [say("number"), ticket.phone && p.phoneNumber(ticket.phone)],
    [say("assignee"), ticket.assignee],
    [say("trade"), ticket.trade],
    [say("source"), word("source", ticket.source)],
    [say("opened_at"), p.instant(ticket.opened_at)],
    [say("responded_at"), p.instant(ticket.responded_at)],
    [say("due_at"), p.instant(ticket.due_at, "minute")],
    [say("resolved_at"), p.instant(ticket.resolved_at)],
    [say("resolution"), ticket.resolution],
    [say("rating"), ticket.rating && say("rating_of", { rating: ticket.rating })],
    [say("merged_into"), merged && p.element("a", merged, { href: p.ticketPlace(merged) })],
  ]);
}

function notes(ticket) {
  const settled = ticket.closed_at ?? ticket.resolved_at;
  const old = settled !== null && Date.now() - Date.parse(settled) > p.kept.personal * 86_400_000;
  if (old && !ticket.contact && !ticket.phone && !ticket.title) {
    return p.element("p", say("words_gone", { days: p.kept.personal }), { class: "quiet" });
  }
  return ticket.phone.includes("*") ? p.element("p", say("masked"), { class: "quiet" }) : null;
}

function theCalls(ticket, calls) {
  if (ticket.calls.length === 0) {
    const gone = ticket.source === "call" && Date.now() - Date.parse(ticket.opened_at) > p.kept.calls * 86_400_000;
    const source = word("source", ticket.source);
    return p.element("p", gone ? say("calls_gone", { days: p.kept.calls }) : say("no_call_of_ticket", { source }));
  }
  const line = (id, place) => {
    const call = calls[place] ?? null;
    const said = call === null ? id : say("call_line", { at: p.instantText(call.arrived_at, "second"), what: outcome(call) });
    return p.element("li", p.element("a", said, { href: p.callPlace(id) }));
  };
  return p.element("ul", ticket.calls.map(line));
}

function outcome(call) {
  const { agent, rings, disposition, answered_at: answered } = call;
  if (call.direction === "outbound") return say("called_out", { agent, ended: word("disposition", disposition) });
  if (answered === null) return word("disposition", disposition) || say("undecided");
  return rings > 0 ? say("answered_in_ring", { agent, rings }) : say("answered_by_whom", { agent });
}

function theCallbacks(callbacks) {
  const known = callbacks.filter((one) => one !== null);
  if (known.length === 0) return null;
  return p.section(say("its_callbacks"), p.element("ul", known.map(callback)));
}

function callback(one) {
  const state = word("callback_state", one.state) + (one.way ? ` (${word("way", one.way)})` : "");
  const line = say("callback_line", { reason: word("callback_reason", one.reason), state });
  const attempts = one.attempts.map((each) => {
    const outcome = word("callback_outcome", each.outcome);
    const said = say("attempt_line", { at: p.instantText(each.at, "second"), agent: each.agent, outcome });
    return p.element("li", each.call ? p.element("a", said, { href: p.callPlace(each.call) }) : said);
  });
  return p.element("li", attempts.length === 0 ? line : [line, p.element("ul", attempts)]);
}

function procedure(ticket) {
  if (ticket.steps.length === 0) return null;
  const heads = [say("step"), say("state"), say("time"), say("who"), say("proof")];
  const state = (step) => say(step.waived ? "step_waived" : step.done ? "step_done" : "step_open");
  const rows = ticket.steps.map((one) => [one[p.language], state(one), p.instant(one.at), one.who, one.told]);
  return p.section(say("steps"), p.table(say("steps"), heads, rows));
}

function history(ticket) {
  const heads = [say("time"), say("who"), say("done"), say("why")];
  const rows = ticket.history.map((one) => [
    p.instant(one.at),
    one.who === "hotline" ? say("the_hotline") : one.who,
    done(one),
    one.why,
  ]);
  return p.table(say("history"), heads, rows);
}

// `what` is an action, or an action with what it was about: "amended: category, title", "merged into 20261129-0154".
function done(change) {
  const [, key, about] = /^([a-z_]+(?: [a-z]+)*?)(?::? ((?<=: ).*|\d[\d-]*))?$/.exec(change.what) ?? [null, change.what, ""];
  const named = { amended: "field", "step done": "step", "step waived": "step" }[key];
  const shown = named ? about.split(", ").map((one) => word(named, one)).join(p.language === "zh" ? "、" : ", ") : about;
  const said = word("done", key).replace("{0}", shown ?? "");
  return change.to_whom && change.what !== "answered" ? say("to_whom", { done: said, whom: change.to_whom }) : said;
}

export function live({ ticket }) {
  return !["closed", "cancelled"].includes(ticket.status);
}

export function missing([number]) {
  return [say("no_ticket_title", { number: decodeURIComponent(number) }), say("no_ticket")];
}

export function purpose([number]) {
  return say("sign_in_ticket", { number: decodeURIComponent(number) });
}
