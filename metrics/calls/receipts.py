"""The receipt of a stored call: the events behind it, the rule and its version, the verdict in one sentence."""

from datetime import datetime, tzinfo

from kit.http.language import Language
from kit.http.wire import instant, microseconds
from metrics.calls import receipt
from metrics.calls.event_words import meaning
from metrics.calls.headline import headline
from metrics.calls.models import EventOut, ReceiptOut, RuleOut
from metrics.calls.repository import StoredReceipt, StoredRule
from metrics.calls.service_level import RULES, Policy
from telephony.facts import Direction, ReceiptLine
from telephony.masking import mask_text


def receipt_out(stored: StoredReceipt, policy: Policy, lang: Language, timezone: tzinfo, masked: bool) -> ReceiptOut:
    rule = stored.rule or StoredRule(policy.name, policy.version, policy.ring_zone, policy.rings_within)
    judged = Policy(ring_zone=rule.ring_zone, rings_within=rule.rings_within, name=rule.name)
    story, call = _story(stored, judged.limit_us), stored.call
    text, short = receipt.sentence(story, lang, timezone), headline(story, lang)
    outside = call.direction is Direction.OUTBOUND  # where the phone that rings is the customer's, behind the trunk
    phones = {attempt.device: call.dialled if outside else attempt.agent for attempt in call.attempts}
    return ReceiptOut(
        id=call.id,
        pbx=call.pbx,
        linkedid=call.linkedid,
        language=lang,
        headline=short,
        sentence=mask_text(text) if masked else text,
        rings=call.rings,
        ring_seconds=call.ring_seconds,
        within_target=call.within_target,
        excluded=call.excluded,
        measurement=call.measurement,
        margin_seconds=call.margin_seconds,
        rule=_rule_out(rule, judged, lang),
        timezone=str(timezone),
        events=[
            _event_out(line, phones.get(line.device, line.device), lang, timezone, masked) for line in stored.lines
        ],
    )


def _rule_out(rule: StoredRule, judged: Policy, lang: Language) -> RuleOut:
    told = RULES[rule.name].meaning[0 if lang == "zh" else 1]
    return RuleOut(
        name=rule.name,
        version=rule.version,
        meaning=told.format(ring=rule.rings_within, after=rule.rings_within + 1),
        ring_zone=rule.ring_zone,
        period_seconds=judged.period_us / 1_000_000,
        rings_within=rule.rings_within,
        limit_seconds=judged.limit_us / 1_000_000,
    )


def _event_out(line: ReceiptLine, phone: str, lang: Language, timezone: tzinfo, masked: bool) -> EventOut:
    hide, at = mask_text if masked else str, instant(line.at_us)
    return EventOut(
        at=at,
        local_time=at.astimezone(timezone).strftime("%H:%M:%S.%f")[:-3],
        position=line.position,
        event=line.event,
        device=hide(line.device),
        effect=hide(line.effect),
        meaning=hide(meaning(line.effect, phone, lang)),
    )


def _story(stored: StoredReceipt, limit_us: int) -> receipt.Story:
    call = stored.call
    until = call.answered_at or stored.ring_ended_at or call.ended_at
    return receipt.Story(
        disposition=call.disposition,
        arrived_at_us=microseconds(call.arrived_at),
        alerted_at_us=_us(call.alerted_at),
        answered_at_us=_us(call.answered_at),
        waited_until_us=_us(until),
        rings=call.rings,
        limit_us=limit_us,
        within_target=call.within_target,
        excluded=call.excluded,
        measurement=call.measurement,
        agent=call.agent,
        margin_us=round(call.margin_seconds * 1_000_000),
        first_rang=receipt.first_to_ring((_us(attempt.alerted_at), attempt.agent) for attempt in call.attempts),
    )


def _us(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)
