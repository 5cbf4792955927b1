"""Service hours as instants: when, on a day, somebody is there whose time counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo
from typing import NamedTuple

from kit.instants import day_end_us, local_day, wall_us
from kit.wrong import WrongValueError
from ticketing.clocks.workdays import Workdays

_DAYS_AHEAD_MAX = 3_700


class Span(NamedTuple):
    since_us: int
    until_us: int  # not included


Opening = tuple[time, time | None]
"""From, until; None is 24:00."""


@dataclass(frozen=True, slots=True)
class Hours:
    """`days` holds each weekday's openings, Monday first.

    With `workdays`, a day off is closed, and a weekend day that is worked has the hours of the last weekday before it
    that has any. Without, every day has its weekday's hours.
    """

    zone: tzinfo
    days: tuple[tuple[Opening, ...], ...]
    workdays: Workdays | None = None

    def __post_init__(self) -> None:
        if len(self.days) != 7 or not any(self.days):
            raise WrongValueError("service hours need at least one day with an opening", "service_hours")
        for opening in (opening for day in self.days for opening in day):
            if opening[1] is not None and opening[1] <= opening[0]:
                raise ValueError(
                    f"service hours end after they begin, not {opening[0]:%H:%M} to {opening[1]:%H:%M}: "
                    "split what goes over midnight"
                )

    def spans(self, day: date) -> list[Span]:
        found = [self._span(day, opening) for opening in self._openings(day)]
        return sorted(span for span in found if span.since_us < span.until_us)

    def spans_from(self, at_us: int) -> Iterator[Span]:
        """Open time from this instant on, in order; ends after ten years."""
        day = local_day(at_us, self.zone)
        for ahead in range(_DAYS_AHEAD_MAX):
            for span in self.spans(day + timedelta(days=ahead)):
                if span.until_us > at_us:
                    yield Span(max(span.since_us, at_us), span.until_us)

    def _openings(self, day: date) -> tuple[Opening, ...]:
        weekday = day.weekday()
        if self.workdays is None:
            return self.days[weekday]
        if not self.workdays.works(day):
            return ()
        back_from_it = (*self.days[weekday::-1], *self.days[:weekday:-1])
        return next(filter(None, back_from_it))

    def _span(self, day: date, opening: Opening) -> Span:
        since, until = opening
        until_us = day_end_us(day, self.zone) if until is None else wall_us(day, until, self.zone)
        return Span(wall_us(day, since, self.zone), until_us)
