"""A call as the rows it is stored in. Pure."""

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypedDict

from kit.database.batch import Json
from kit.instants import LATEST_US
from metrics.calls.rescued import Rescue, rescue_of
from metrics.calls.service_level import Excluded, Policy, Verdict
from telephony.facts import Attempt, Call, CallRef, Direction, Disposition, Measurement, Outcome, TransferKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INTEGER_MAX = 2**31 - 1
_TEXT_CHARACTERS = 200  # a header may be as long as it likes; the key of an index may not


class CallRow(NamedTuple):
    pbx: str
    linkedid: str
    direction: Direction
    hotline: str | None
    caller: str | None
    caller_raw: str
    dialled: str
    arrived_at: datetime
    queued_at: datetime | None
    alerted_at: datetime | None
    answered_at: datetime | None
    ring_ended_at: datetime | None
    ended_at: datetime | None
    ring_seconds: float | None
    rings: int | None
    wait_seconds: float | None
    talk_seconds: float | None
    disposition: Disposition | None
    within_target: bool | None
    excluded: Excluded | None
    policy: str
    policy_version: int
    ring_zone: str
    rings_within: int
    agent: str | None
    measurement: Measurement
    housekeeper: str | None
    margin_seconds: float
    rescue: Rescue | None


class AttemptRow(NamedTuple):
    pbx: str
    linkedid: str
    number: int
    agent: str
    device: str
    began_at: datetime
    alerted_at: datetime | None
    ended_at: datetime | None
    ring_seconds: float | None
    outcome: Outcome | None
    is_rescue: bool


class TransferRow(NamedTuple):
    pbx: str
    linkedid: str
    number: int
    at: datetime
    kind: TransferKind
    from_agent: str | None
    to_agent: str | None


class ReceiptRow(NamedTuple):
    pbx: str
    linkedid: str
    events: Json


class CallRows(NamedTuple):
    call: CallRow
    attempts: list[AttemptRow]
    transfers: list[TransferRow]
    receipt: ReceiptRow


def rows_of(call: Call, verdict: Verdict, policy: Policy, e164: str | None) -> CallRows:
    key = CallRef(text(call.pbx), text(call.linkedid))
    return CallRows(
        _call_row(key, call, verdict, policy, e164),
        [_attempt_row(key, number, attempt) for number, attempt in enumerate(call.attempts, 1)],
        [
            TransferRow(*key, number, instant(t.at_us), t.kind, text_or_none(t.from_agent), text_or_none(t.to_agent))
            for number, t in enumerate(call.transfers, 1)
        ],
        ReceiptRow(*key, Json(json.dumps(call.receipt, separators=(",", ":")))),
    )


def _call_row(key: CallRef, call: Call, verdict: Verdict, policy: Policy, e164: str | None) -> CallRow:
    known = call.is_timed
    return CallRow(
        *key,
        direction=call.direction,
        hotline=text_or_none(call.hotline),
        caller=e164,
        caller_raw=text(call.caller_raw),
        dialled=text(call.dialled),
        arrived_at=instant(call.arrived_at_us),
        queued_at=instant_or_none(call.queued_at_us),
        alerted_at=instant_or_none(call.alerted_at_us if call.alerted_after_us is None else None),
        answered_at=instant_or_none(call.answered_at_us if call.answered_after_us is None else None),
        ring_ended_at=instant_or_none(call.ring_ended_at_us if call.answered_after_us is None else None),
        ended_at=instant_or_none(call.ended_at_us),
        ring_seconds=call.ring_us / 1_000_000 if known else None,
        rings=None if verdict.rings is None else min(verdict.rings, _INTEGER_MAX),
        wait_seconds=call.wait_us / 1_000_000 if known else None,
        talk_seconds=call.talk_us / 1_000_000 if known else None,
        disposition=call.disposition,
        within_target=verdict.within_target,
        excluded=verdict.excluded,
        agent=text_or_none(call.agent),
        measurement=call.measurement,
        housekeeper=text_or_none(call.housekeeper),
        margin_seconds=call.margin_us / 1_000_000,
        rescue=rescue_of(call, verdict),
        **_judged_by(verdict, policy),
    )


class _JudgedBy(TypedDict):
    policy: str
    policy_version: int
    ring_zone: str
    rings_within: int


def _judged_by(verdict: Verdict, policy: Policy) -> _JudgedBy:
    """The columns that say by which rule the call was judged."""
    return {
        "policy": verdict.policy,
        "policy_version": verdict.version,
        "ring_zone": policy.ring_zone,
        "rings_within": policy.rings_within,
    }


def _attempt_row(key: CallRef, number: int, attempt: Attempt) -> AttemptRow:
    return AttemptRow(
        *key,
        number=number,
        agent=text(attempt.agent),
        device=text(attempt.device),
        began_at=instant(attempt.began_at_us),
        alerted_at=instant_or_none(attempt.alerted_at_us if attempt.is_timed else None),
        ended_at=instant_or_none(attempt.ended_at_us if attempt.is_timed else None),
        ring_seconds=attempt.ring_us / 1_000_000 if attempt.is_timed else None,
        outcome=attempt.outcome,
        is_rescue=attempt.is_rescue,
    )


def instant(at_us: int) -> datetime:
    """An impossible time becomes the nearest possible one."""
    return _EPOCH + timedelta(microseconds=min(max(at_us, 0), LATEST_US))


def instant_or_none(at_us: int | None) -> datetime | None:
    return None if at_us is None else instant(at_us)


def text(value: str) -> str:
    """Text that PostgreSQL can store and index: no NUL, no half of a surrogate pair, limited length."""
    value = value[:_TEXT_CHARACTERS]
    if value.isascii():
        return value.replace("\0", "") if "\0" in value else value
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def text_or_none(value: str | None) -> str | None:
    return None if value is None else text(value)
