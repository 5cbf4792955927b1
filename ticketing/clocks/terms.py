"""Terms: how long something may take, and by which instant that is over.

A pause moves the end by as long as it lasted, in the time that the term counts. While a pause lasts there is no end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from kit.instants import day_end_us, day_start_us, instant_us, local_day, local_time
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


def due_us(term: Term, from_us: int, pauses: Iterable[Pause], site: Site) -> int | None:
    """The first instant that is too late; None while a pause stops the clock."""
    stopped = stops(pauses, from_us)
    if isinstance(term, Elapsed) and term.service_hours and site.hours is not None:
        return _in_service_hours(term.span_us, from_us, stopped, site.hours)
    return _moved(_unpaused_us(term, from_us, site), stopped)


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


def _in_service_hours(left_us: int, from_us: int, stopped: list[Stop], hours: Hours) -> int | None:
    for span in hours.spans_from(from_us):
        at_us = span.since_us
        for stop in stopped:
            if stop.since_us >= span.until_us or at_us >= span.until_us:
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
