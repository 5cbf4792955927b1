"""Duty books of a site with one shift of 24 hours, or with none."""

from collections.abc import Mapping, Sequence
from datetime import UTC, time

from ticketing.shifts.duty_book import DutyBook
from ticketing.shifts.on_duty import Part, Place
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.shifts.stand_ins import Away

T0 = 1_764_000_000_000_000  # 2025-11-24 16:00 UTC
_ALL_DAY = (Pattern("day", time(0), time(0)),)


def nobody() -> DutyBook:
    return DutyBook(ShiftRules(), UTC, lambda _day: True)


def on_shift(
    members: Sequence[str] = (),
    managers: Sequence[str] = (),
    away: Mapping[str, str | None] | None = None,
    *,
    only_on_shift: bool = False,
) -> DutyBook:
    """On the day of T0. `away`: all the time, with who stands in."""
    book = DutyBook(ShiftRules(_ALL_DAY, only_on_shift), UTC, lambda _day: True)
    places = [*(Place(name) for name in members), *(Place(name, Part.MANAGER) for name in managers)]
    absences = [Away(person, stand_in, 0, 2 * T0) for person, stand_in in (away or {}).items()]
    [turn] = [each.turn for each in book.on_duty(T0).turns]
    book.take({(turn.shift, turn.day): places}, absences)
    return book
