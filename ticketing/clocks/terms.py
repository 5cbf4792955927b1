"""Terms: how long something may take, and by which instant that is over.

A pause moves the end by as long as it lasted, in the time that the term counts: a term in workdays is moved by the part
of the pause that lies on workdays, over workdays. While a pause lasts there is no end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import takewhile

from kit.instants import DAY_US, day_end_us, day_start_us, instant_us, local_day, local_time
from ticketing.clocks.hours import Hours
from ticketing.clocks.pauses import Pause, Stop, stops
from ticketing.clocks.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Site:
    """What clocks need to know of a site."""

    zone: tzinfo
    workdays: Workdays
    hours: Hours | None = None  # None: day and night


@dataclass(frozen=True, slots=True)
class Elapsed:
    """So much time; in service hours only, where `service_hours` is set and the site has some."""

    span_us: int
    service_hours: bool = False

    def __post_init__(self) -> None:
        if self.span_us <= 0:
            raise ValueError("a term must be longer than nothing")


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """24:00 of the local day it began on; with `workdays`, of the first workday from then on."""

    workdays: bool = False


@dataclass(frozen=True, slots=True)
class DaysLater:
    """The same time of day `days` days later. With `workdays` only those count, from the first on."""

    days: int
    workdays: bool = False

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a term in days needs at least one")


Term = Elapsed | EndOfDay | DaysLater


def counts_workdays(term: Term, site: Site) -> bool:
    if isinstance(term, Elapsed):
        return term.service_hours and site.hours is not None
    return term.workdays


_CLOSED_DAYS = 30
"""More days off in a row than any calendar has, with the weekends around them."""
_DAY_AND_NIGHT = ((time(0), None),)
_A_WEEK_FOR_AN_HOUR = 7 * 24
"""Nobody is open for less than an hour a week."""


def longest_us(terms: Iterable[Term]) -> int:
    """No end by these terms is later after their beginning, pauses apart; without a term it is 0."""
    return min(map(_longest_us, terms), default=0)


def _longest_us(term: Term) -> int:
    if isinstance(term, Elapsed):
        return term.span_us if not term.service_hours else term.span_us * _A_WEEK_FOR_AN_HOUR + _CLOSED_DAYS * DAY_US
    days = 1 if isinstance(term, EndOfDay) else term.days + 1
    return (2 * days + _CLOSED_DAYS if term.workdays else days) * DAY_US


def due_us(term: Term, from_us: int, pauses: Iterable[Pause], site: Site) -> int | None:
    """The first instant that is too late; None while a pause stops the clock."""
    stopped = stops(pauses, from_us)
    if isinstance(term, Elapsed) and term.service_hours and site.hours is not None:
        return _in_service_hours(term.span_us, from_us, stopped, site.hours)
    end_us = _unpaused_us(term, from_us, site)
    in_workdays = isinstance(term, EndOfDay | DaysLater) and term.workdays
    return _moved_over_workdays(end_us, stopped, site) if in_workdays else _moved(end_us, stopped)


def _unpaused_us(term: Term, from_us: int, site: Site) -> int:
    if isinstance(term, Elapsed):
        return from_us + term.span_us
    day = local_day(from_us, site.zone)
    first = site.workdays.next_from(day) if term.workdays else day
    if isinstance(term, EndOfDay):
        return day_end_us(first, site.zone)
    last = site.workdays.later(first, term.days) if term.workdays else first + timedelta(days=term.days)
    if first != day:
        return day_start_us(last, site.zone)
    return instant_us(datetime.combine(last, local_time(from_us, site.zone).time(), site.zone))


def _moved(end_us: int, stopped: Iterable[Stop]) -> int | None:
    for stop in stopped:
        if stop.since_us >= end_us:
            break
        if stop.until_us is None:
            return None
        end_us += stop.until_us - stop.since_us
    return end_us


def _moved_over_workdays(end_us: int, stopped: Iterable[Stop], site: Site) -> int | None:
    """A workday counts from 0:00 to 24:00, and a day off not at all."""
    whole = Hours(site.zone, (_DAY_AND_NIGHT,) * 7, site.workdays)
    for stop in stopped:
        if stop.since_us >= end_us:
            break
        if stop.until_us is None:
            return None
        if (lasted_us := _open_us(whole, stop.since_us, stop.until_us)) > 0:
            end_us = _later_us(whole, end_us, lasted_us)
    return end_us


def _open_us(hours: Hours, since_us: int, until_us: int) -> int:
    spans = takewhile(lambda span: span.since_us < until_us, hours.spans_from(since_us))
    return sum(min(span.until_us, until_us) - span.since_us for span in spans)


def _later_us(hours: Hours, from_us: int, left_us: int) -> int:
    for span in hours.spans_from(from_us):
        if span.since_us + left_us <= span.until_us:
            return span.since_us + left_us
        left_us -= span.until_us - span.since_us
    raise ValueError("the workdays leave no time for this term within ten years")


def _in_service_hours(left_us: int, from_us: int, stopped: list[Stop], hours: Hours) -> int | None:
    for span in hours.spans_from(from_us):
        at_us = span.since_us
        for stop in stopped:
            if stop.since_us >= span.until_us:
                break
            running_us = max(0, stop.since_us - at_us)
            if running_us >= left_us:
                return at_us + left_us
            left_us -= running_us
            if stop.until_us is None:
                return None
            at_us = max(at_us, stop.until_us)
        running_us = max(0, span.until_us - at_us)
        if running_us >= left_us:
            return at_us + left_us
        left_us -= running_us
    raise ValueError("the service hours leave no time for this term within ten years")
