"""Is this a workday? The site's own word first, then the country's calendar, then Monday to Friday."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ticketing.clocks.china import china_works

_FRIDAY = 4
_SEARCH_DAYS = 400
"""No calendar rests longer than a year."""


class Source(StrEnum):
    SITE = "site"
    COUNTRY = "country"
    WEEKDAY = "weekday"


class DayKind(NamedTuple):
    works: bool
    source: Source
    provisional: bool  # the country's calendar of that year is not known yet: this may still change


COUNTRIES: Mapping[str, Callable[[date], bool | None]] = {"CN": china_works}


@dataclass(frozen=True, slots=True)
class Workdays:
    """`overrides` is the site's own table: a day it names works, or does not, whatever any calendar says."""

    country: str | None = "CN"
    overrides: Mapping[date, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.country is not None and self.country not in COUNTRIES:
            raise ValueError(f"no calendar for country {self.country!r}; there is: {', '.join(COUNTRIES)}")

    def kind(self, day: date) -> DayKind:
        if day in self.overrides:
            return DayKind(self.overrides[day], Source.SITE, provisional=False)
        known = None if self.country is None else COUNTRIES[self.country](day)
        if known is not None:
            return DayKind(known, Source.COUNTRY, provisional=False)
        return DayKind(day.weekday() <= _FRIDAY, Source.WEEKDAY, provisional=self.country is not None)

    def works(self, day: date) -> bool:
        return self.kind(day).works

    def next_from(self, day: date) -> date:
        """`day` itself where it is a workday, else the first after it."""
        for ahead in range(_SEARCH_DAYS):
            candidate = day + timedelta(days=ahead)
            if self.works(candidate):
                return candidate
        raise ValueError(f"no workday in the year after {day}: look at the site's table of days")

    def later(self, day: date, count: int) -> date:
        """The `count`-th workday after `day`."""
        for _ in range(count):
            day = self.next_from(day + timedelta(days=1))
        return day
