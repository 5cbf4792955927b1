"""Which duties there are on a day, by the site's calendar; and what may be done with one."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ticketing.clocks.local import day_end_us, day_start_us
from ticketing.clocks.terms import Site


class DutyKind(StrEnum):
    TRAINING = "training"  # 员工培训
    PATROL = "patrol"  # 公共区域巡查
    MEETING = "meeting"  # 部门例会


class Recurring(NamedTuple):
    zh: str
    en: str
    times: int
    days: Callable[[date, Site], tuple[date, date] | None]  # first and last to do it on; None: not due


class Due(NamedTuple):
    kind: DutyKind
    first: date
    number: int  # 1, 2 … of its period
    since_us: int
    until_us: int  # the first instant that is too late


def _workday(day: date, site: Site) -> tuple[date, date] | None:
    return (day, day) if site.workdays.works(day) else None


def _week(day: date, _site: Site) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(day: date, _site: Site) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


DUTIES: Mapping[DutyKind, Recurring] = {
    DutyKind.TRAINING: Recurring("员工培训", "staff training", 1, _month),
    DutyKind.PATROL: Recurring("公共区域巡查", "patrol of the public areas", 2, _workday),
    DutyKind.MEETING: Recurring("部门例会", "department meeting", 1, _week),
}

KIND_OF_OBJECTIVE: Mapping[int, DutyKind] = {8: DutyKind.TRAINING, 16: DutyKind.PATROL, 21: DutyKind.MEETING}
"""By the line of the quality sheet that it feeds."""


def due_on(day: date, site: Site) -> Iterator[Due]:
    """All that may be done on this day, once each: asked for every day, it gives no duty twice."""
    for kind, recurring in DUTIES.items():
        days = recurring.days(day, site)
        if days is None:
            continue
        since_us, until_us = day_start_us(days[0], site.zone), day_end_us(days[1], site.zone)
        for number in range(1, recurring.times + 1):
            yield Due(kind, days[0], number, since_us, until_us)
