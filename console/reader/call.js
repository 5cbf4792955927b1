// The page of a call: the verdict in a sentence, the figures, and the steps that prove them.

import * as p from "./parts.js";
import { ask } from "./signing_in.js";

const { say, word } = p;

export async function load([pbx, linkedid]) {
  const path = `/api/v1/calls/${pbx}/${linkedid}`;
  const [call, receipt] = await Promise.all([ask(path), ask(`${path}/receipt?lang=${p.language}`)]);
  return { call, receipt };
}

export function show({ call, receipt }) {
  const outbound = call.direction === "outbound";
  p.draw(
    say(outbound ? "outbound_title" : "call_title", { at: p.instantText(call.arrived_at) }),
    verdict(call, receipt),
    p.section(say("figures"), figures(call, outbound), masked(call)),
    attempts(call),
    p.section(say("events"), events(call, receipt)),
    details(call, receipt),
    p.element("p", say("zone", { zone: p.zone }), { class: "quiet" }),
  );
}

function verdict(call, receipt) {
  const { excluded, within_target: kept, rule } = receipt;
  const [tone, said] =
    excluded !== null
      ? ["", say("not_counted", { why: word("excluded", excluded) })]
      : kept === null
        ? ["", say("undecided")]
        : kept
          ? ["fine", say("in_time")]
          : ["missed", say("missed_target")];
  const promise = { rings: rule.rings_within, limit: rule.limit_seconds, period: rule.period_seconds };
  return p.element(
    "div",
    [
      p.element("p", receipt.headline, { class: "sentence", "data-test": "receipt-sentence" }),
      p.element("p", p.element("strong", said, { class: "badge" })),
      excluded === null ? p.element("p", say("promise", promise), { class: "quiet" }) : null,
    ],
    { class: `verdict ${tone}` },
  );
}

function figures(call, outbound) {
  const ticket = call.ticket && p.element("a", call.ticket, { href: p.ticketPlace(call.ticket) });
  return p.facts([
    [say("its_ticket"), ticket ?? say("no_ticket_of_call")],
    [say("caller"), outbound ? null : p.phoneNumber(call.caller_raw)],
    [say("dialled"), outbound ? p.phoneNumber(call.dialled) : call.dialled],
    [say("hotline"), call.hotline],
    [say(outbound ? "called_by" : "answered_by"), call.agent],
    [say("how_it_ended"), outbound ? null : word("disposition", call.disposition)],
    [say("waited"), outbound || call.wait_seconds === null ? null : p.seconds(call.wait_seconds)],
    [say("rang"), call.ring_seconds === null || call.alerted_at === null ? null : p.seconds(call.ring_seconds)],
    [say("talked"), call.answered_at === null || call.talk_seconds === null || call.ended_at === null ? null : p.seconds(call.talk_seconds)],
    [say("handed_on"), call.transfers.map((one) => word("transfer", one.kind)).join("; ")],
    [say("how_known"), word("measurement", call.measurement)],
  ]);
}

function masked(call) {
  const hidden = [call.caller_raw, call.dialled].some((number) => number.includes("*"));
  return hidden ? p.element("p", say("masked"), { class: "quiet" }) : null;
}

function attempts(call) {
  if (call.attempts.length === 0 || call.direction === "outbound") return null; // the customer's is no phone of ours
  const heads = [say("phone"), say("rang_from"), say("rang"), say("how_it_ended")];
  const rows = call.attempts.map((one) => [
    one.agent,
    one.alerted_at !== null ? p.instant(one.alerted_at, "clock") : one.ring_seconds === null ? "–" : say("never_rang"),
    one.alerted_at === null ? "–" : p.seconds(one.ring_seconds),
    word("outcome", one.outcome),
  ]);
  return p.section(say("phones"), p.table(say("phones"), heads, rows));
}

function events(call, receipt) {
  if (receipt.events.length === 0) {
    const old = Date.now() - Date.parse(call.arrived_at) > p.kept.receipts * 86_400_000;
    return p.element("p", old ? say("events_gone", { days: p.kept.receipts }) : say("no_events"));
  }
  const began = Date.parse(call.arrived_at);
  const heads = [say("time"), [say("after"), "after"], say("what"), [say("said_by"), "quiet"]];
  const rows = receipt.events.map((one) => [
    p.instant(one.at, "clock"),
    say("seconds", { count: `+${((Date.parse(one.at) - began) / 1000).toFixed(1)}` }),
    one.meaning,
    `${one.event} #${one.position}`,
  ]);
  return p.table(say("events"), heads, rows, "steps");
}

function details(call, receipt) {
  const list = p.facts([
    [say("in_short"), receipt.sentence],
    [say("rule"), `${receipt.rule.name} v${receipt.rule.version}`],
    [say("id"), call.id],
  ]);
  return p.element("details", [p.element("summary", say("details")), list]);
}

// A call that goes on is looked at again.
export function live({ call }) {
  return call.ended_at === null;
}

// Asterisk's linkedid begins with the second in which the call was made.
export function missing([pbx, linkedid]) {
  const made = Number.parseFloat(/^(?:.*-)?(\d{9,11}\.\d+)$/.exec(decodeURIComponent(linkedid))?.[1]) * 1000;
  if (Date.now() - made > p.kept.calls * 86_400_000) {
    const values = { day: p.instantText(made, "day"), days: p.kept.calls };
    return [say("call_gone_title"), say("call_gone", values)];
  }
  return [say("no_call_title"), say("no_call", { id: `${decodeURIComponent(pbx)}/${decodeURIComponent(linkedid)}` })];
}

export function purpose() {
  return say("sign_in_call");
}
