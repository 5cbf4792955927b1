"""A call of the tracker as the API shows it, and as the live stream writes it, by the same fields."""

from collections.abc import Callable
from typing import Any

from kit.http.links import call_id
from kit.http.wire import instant
from metrics.calls.models import AttemptOut, CallOut, TransferOut
from metrics.calls.rescued import rescue_of
from metrics.calls.service_level import Verdict
from telephony.facts import Attempt, Call, Transfer

Fields = dict[str, Any]
At = Callable[[int], Any]
"""Turns microseconds into the form of an instant that the answer needs."""


def call_out(call: Call, verdict: Verdict, caller: str | None, now_us: int, ticket: str | None = None) -> CallOut:
    """Ringing and waiting that still last are measured until `now_us`."""
    fields = call_fields(call, verdict, caller, now_us, ticket, instant)
    fields["attempts"] = [AttemptOut.model_construct(**attempt) for attempt in fields["attempts"]]
    fields["transfers"] = [TransferOut.model_construct(**transfer) for transfer in fields["transfers"]]
    return CallOut.model_construct(**fields)


def call_fields(
    call: Call, verdict: Verdict, caller: str | None, now_us: int, ticket: str | None, at: At
) -> Fields:  # fmt: skip
    """In the order of `CallOut`, and by the names that go out."""
    return {
        "id": call_id(call.pbx, call.linkedid),
        "pbx": call.pbx,
        "linkedid": call.linkedid,
        "direction": call.direction,
        "hotline": call.hotline,
        "caller": caller,
        "caller_raw": call.caller_raw,
        "dialled": call.dialled,
        **_instants(call, at),
        **_lengths(call, verdict, now_us),
        "disposition": call.disposition,
        "within_target": verdict.within_target,
        "excluded": verdict.excluded,
        "agent": call.agent,
        "attempts": [_attempt(attempt, now_us, at) for attempt in call.attempts],
        "transfers": [_transfer(transfer, at) for transfer in call.transfers],
        "ticket": ticket,
        "measurement": call.measurement,
        "margin_seconds": call.margin_us / 1_000_000,
        "rescue": rescue_of(call, verdict),
    }


def _instants(call: Call, at: At) -> Fields:
    stamped = call.stamped
    return {
        "arrived_at": at(call.arrived_at_us),
        "queued_at": _at(at, call.queued_at_us, stamped),
        "alerted_at": _at(at, call.alerted_at_us, stamped and call.alerted_after_us is None),
        "answered_at": _at(at, call.answered_at_us, stamped and call.answered_after_us is None),
        "ended_at": _at(at, call.ended_at_us, stamped),
    }


def _lengths(call: Call, verdict: Verdict, now_us: int) -> Fields:
    known, waited_us, ended_us = call.is_timed, call.ring_ended_at_us or now_us, call.ended_at_us or now_us
    return {
        "ring_seconds": _seconds(call.alerted_at_us, waited_us) if known else None,
        "rings": verdict.rings,
        "wait_seconds": _seconds(call.arrived_at_us, waited_us) if known else None,
        "talk_seconds": _seconds(call.answered_at_us, ended_us) if known else None,
    }


def _attempt(attempt: Attempt, now_us: int, at: At) -> Fields:
    known = attempt.is_timed
    return {
        "agent": attempt.agent,
        "device": attempt.device,
        "alerted_at": _at(at, attempt.alerted_at_us, known),
        "ended_at": _at(at, attempt.ended_at_us, known),
        "ring_seconds": _seconds(attempt.alerted_at_us, attempt.ended_at_us or now_us) if known else None,
        "outcome": attempt.outcome,
        "is_rescue": attempt.is_rescue,
    }


def _transfer(transfer: Transfer, at: At) -> Fields:
    return {"at": at(transfer.at_us), "kind": transfer.kind, "from": transfer.from_agent, "to": transfer.to_agent}


def _at(at: At, at_us: int | None, known: bool) -> Any:
    return at(at_us) if known and at_us is not None else None


def _seconds(since_us: int | None, until_us: int) -> float:
    return 0.0 if since_us is None else max(0, until_us - since_us) / 1_000_000
