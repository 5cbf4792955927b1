"""A callback as the row it is stored in, and back."""

from collections.abc import Iterable
from typing import Any

from kit.database.instants import stored, stored_or_none, us, us_or_none
from kit.database.pool import Record
from kit.instants import SECOND_US
from ticketing.callbacks.callback import AttemptOutcome, Callback, CallbackAttempt, CallId, Reason, Way
from ticketing.callbacks.states import State


def callback_values(callback: Callback) -> list[Any]:
    """All but the id."""
    return [
        *(callback.reason, callback.phone, callback.household, callback.ticket, callback.state, callback.version),
        stored(callback.born_at_us),
        stored(callback.due_at_us),
        stored(callback.not_before_us),
        callback.claimed_by,
        stored_or_none(callback.claimed_until_us),
        callback.missed_count,
        stored_or_none(callback.settled_at_us),
        *(callback.way, callback.why, callback.asked_by, callback.given),
    ]


def callback_of(row: Record, attempts: Iterable[Record] = ()) -> Callback:
    return Callback(
        row["id"],
        Reason(row["reason"]),
        row["phone"],
        us(row["born_at"]),
        us(row["due_at"]),
        us(row["not_before"]),
        row["household"],
        row["ticket"],
        State(row["state"]),
        row["version"],
        row["claimed_by"],
        us_or_none(row["claimed_until"]),
        tuple(_attempt_of(attempt) for attempt in attempts),
        row["missed_count"],
        us_or_none(row["settled_at"]),
        None if row["way"] is None else Way(row["way"]),
        row["why"],
        row["asked_by"],
        row["given"],
    )


def attempt_values(callback: Callback, number: int) -> list[Any]:
    attempt = callback.attempts[number - 1]
    pbx, linkedid = attempt.call or (None, None)
    talk_seconds = attempt.talk_us / SECOND_US
    return [callback.id, number, stored(attempt.at_us), attempt.agent, attempt.outcome, pbx, linkedid, talk_seconds]


def _attempt_of(row: Record) -> CallbackAttempt:
    call = None if row["pbx"] is None else CallId(row["pbx"], row["linkedid"])
    talk_us = round(row["talk_seconds"] * SECOND_US)
    return CallbackAttempt(us(row["at"]), row["agent"], AttemptOutcome(row["outcome"]), call, talk_us)
