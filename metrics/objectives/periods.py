"""Days, weeks, months and years by the site's calendar."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from kit.instants import DAY_US, day_end_us, day_start_us, local_day
from metrics.objectives.objective import Period

_ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    first: date
    last: date
    since_us: int
    until_us: int  # the first instant that is no longer part of it

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1))

    def over(self, now_us: int) -> bool:
        return now_us >= self.until_us

    def after(self, begin_us: int, zone: tzinfo) -> "Span":
        """The span without the part before the site began."""
        if begin_us <= self.since_us:
            return self
        return self._replace(first=local_day(begin_us, zone), since_us=begin_us)

    def closed(self, now_us: int, waits_days: int) -> bool:
        """Whether the period can be closed: late entries have arrived, and a database that was down has caught up."""
        return now_us >= self.until_us + waits_days * DAY_US + _SETTLE_US


_SETTLE_US = 15 * 60 * 1_000_000


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - _ONE_DAY


def _year(day: date) -> tuple[date, date]:
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


_BOUNDS: Mapping[Period, Callable[[date], tuple[date, date]]] = {
    Period.DAY: lambda day: (day, day),
    Period.WEEK: _week,
    Period.MONTH: _month,
    Period.YEAR: _year,
}


def span_of(period: Period, day: date, zone: tzinfo) -> Span:
    """The period of `day`. A week begins on Monday."""
    first, last = _BOUNDS[period](day)
    return Span(first, last, day_start_us(first, zone), day_end_us(last, zone))


def span_before(period: Period, span: Span, zone: tzinfo) -> Span:
    return span_of(period, span.first - _ONE_DAY, zone)
