"""A callback and its attempts as the rows they are stored in."""

from collections.abc import Iterable, Mapping
from typing import Any

from kit.database.columns import Columns
from kit.database.pool import Record
from kit.database.unreadable import readable
from kit.instants import SECOND_US
from telephony.facts import CallRef
from ticketing.callbacks.callback import Callback, CallbackAttempt

CALLBACK = Columns(Callback, key="id", serial=True, without=("attempts",))
_OF_ATTEMPT = ("callback", "number", "pbx", "linkedid", "talk_seconds")
ATTEMPT = Columns(CallbackAttempt, without=("call", "talk_us"), more=_OF_ATTEMPT)


def callback_of(row: Record, attempts: Iterable[Record] = ()) -> Callback:
    return CALLBACK.of(row, attempts=tuple(map(_attempt_of, attempts)))


def callbacks_of(rows: Iterable[Record], attempts: Mapping[int, list[Record]]) -> list[Callback]:
    """The callbacks of the rows that can be read. `attempts`: by the ids of callbacks."""
    read = readable("callback", "id", lambda row: callback_of(row, attempts.get(row["id"], ())), rows)
    return [callback for _row, callback in read]


def attempt_row(callback: Callback, number: int) -> dict[str, Any]:
    attempt = callback.attempts[number - 1]
    pbx, linkedid = attempt.call or (None, None)
    return ATTEMPT.row(attempt) | {
        "callback": callback.id,
        "number": number,
        "pbx": pbx,
        "linkedid": linkedid,
        "talk_seconds": attempt.talk_us / SECOND_US,
    }


def _attempt_of(row: Record) -> CallbackAttempt:
    call = None if row["pbx"] is None else CallRef(row["pbx"], row["linkedid"])
    return ATTEMPT.of(row, call=call, talk_us=round(row["talk_seconds"] * SECOND_US))
