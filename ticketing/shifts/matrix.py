"""A roster with a row for each person and a column for each day, as most sites have it. Pure."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from kit.sheets.cells import BadRow, Fault, FaultyError, clean, is_nothing
from kit.sheets.files import Line
from kit.sheets.headers import Columns, plain
from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.values import column_letters
from ticketing.shifts.on_duty import Part
from ticketing.shifts.sheet_cells import (
    NAME_LENGTH_MAX,
    NoMonthError,
    Reading,
    WrongDayError,
    day_of,
    is_weekday,
    looks_like_day,
    names_in,
    shifts_in,
)
from ticketing.shifts.sheet_month import month_in
from ticketing.shifts.sheet_said import Column, Form, Gathered, Said

_NAMES = frozenset(map(plain, ("姓名", "人员", "名字", "员工", "员工姓名", "值班人员", "person", "name", "people")))
_PARTS = frozenset(map(plain, ("岗位", "职务", "职位", "身份", "角色", "part", "position", "role")))
_MANAGERS = frozenset(map(plain, ("值班经理", "经理", "带班", "带班经理", "值班领导", "manager", "duty manager")))
_NO_PERSON = ("合计", "小计", "总计", "人数", "备注", "说明", "注：", "注:", "total", "note")
_DAYS_MIN, _NUMBERS_MIN = 2, 3


def matrix_header(lines: Sequence[Line]) -> Line | None:
    """The line that names most days; None: this is no matrix."""
    best = max(lines, key=lambda line: len(_day_places(line)), default=None)
    return None if best is None or not _day_places(best) else best


def _day_places(line: Line) -> list[int]:
    """Numbers alone are days only where they follow one another."""
    if line.is_title:
        return []
    found = [at for at, cell in enumerate(line.cells) if looks_like_day(cell)]
    numbers = [int(line.cells[at]) for at in found if line.cells[at].strip().isdecimal()]
    if len(found) < _DAYS_MIN:
        return []
    follow = all(later in (earlier + 1, 1) for earlier, later in itertools.pairwise(numbers))
    if len(numbers) == len(found) and not (follow and len(numbers) >= _NUMBERS_MIN):
        return []
    return found


def gather_matrix(lines: Sequence[Line], reading: Reading) -> Gathered:
    """Raises SheetError."""
    return _Matrix(lines, reading).gathered()


class _Matrix:
    def __init__(self, lines: Sequence[Line], reading: Reading) -> None:
        header = matrix_header(lines[:20])
        if header is None:
            raise SheetError(Trouble.EMPTY)
        self.reading, self.header = reading, header
        self.rows = [line for line in lines if line.number > header.number]
        self.bad: list[BadRow] = []
        self.said: dict[Said, None] = {}
        self.names: set[str] = set()
        self.plans: set[tuple[str, date]] = set()
        above = (cell for line in lines if line.number <= header.number for cell in line.cells)
        self.month = reading.month or month_in(above, reading.today)
        self.days = self._days()
        self.person, self.part = self._people_columns(lines)

    def gathered(self) -> Gathered:
        count = 0
        for line in self.rows:
            if self._is_of_nobody(line):
                continue
            count += 1
            try:
                self._take(line)
            except FaultyError as faulty:
                self._tell(line, self.person, Column(faulty.column), faulty.fault, whole_row=True)
        places = {Column.PERSON: (self.person,), Column.DAY: tuple(self.days)}
        if self.part is not None:
            places[Column.PART] = (self.part,)
        headers = tuple(self.header.cells)
        columns = Columns(places, (), (), (), headers, self.header.number, names=headers)
        return Gathered(
            Form.MATRIX, columns, tuple(self.said), frozenset(), frozenset(self.plans), tuple(self.bad), count
        )

    def _days(self) -> dict[int, date]:
        """By the places of their columns. A day that there is not is told where its column says something."""
        found: dict[int, date] = {}
        month = self.month
        for at in _day_places(self.header):
            try:
                day = day_of(self.header.cells[at], month or self.reading.today, month)
                if day is not None and found and day < max(found.values()) and month is not None:  # … 30, 31, 1, 2
                    month = (month + timedelta(days=31)).replace(day=1)
                    day = day_of(self.header.cells[at], month, month)
            except NoMonthError:
                raise SheetError(Trouble.NO_MONTH) from None
            except WrongDayError:
                day = None
                if any(_text(line, at) for line in self.rows):
                    self._tell(self.header, at, Column.DAY, Fault.NOT_A_DATE, whole_row=False)
            if day is not None and not self.reading.reaches(day):
                self._tell(self.header, at, Column.DAY, Fault.DAY_TOO_FAR, whole_row=False)
            elif day is not None:
                found[at] = day
        return found

    def _people_columns(self, lines: Sequence[Line]) -> tuple[int, int | None]:
        """Where the names stand: below such a header, else in the last column before the first day."""
        above = [line for line in lines if line.number <= self.header.number and not line.is_title]
        said = {at: plain(cell) for line in above for at, cell in enumerate(line.cells) if plain(cell)}
        first = min(self.days, default=1)
        before = [at for at in said if at < first]
        person = next((at for at in before if said[at] in _NAMES), first - 1)
        return max(person, 0), next((at for at in before if said[at] in _PARTS), None)

    def _is_of_nobody(self, line: Line) -> bool:
        """A title, a line of weekdays, the header again, a sum, a word below."""
        filled = [cell for at in self.days if (cell := _text(line, at))]
        if line.is_title or not filled or all(map(is_weekday, filled)) or all(map(looks_like_day, filled)):
            return True
        name = _text(line, self.person).lower()
        return any(word in name for word in _NO_PERSON)

    def _take(self, line: Line) -> None:
        name = self._name(line)
        part = None
        if self.part is not None and plain(_text(line, self.part)) in _MANAGERS:
            part = Part.MANAGER
        for at, day in self.days.items():
            text = _text(line, at)
            shifts = shifts_in("" if is_nothing(text) else text, self.reading.rules)
            if shifts is None:
                self._tell(line, at, Column.DAY, Fault.UNKNOWN_SHIFT, whole_row=False)
                continue
            self.plans.add((name, day))
            for shift in shifts:
                self._on(line, at, Said(shift, day, name, part))

    def _on(self, line: Line, at: int, said: Said) -> None:
        pattern = self.reading.rules.pattern(said.shift)
        if pattern is None or not pattern.is_on(said.day, self.reading.workdays.works):
            self._tell(line, at, Column.DAY, Fault.SHIFT_NOT_ON, whole_row=False)
        else:
            self.said[said] = None

    def _name(self, line: Line) -> str:
        text = clean(Column.PERSON, line.cells[self.person], NAME_LENGTH_MAX) if _text(line, self.person) else ""
        names = [] if is_nothing(text) else list(names_in(text))
        if not names:
            raise FaultyError(Column.PERSON, Fault.NAME_MISSING)
        if len(names) > 1:
            raise FaultyError(Column.PERSON, Fault.SEVERAL_PEOPLE)
        if names[0] in self.names:
            raise FaultyError(Column.PERSON, Fault.SAME_PERSON)
        self.names.add(names[0])
        return names[0]

    def _tell(self, line: Line, at: int, column: Column, fault: Fault, *, whole_row: bool) -> None:
        header = self.header.cells[at] if at < len(self.header.cells) else ""
        self.bad.append(BadRow(line.number, column, fault, " ".join(header.split()) or column_letters(at), whole_row))


def _text(line: Line, at: int) -> str:
    return line.cells[at].strip() if at < len(line.cells) else ""
