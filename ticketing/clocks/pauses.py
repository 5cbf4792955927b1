"""Pauses stop a clock, for a reason that is kept: parts are missing, or the owner is."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class PauseReason(StrEnum):
    WAITING_FOR_PARTS = "waiting_for_parts"
    WAITING_FOR_OWNER = "waiting_for_owner"
    WAITING_FOR_OTHERS = "waiting_for_others"


STOPPING = frozenset({PauseReason.WAITING_FOR_PARTS, PauseReason.WAITING_FOR_OWNER})
"""Reasons that stop the clocks unless a site says otherwise."""


class Pause(NamedTuple):
    since_us: int
    until_us: int | None  # None: still paused
    reason: PauseReason = PauseReason.WAITING_FOR_OWNER
    limit_us: int | None = None  # until when it stops the clocks at most; None: as long as it lasts

    @property
    def stops_until_us(self) -> int | None:
        return min((at_us for at_us in (self.until_us, self.limit_us) if at_us is not None), default=None)


class Stop(NamedTuple):
    since_us: int
    until_us: int | None


def stops(pauses: Iterable[Pause], from_us: int) -> list[Stop]:
    """The pauses as stretches that do not overlap, in order, none before `from_us`."""
    merged: list[Stop] = []
    for pause in sorted(pauses, key=lambda pause: pause.since_us):
        since_us, until_us = max(pause.since_us, from_us), pause.stops_until_us
        if until_us is not None and until_us <= since_us:
            continue
        last = merged[-1] if merged else None
        if last is None or (last.until_us is not None and since_us > last.until_us):
            merged.append(Stop(since_us, until_us))
        else:
            merged[-1] = Stop(last.since_us, _later(last.until_us, until_us))
    return merged


def _later(one_us: int | None, other_us: int | None) -> int | None:
    return None if one_us is None or other_us is None else max(one_us, other_us)


def paused_us(pauses: Iterable[Pause], from_us: int, until_us: int) -> int:
    """How long the clock stood still between two instants."""
    return sum(
        max(0, min(until_us if stop.until_us is None else stop.until_us, until_us) - stop.since_us)
        for stop in stops(pauses, from_us)
    )
