"""Which shifts there are on which days, as instants."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo
from typing import NamedTuple

from kit.instants import local_day, wall_us

EVERY_DAY = frozenset(range(7))

TITLES: Mapping[str, tuple[str, str]] = {"day": ("白班", "day shift"), "night": ("夜班", "night shift")}
"""In Chinese and in English. Any other shift is called as the settings name it."""

_ONE_DAY = timedelta(days=1)

Works = Callable[[date], bool]
"""Whether that day is a workday."""


@dataclass(frozen=True, slots=True)
class Pattern:
    name: str
    begins: time
    ends: time  # not later than `begins`: on the next day
    weekdays: frozenset[int] = EVERY_DAY  # 0 is Monday; of the day on which it begins
    workdays_only: bool = False
    people_min: int = 1

    def is_on(self, day: date, works: Works) -> bool:
        return day.weekday() in self.weekdays and (not self.workdays_only or works(day))


@dataclass(frozen=True, slots=True)
class ShiftRules:
    patterns: tuple[Pattern, ...] = ()  # none: the site has no shifts
    housekeepers_on_shift: bool = False  # a housekeeper is rung only while on a shift
    housekeeper_ring_seconds: int = 0  # 0: as long as leaves the queue enough time

    def pattern(self, name: str) -> Pattern | None:
        return next((pattern for pattern in self.patterns if pattern.name == name), None)


class Turn(NamedTuple):
    """A shift on one day: the local day on which it begins."""

    shift: str
    day: date
    begins_us: int
    ends_us: int  # the first instant after it
    people_min: int = 1

    def runs(self, at_us: int) -> bool:
        return self.begins_us <= at_us < self.ends_us


def titles(shift: str) -> tuple[str, str]:
    return TITLES.get(shift, (shift, shift))


def turns(patterns: Iterable[Pattern], first: date, last: date, zone: tzinfo, works: Works) -> list[Turn]:
    """Those that begin on these days, in the order of their begins."""
    patterns = tuple(patterns)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    found = [_turn(pattern, day, zone) for day in days for pattern in patterns if pattern.is_on(day, works)]
    lasting = (turn for turn in found if turn.begins_us < turn.ends_us)  # a change of the clocks may skip one
    return sorted(lasting, key=lambda turn: (turn.begins_us, turn.ends_us))


def turns_around(patterns: Iterable[Pattern], since_us: int, until_us: int, zone: tzinfo, works: Works) -> list[Turn]:
    """Those that run at any instant from `since_us` to before `until_us`, or at `since_us`."""
    first, last = local_day(since_us, zone) - _ONE_DAY, local_day(until_us, zone)
    near = turns(patterns, first - _ONE_DAY, last, zone, works)
    return [turn for turn in near if turn.runs(since_us) or since_us < turn.begins_us < until_us]


def handing_over(turns: Iterable[Turn], at_us: int) -> list[Turn]:
    """Those that run, and the last two that ended, in the order of their ends: the next one reads what they left."""
    begun = sorted((turn for turn in turns if turn.begins_us <= at_us), key=lambda turn: turn.ends_us)
    over = [turn for turn in begun if turn.ends_us <= at_us]
    return over[-2:] + [turn for turn in begun if turn.ends_us > at_us]


def _turn(pattern: Pattern, day: date, zone: tzinfo) -> Turn:
    last = day if pattern.ends > pattern.begins else day + _ONE_DAY
    begins_us, ends_us = wall_us(day, pattern.begins, zone), wall_us(last, pattern.ends, zone)
    return Turn(pattern.name, day, begins_us, ends_us, pattern.people_min)
