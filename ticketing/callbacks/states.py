"""The states of a callback, and what moves it from one to the next.

Theory of operation. An agent claims a pending callback and calls; nobody else can claim it, nor another one of the same
person, until the claim is released or has run out. Proof may come at any time, claimed or not: a call dialled by hand
needs no claim, and whoever could not be reached may call by himself. What a call proved
stays reached; what a person's word closed may be opened again. Cancelled is for what needs no call any more; a person
says so, with a reason.
"""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    PENDING = "pending"
    CALLING = "calling"
    REACHED = "reached"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"


class Signal(StrEnum):
    CLAIMED = "claimed by an agent"
    RELEASED = "claim released or run out"
    TRIED = "tried without reaching them"
    GAVE_UP = "tried as often as the policy says"
    REACHED = "reached"
    CANCELLED = "cancelled"
    REVIVED = "to be tried again"


_S = State
TRANSITIONS: Mapping[State, Mapping[Signal, State]] = {
    _S.PENDING: {
        Signal.CLAIMED: _S.CALLING,
        Signal.TRIED: _S.PENDING,
        Signal.GAVE_UP: _S.UNREACHABLE,
        Signal.REACHED: _S.REACHED,
        Signal.CANCELLED: _S.CANCELLED,
    },
    _S.CALLING: {
        Signal.RELEASED: _S.PENDING,
        Signal.TRIED: _S.PENDING,
        Signal.GAVE_UP: _S.UNREACHABLE,
        Signal.REACHED: _S.REACHED,
        Signal.CANCELLED: _S.CANCELLED,
    },
    _S.UNREACHABLE: {
        Signal.REACHED: _S.REACHED,
        Signal.REVIVED: _S.PENDING,
        Signal.CANCELLED: _S.CANCELLED,
    },
    _S.REACHED: {Signal.REVIVED: _S.PENDING},  # by word alone: see changes.settled_by_word
    _S.CANCELLED: {Signal.REVIVED: _S.PENDING},
}

OPEN = frozenset({_S.PENDING, _S.CALLING})


def next_state(state: State, signal: Signal) -> State | None:
    """None: nothing changes."""
    return TRANSITIONS[state].get(signal)
