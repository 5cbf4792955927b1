"""One open callback per household, or number, and reason. Missed calls of one household within a window are one.

Who presses the key for a callback and then leaves the queue is asked for and missed, in one call: that is one callback,
the one that was asked for, in whatever order the two are told.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.states import OPEN, Signal, State, next_state

SEVERAL = "several people"
"""Asked for by more than one."""


class Cause(NamedTuple):
    """Why somebody is to be called."""

    reason: Reason
    at_us: int
    phone: str
    household: int | None = None
    ticket: str | None = None
    asked: bool = False  # by key, in the very call that this is about
    asked_by: str | None = None  # the person whose act this is; None: a call's


def joined(cause: Cause, known: Iterable[Callback], merge_window_us: int) -> Callback | None:
    """The callback that stands for this cause as well, changed by it; None: a new one is created.

    Each resolved ticket has its own. Missed calls join the open one; one that was given up within the window is tried
    again, since they are there now.
    """

    def nearest(callback: Callback) -> tuple[bool, bool, bool]:
        elsewhere = callback.household is None or callback.household != cause.household
        return callback.state not in OPEN, callback.reason is not cause.reason, elsewhere

    for callback in sorted(known, key=nearest):
        if not _same_matter(callback, cause):
            continue
        if callback.state in OPEN:
            return _with(callback, cause, callback.state)
        given_up_us = callback.settled_at_us or callback.born_at_us
        revived = next_state(callback.state, Signal.REVIVED)
        recently = cause.at_us - given_up_us <= merge_window_us
        if callback.state is State.UNREACHABLE and revived is not None and recently:
            return _with(callback, cause, revived)
    return None


def _same_matter(callback: Callback, cause: Cause) -> bool:
    if callback.reason is not cause.reason:
        if not _asked_and_missed(callback, cause):
            return False
    elif callback.ticket != cause.ticket and cause.reason is Reason.RESOLVED_TICKET:
        return False
    same_household = cause.household is not None and callback.household == cause.household
    return same_household or callback.phone == cause.phone


def _asked_and_missed(callback: Callback, cause: Cause) -> bool:
    """Told first that they asked: the missed call joins. Told first that it was missed: if the callback stands for that
    call alone, it becomes the one that was asked for."""
    if not cause.asked or callback.state not in OPEN:
        return False
    if cause.reason is Reason.MISSED_CALL:
        return callback.reason is Reason.REQUESTED
    alone = callback.ticket is not None and callback.ticket == cause.ticket and callback.missed_count <= 1
    return callback.reason is Reason.MISSED_CALL and alone


def _with(callback: Callback, cause: Cause, state: State) -> Callback:
    """They are called at the number they called from last; whom somebody calls right now does not change."""
    calling = callback.state is State.CALLING
    return replace(
        callback,
        asked_by=callback.asked_by if calling else _asked_by(callback, cause),
        reason=Reason.REQUESTED if cause.asked and cause.reason is Reason.REQUESTED else callback.reason,
        phone=callback.phone if calling else cause.phone,
        household=callback.household if calling or cause.household is None else cause.household,
        missed_count=callback.missed_count + (cause.reason is Reason.MISSED_CALL),
        not_before_us=min(callback.not_before_us, cause.at_us) if state is callback.state else cause.at_us,
        state=state,
        settled_at_us=None,
        version=callback.version + 1,
    )


def _asked_by(callback: Callback, cause: Cause) -> str | None:
    """A call that brings it about again stands above any person's word."""
    if callback.phone != cause.phone or cause.asked_by is None:
        return cause.asked_by
    return callback.asked_by if callback.asked_by in (None, cause.asked_by) else SEVERAL
