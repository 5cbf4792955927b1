"""A site of three shifts, and how the rows of a sheet are read there."""

from collections.abc import Sequence
from datetime import date, time

from kit.sheets.cells import Fault
from kit.sheets.files import Line
from ticketing.clocks.workdays import Workdays
from ticketing.shifts.on_duty import Part
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.shifts.sheet import gather
from ticketing.shifts.sheet_cells import Reading
from ticketing.shifts.sheet_said import Gathered

DAY, NIGHT = Pattern("day", time(8), time(20)), Pattern("night", time(20), time(8))
OFFICE = Pattern("行政班", time(9), time(18), workdays_only=True)
RULES = ShiftRules((DAY, NIGHT, OFFICE))
TODAY = date(2026, 11, 25)
READING = Reading(RULES, Workdays(), TODAY)


def read(*rows: Sequence[str], reading: Reading = READING, titles: int = 0) -> Gathered:
    lines = [Line(number, cells, is_title=number <= titles) for number, cells in enumerate(rows, start=1)]
    return gather([line for line in lines if "".join(line.cells).strip()], reading, {})


def first(day: int) -> date:
    return date(2026, 12, day)


def said(sheet: Gathered) -> list[tuple[int, str, str, Part | None]]:
    return [(one.day.day, one.shift, one.person, one.part) for one in sheet.said]


def bad(sheet: Gathered) -> list[tuple[int, str, Fault, bool]]:
    return [(one.line, one.header, one.fault, one.whole_row) for one in sheet.bad]
