"""Due soon and overdue: facts about a due instant, each told once."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from kit.instants import HOUR_US


class Alarm(StrEnum):
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


class Due(NamedTuple):
    due_us: int | None  # None: nothing promised, or the clock is stopped
    met_at_us: int | None  # when what was promised happened


def breached(due: Due, now_us: int) -> bool:
    if due.due_us is None:
        return False
    return (now_us if due.met_at_us is None else due.met_at_us) >= due.due_us


def alarm(due: Due, now_us: int, told: Collection[Alarm], soon_us: int = HOUR_US) -> Alarm | None:
    """What there is to tell now. `told`: what was told about this same due instant; a moved one starts again.

    Who looks only after the due instant tells overdue alone.
    """
    if due.due_us is None or due.met_at_us is not None or Alarm.OVERDUE in told:
        return None
    if now_us >= due.due_us:
        return Alarm.OVERDUE
    if now_us >= due.due_us - soon_us and Alarm.DUE_SOON not in told:
        return Alarm.DUE_SOON
    return None
