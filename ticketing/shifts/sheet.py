"""A sheet of the roster, in each of its forms. Pure.

| form | rows | columns | cells |
|---|---|---|---|
| list | turns | day, shift, people, duty managers | |
| matrix | people | days | shifts, or that somebody is off |
| calendar | days | shifts, duty managers | people |
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kit.sheets.cells import BadRow, Fault, FaultyError, clean, is_nothing
from kit.sheets.files import Line
from kit.sheets.headers import Columns, Headers
from kit.sheets.troubles import SheetError, Trouble
from ticketing.shifts.matrix import gather_matrix, matrix_header
from ticketing.shifts.on_duty import Part
from ticketing.shifts.sheet_cells import (
    NAME_LENGTH_MAX,
    NoMonthError,
    Reading,
    WrongDayError,
    day_of,
    names_in,
    shifts_in,
)
from ticketing.shifts.sheet_month import month_in
from ticketing.shifts.sheet_said import Column, Form, Gathered, Said

HEADERS: Mapping[Column, tuple[str, ...]] = {
    Column.DAY: ("日期", "day", "date", "值班日期", "上班日期"),
    Column.SHIFT: ("班次", "shift", "班别"),
    Column.PEOPLE: ("人员", "people", "当班人员", "值班人员", "值班人", "姓名", "成员", "person", "name", "names"),
    Column.MANAGERS: (
        *("值班经理", "managers", "duty manager", "duty managers", "manager"),
        *("带班", "带班经理", "值班领导"),
    ),
}
SHEET = Headers(HEADERS, required=(Column.DAY, Column.SHIFT, Column.PEOPLE))

_CELL_LENGTH_MAX = 2_000
_PLACES_MAX, _PEOPLE_MAX = 50_000, 200  # of the sheet, of a turn
_LOOKED_AT_LINES = 20
_PARTS = {Column.PEOPLE: Part.MEMBER, Column.MANAGERS: Part.MANAGER}


def gather(lines: Sequence[Line], reading: Reading, _named: Mapping[str, Column | None]) -> Gathered:
    """Raises SheetError where it is none of these, or says too much."""
    gathered = _gathered(lines, reading)
    if len(gathered.said) > _PLACES_MAX:
        raise SheetError(Trouble.TOO_MANY_PLACES, most=_PLACES_MAX)
    counts = Counter((one.shift, one.day) for one in gathered.said)
    if any(count > _PEOPLE_MAX for count in counts.values()):
        raise SheetError(Trouble.TOO_MANY_ON_TURN, most=_PEOPLE_MAX)
    return gathered


def _gathered(lines: Sequence[Line], reading: Reading) -> Gathered:
    first = lines[:_LOOKED_AT_LINES]
    if any(not SHEET.find(line.cells).missing for line in first):
        return _Turns(lines, reading, Form.LIST).gathered()
    if matrix_header(first) is not None:
        return gather_matrix(lines, reading)
    if any(_shift_columns(line.cells, reading) for line in first):
        return _Turns(lines, reading, Form.CALENDAR).gathered()
    SHEET.read(iter(lines))
    raise SheetError(Trouble.EMPTY)


def _shift_columns(cells: Sequence[str], reading: Reading) -> dict[int, str]:
    """Of a calendar, by their places. Empty: it is none."""
    if Column.DAY not in SHEET.find(cells).places:
        return {}
    found = {at: shifts_in(cell, reading.rules) for at, cell in enumerate(cells) if cell.strip()}
    return {at: shifts[0] for at, shifts in found.items() if shifts is not None and len(shifts) == 1}


class _Turns:
    """A list, or a calendar: each row says everything of the turns that it names."""

    def __init__(self, lines: Sequence[Line], reading: Reading, form: Form) -> None:
        self.reading, self.form = reading, form
        self.bad: list[BadRow] = []
        self.said: dict[Said, None] = {}
        self.turns: set[tuple[str, date]] = set()
        self.columns, self.rows, self.shifts = self._begun(lines)
        above = (cell for line in lines if line.number <= self.columns.line for cell in line.cells)
        self.month = reading.month or month_in(above, reading.today)

    def gathered(self) -> Gathered:
        count = 0
        for line in self.rows:
            count += 1
            try:
                self._take(line)
            except FaultyError as faulty:
                column = Column(faulty.column)
                self.bad.append(BadRow(line.number, column, faulty.fault, self.columns.header_of(column)))
        return Gathered(
            self.form, self.columns, tuple(self.said), frozenset(self.turns), frozenset(), tuple(self.bad), count
        )

    def _begun(self, lines: Sequence[Line]) -> tuple[Columns[Column], Iterator[Line], dict[int, str]]:
        if self.form is Form.LIST:
            columns, rows = SHEET.read(iter(lines))
            return columns, rows, {}
        at = next(at for at, line in enumerate(lines) if _shift_columns(line.cells, self.reading))
        shifts = _shift_columns(lines[at].cells, self.reading)
        columns = SHEET.find(lines[at].cells, line=lines[at].number)
        places = {**columns.places, Column.SHIFT: tuple(shifts)}
        return columns._replace(places=places, missing=(), unknown=()), iter(lines[at + 1 :]), shifts

    def _take(self, line: Line) -> None:
        if line.is_title:
            return
        day = self._day(line)
        managers = self._people(line, Column.MANAGERS)
        for shift, people in self._shifts_of(line).items():
            pattern = self.reading.rules.pattern(shift)
            if pattern is None or not pattern.is_on(day, self.reading.workdays.works):
                raise FaultyError(Column.SHIFT, Fault.SHIFT_NOT_ON)
            self.turns.add((shift, day))
            for name, part in (*people, *managers):
                self.said[Said(shift, day, name, part)] = None

    def _shifts_of(self, line: Line) -> dict[str, list[tuple[str, Part]]]:
        if self.form is Form.LIST:
            return {self._shift(line): self._people(line, Column.PEOPLE)}
        names = {shift: self._names(line, at, Column.SHIFT) for at, shift in self.shifts.items()}
        return {shift: [(name, Part.MEMBER) for name in found] for shift, found in names.items() if found}

    def _day(self, line: Line) -> date:
        text = self._text(line, self.columns.places[Column.DAY][0], Column.DAY)
        if not text:
            raise FaultyError(Column.DAY, Fault.MISSING)
        try:
            day = day_of(text, self.month or self.reading.today, self.month)
        except NoMonthError:
            raise SheetError(Trouble.NO_MONTH) from None
        except WrongDayError:
            day = None
        if day is None:
            raise FaultyError(Column.DAY, Fault.NOT_A_DATE)
        if not self.reading.reaches(day):
            raise FaultyError(Column.DAY, Fault.DAY_TOO_FAR)
        return day

    def _shift(self, line: Line) -> str:
        text = self._text(line, self.columns.places[Column.SHIFT][0], Column.SHIFT)
        shifts = shifts_in(text, self.reading.rules)
        if not text or shifts is None or len(shifts) != 1:
            raise FaultyError(Column.SHIFT, Fault.UNKNOWN_SHIFT if text else Fault.MISSING)
        return shifts[0]

    def _people(self, line: Line, column: Column) -> list[tuple[str, Part]]:
        places = self.columns.places.get(column, ())
        return [(name, _PARTS[column]) for at in places for name in self._names(line, at, column)]

    def _names(self, line: Line, at: int, column: Column) -> list[str]:
        names = list(names_in(self._text(line, at, column)))
        if any(len(name) > NAME_LENGTH_MAX for name in names):
            raise FaultyError(column, Fault.TOO_LONG)
        return names

    def _text(self, line: Line, at: int, column: Column) -> str:
        text = clean(column, line.cells[at] if at < len(line.cells) else "", _CELL_LENGTH_MAX, lines=True)
        return "" if is_nothing(text) else text
