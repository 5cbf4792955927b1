"""A month of duties at a glance: a calendar with what was done of what was due each day and week. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

_WEEK_DAYS = 7


class Month(NamedTuple):
    first: date
    last: date

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.last + timedelta(days=1):%Y-%m}"


@dataclass
class Tally:
    """Of what is due: done in time, still open, missed or late. What was called off is not due."""

    done: int = 0
    open: int = 0
    missed: int = 0

    @property
    def due(self) -> int:
        return self.done + self.open + self.missed

    @property
    def look(self) -> str:
        return "missed" if self.missed else "" if self.open else "fine"

    def add(self, state: str) -> None:
        self.done += state == "done"
        self.open += state == "open"
        self.missed += state in ("missed", "late")


class Day(NamedTuple):
    day: date
    tally: Tally


class Week(NamedTuple):
    days: Sequence[Day | None]  # Monday to Sunday; None: of another month
    tally: Tally  # of what is due once in the week
    first: date
    last: date


@dataclass
class Glance:
    weeks: list[Week]
    whole: list[Mapping[str, Any]] = field(default_factory=list)  # what is due within the whole month


def month_of(day: date) -> Month:
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Month(first, following - timedelta(days=1))


def glance(duties: Iterable[Mapping[str, Any]], month: Month, zone: tzinfo) -> Glance:
    found = Glance(_blank(month))
    days = {each.day: each.tally for week in found.weeks for each in week.days if each is not None}
    weeks = {week.first: week.tally for week in found.weeks}
    for duty in duties:
        first, length = date.fromisoformat(duty["day"]), length_days(duty, zone)
        if length > _WEEK_DAYS:
            found.whole.append(duty)
        elif length == _WEEK_DAYS and first in weeks:
            weeks[first].add(duty["state"])
        elif first in days:
            days[first].add(duty["state"])
    return found


def length_days(duty: Mapping[str, Any], zone: tzinfo) -> int:
    """How many local days there are to do it."""
    return (_local(duty["until"], zone) - _local(duty["since"], zone)).days


def _local(text: str, zone: tzinfo) -> date:
    return datetime.fromisoformat(text).astimezone(zone).date()


def _blank(month: Month) -> list[Week]:
    monday, weeks = month.first - timedelta(days=month.first.weekday()), []
    while monday <= month.last:
        days = [monday + timedelta(days=offset) for offset in range(_WEEK_DAYS)]
        shown = [Day(day, Tally()) if month.first <= day <= month.last else None for day in days]
        weeks.append(Week(shown, Tally(), monday, days[-1]))
        monday += timedelta(days=_WEEK_DAYS)
    return weeks
