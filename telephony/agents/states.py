"""What an agent does now, by what their phone, their queues and their calls say. Pure.

Theory of operation. Nobody writes a state down: it follows from what was heard, so the old one comes back by itself
after a call. The first line of TABLE that fits is the state. A pause belongs to the queues, and only a person ends it.
Whoever is in no queue is never ready or paused: of them it is known that they talk, that their phone rings or is away.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    UNKNOWN = "unknown"  # the PBX is not heard
    TALKING = "talking"
    RINGING = "ringing"
    UNREACHABLE = "unreachable"  # no phone of theirs is registered
    PAUSED = "paused"
    WRAP_UP = "wrap_up"  # writes down what the last call was about
    READY = "ready"
    REACHABLE = "reachable"  # in no queue


class Phone(StrEnum):
    """By rank: of several phones the busiest counts."""

    BUSY = "busy"
    RINGING = "ringing"
    FREE = "free"
    UNKNOWN = "unknown"
    AWAY = "away"


class Duty(StrEnum):
    NONE = "in no queue"
    OPEN = "takes calls of a queue"
    PAUSED = "paused in all queues"


class Seen(NamedTuple):
    linked: bool
    phone: Phone
    duty: Duty
    talks: bool = False  # by the calls we know
    rings: bool = False
    wraps_up: bool = False


TABLE: tuple[tuple[State, Callable[[Seen], bool]], ...] = (
    (State.UNKNOWN, lambda seen: not seen.linked),
    (State.TALKING, lambda seen: seen.talks or seen.phone is Phone.BUSY),
    (State.RINGING, lambda seen: seen.rings or seen.phone is Phone.RINGING),
    (State.UNREACHABLE, lambda seen: seen.phone is Phone.AWAY),
    (State.PAUSED, lambda seen: seen.duty is Duty.PAUSED),
    (State.WRAP_UP, lambda seen: seen.wraps_up),
    (State.READY, lambda seen: seen.duty is Duty.OPEN),
    (State.REACHABLE, lambda _: True),
)

_DEVICE_STATES = {
    "NOT_INUSE": Phone.FREE,
    "INUSE": Phone.BUSY,
    "BUSY": Phone.BUSY,
    "ONHOLD": Phone.BUSY,
    "RINGINUSE": Phone.BUSY,
    "RINGING": Phone.RINGING,
    "UNAVAILABLE": Phone.AWAY,
    "INVALID": Phone.AWAY,
}
_MEMBER_STATES = {
    "0": "UNKNOWN",
    "1": "NOT_INUSE",
    "2": "INUSE",
    "3": "BUSY",
    "4": "INVALID",
    "5": "UNAVAILABLE",
    "6": "RINGING",
    "7": "RINGINUSE",
    "8": "ONHOLD",
}


def state_of(seen: Seen) -> State:
    return next(state for state, fits in TABLE if fits(seen))


def phone_of(device_state: str) -> Phone:
    """The state of a phone, by the word of DeviceStateChange, or by the number of a queue's member."""
    return _DEVICE_STATES.get(_MEMBER_STATES.get(device_state, device_state), Phone.UNKNOWN)


_RANK = {phone: place for place, phone in enumerate(Phone)}


def busiest(phones: Iterable[Phone]) -> Phone:
    return min(phones, key=_RANK.__getitem__, default=Phone.UNKNOWN)


def duty_of(paused: Iterable[bool]) -> Duty:
    """`paused` in each of their queues."""
    known = list(paused)
    if not known:
        return Duty.NONE
    return Duty.PAUSED if all(known) else Duty.OPEN


class Standing(NamedTuple):
    """`since_us` is None for what began before we listened."""

    state: State
    since_us: int | None
    reason: str = ""  # of a pause


def stands(before: Standing | None, state: State, reason: str, at_us: int | None) -> Standing:
    """What lasts keeps its beginning; a pause for another reason is another pause."""
    if before is not None and (before.state, before.reason) == (state, reason):
        return before
    return Standing(state, at_us, reason)
