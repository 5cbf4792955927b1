"""Which duties there are on a day, by the site's calendar."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from kit.instants import day_end_us, day_start_us
from ticketing.clocks.terms import Site
from ticketing.duties.duty import Duty, Recurrence


class Due(NamedTuple):
    duty: Duty
    first: date  # the day, or the first one of the week or month
    department: str
    number: int  # 1, 2 … of its period
    since_us: int
    until_us: int  # the first instant that is too late
    provisional: bool = False  # the calendar of that year is not known yet, so that the day may turn out to be off


class _Days(NamedTuple):
    """First and last to do it on."""

    first: date
    last: date
    provisional: bool = False


def _day(day: date, _site: Site) -> _Days:
    return _Days(day, day)


def _workday(day: date, site: Site) -> _Days | None:
    kind = site.workdays.kind(day)
    return _Days(day, day, kind.provisional) if kind.works else None


def _week(day: date, _site: Site) -> _Days:
    monday = day - timedelta(days=day.weekday())
    return _Days(monday, monday + timedelta(days=6))


def _month(day: date, _site: Site) -> _Days:
    first = day.replace(day=1)
    return _Days(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


_DAYS: Mapping[Recurrence, Callable[[date, Site], _Days | None]] = {
    Recurrence.DAY: _day,
    Recurrence.WORKDAY: _workday,
    Recurrence.WEEK: _week,
    Recurrence.MONTH: _month,
}


def due_on(day: date, site: Site, duties: Iterable[Duty]) -> Iterator[Due]:
    """All that may be done on this day, once each: asked for every day, it gives no duty twice."""
    for duty in duties:
        days = _DAYS[duty.recurrence](day, site)
        if days is None:
            continue
        since_us, until_us = day_start_us(days.first, site.zone), day_end_us(days.last, site.zone)
        for department in duty.departments or ("",):
            for number in range(1, duty.times + 1):
                yield Due(duty, days.first, department, number, since_us, until_us, days.provisional)


def due_between(first: date, last: date, site: Site, duties: Iterable[Duty], begin_us: int = 0) -> list[Due]:
    """All that may be done on any of these days, in the order of their ends. A day, week or month that had begun
    before the site did, at `begin_us`, has no duties: nobody could have had the whole of it."""
    duties = tuple(duties)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    found = dict.fromkeys(due for day in days for due in due_on(day, site, duties) if due.since_us >= begin_us)
    return sorted(found, key=lambda due: (due.until_us, due.duty.name, due.department, due.number))
