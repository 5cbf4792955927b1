"""A call as the rows it is stored in. Pure."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from metrics.calls.service_level import Policy, Verdict
from telephony.facts import Attempt, Call, CallRef

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_US = 4_102_444_800_000_000 - 1  # the end of the year 2099: no calendar fails, in any time zone
_INTEGER_MAX = 2**31 - 1
_TEXT_CHARACTERS = 200  # a header may be as long as it likes; the key of an index may not

Row = tuple[Any, ...]


class CallRows(NamedTuple):
    call: Row
    attempts: list[Row]
    transfers: list[Row]
    receipt: Row


def rows_of(call: Call, verdict: Verdict, policy: Policy, e164: str | None) -> CallRows:
    pbx, linkedid = key = CallRef(text(call.pbx), text(call.linkedid))
    return CallRows(
        _call_row(key, call, verdict, policy, e164),
        [_attempt_row(key, number, attempt) for number, attempt in enumerate(call.attempts, 1)],
        [
            (pbx, linkedid, number, instant(t.at_us), t.kind, text_or_none(t.from_agent), text_or_none(t.to_agent))
            for number, t in enumerate(call.transfers, 1)
        ],
        (pbx, linkedid, json.dumps(call.receipt, separators=(",", ":"))),
    )


def _call_row(key: CallRef, call: Call, verdict: Verdict, policy: Policy, e164: str | None) -> Row:
    known = call.is_timed
    return (
        *key,
        call.direction,
        text_or_none(call.hotline),
        e164,
        text(call.caller_raw),
        text(call.dialled),
        instant(call.arrived_at_us),
        instant_or_none(call.queued_at_us),
        instant_or_none(call.alerted_at_us if call.alerted_after_us is None else None),
        instant_or_none(call.answered_at_us if call.answered_after_us is None else None),
        instant_or_none(call.ring_ended_at_us if call.answered_after_us is None else None),
        instant_or_none(call.ended_at_us),
        call.ring_us / 1_000_000 if known else None,
        None if verdict.rings is None else min(verdict.rings, _INTEGER_MAX),
        call.wait_us / 1_000_000 if known else None,
        call.talk_us / 1_000_000 if known else None,
        call.disposition,
        verdict.within_target,
        verdict.excluded,
        verdict.policy,
        verdict.version,
        policy.ring_zone,
        policy.rings_within,
        text_or_none(call.agent),
        call.measurement,
        text_or_none(call.housekeeper),
    )


def _attempt_row(key: CallRef, number: int, attempt: Attempt) -> Row:
    return (
        *key,
        number,
        text(attempt.agent),
        text(attempt.device),
        instant(attempt.began_at_us),
        instant_or_none(attempt.alerted_at_us if attempt.is_timed else None),
        instant_or_none(attempt.ended_at_us if attempt.is_timed else None),
        attempt.ring_us / 1_000_000 if attempt.is_timed else None,
        attempt.outcome,
    )


def instant(at_us: int) -> datetime:
    """A switch may say any time; what cannot be becomes the nearest instant that can."""
    return _EPOCH + timedelta(microseconds=min(max(at_us, 0), _LATEST_US))


def instant_or_none(at_us: int | None) -> datetime | None:
    return None if at_us is None else instant(at_us)


def text(value: str) -> str:
    """As PostgreSQL can hold and index it: no NUL, no half of a character, not without end."""
    if len(value) > _TEXT_CHARACTERS:
        value = value[:_TEXT_CHARACTERS]
    if value.isascii():
        return value.replace("\0", "") if "\0" in value else value
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def text_or_none(value: str | None) -> str | None:
    return None if value is None else text(value)
