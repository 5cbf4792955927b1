"""Rows into households: several rows are several people of one household. docs/sheets.md has the cases."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kit.sheets.cells import BadRow, Fault
from kit.sheets.files import Line
from kit.sheets.headers import Columns
from ticketing.households.columns import SHEET, Column
from ticketing.households.household import Household, KeptDocument, Part, Person, Phone, Place
from ticketing.households.sheet_rows import Reading, Row, read_row

_PROGRESS_EVERY = 1_000
_SHOWN = 20
Progress = Callable[[int], None]
"""Told now and then how many rows were read."""


class Gathered(NamedTuple):
    columns: Columns[Column]
    households: tuple[Household, ...]  # in the order of their first rows
    bad: tuple[BadRow, ...]
    row_count: int
    shown: tuple[Line, ...]  # the first line of each of the first households, as the sheet has it
    unnamed: tuple[str, ...]  # columns that hold something and have no header


@dataclass(slots=True)
class _Draft:
    place: Place
    people: dict[str, tuple[Part, dict[str, Phone]]] = field(default_factory=dict)
    documents: dict[str, KeptDocument] = field(default_factory=dict)
    said: dict[Column, Any] = field(default_factory=dict)

    def household(self) -> Household:
        people = tuple(Person(name, part, tuple(phones.values())) for name, (part, phones) in self.people.items())
        return Household(
            self.place,
            people,
            self.said.get(Column.HOUSEKEEPER),
            tuple(self.documents.values()),
            self.said.get(Column.NOTES),
            self.said.get(Column.CONSENT),
            self.said.get(Column.VIP),
        )


class _Sheet:
    """What the rows so far have said."""

    def __init__(self, columns: Columns[Column], reading: Reading) -> None:
        self.columns, self.reading = columns, reading
        self.drafts: dict[Place, _Draft] = {}
        self.bad: list[BadRow] = []
        self.shown: list[Line] = []
        self.unnamed: set[int] = set()
        self._named: set[tuple[Column, tuple[str, ...]]] = set()

    def take(self, line: Line) -> None:
        row = read_row(line, self.columns, self.reading)
        if isinstance(row, BadRow):
            self.bad.append(row)
            return
        if (left_empty := self._left_empty(row)) is not None:
            self._tell(row.line, left_empty, Fault.LEFT_EMPTY, whole_row=True)
            return
        self.unnamed |= self._without_header(line)
        self.bad += row.bad
        if row.place not in self.drafts and len(self.drafts) < _SHOWN:
            self.shown.append(line)
        draft = self.drafts.setdefault(row.place, _Draft(row.place))
        self._keep_what_is_said(draft, row)
        self._keep_person(draft, row)
        draft.documents |= {document.title: document for document in row.documents}

    def _left_empty(self, row: Row) -> Column | None:
        """The part of the place that this row leaves empty though an earlier one, in the same building, has it."""
        estate, building, unit, _room = row.place
        within: Mapping[Column, tuple[str, ...]] = {
            **({} if self.reading.estate else {Column.ESTATE: ()}),
            Column.BUILDING: (estate,),
            Column.UNIT: (estate, building),
        }
        for named in within.items():
            if named[0] in row.empty and named in self._named:
                return named[0]
        parts = {Column.ESTATE: estate, Column.BUILDING: building, Column.UNIT: unit}
        self._named |= {named for named in within.items() if parts[named[0]]}
        return None

    def _keep_what_is_said(self, draft: _Draft, row: Row) -> None:
        said = {
            Column.HOUSEKEEPER: row.housekeeper,
            Column.NOTES: row.notes,
            Column.CONSENT: row.consent,
            Column.VIP: row.vip,
        }
        for column, value in said.items():
            if value is not None and draft.said.setdefault(column, value) != value:
                self._tell(row.line, column, Fault.CONTRADICTS)

    def _keep_person(self, draft: _Draft, row: Row) -> None:
        if row.name is None or row.part is None:
            return
        part, phones = draft.people.get(row.name, (row.part, {}))
        if part is not row.part:
            self._tell(row.line, Column.PART, Fault.CONTRADICTS)
        draft.people[row.name] = (part, phones | {phone.number: phone for phone in row.phones})

    def _tell(self, line: int, column: Column, fault: Fault, *, whole_row: bool = False) -> None:
        self.bad.append(BadRow(line, column, fault, self.columns.header_of(column), whole_row))

    def _without_header(self, line: Line) -> set[int]:
        headers = self.columns.headers
        if len(line.cells) <= len(headers) and all(headers):
            return set()
        return {
            at for at, cell in enumerate(line.cells) if cell.strip() and not (at < len(headers) and headers[at].strip())
        }


def gather(
    lines: Iterable[Line],
    reading: Reading,
    named: Mapping[str, Column | None] | None = None,
    progress: Progress | None = None,
) -> Gathered:
    """Reads all lines. Raises SheetError where none is a header."""
    columns, rows = SHEET.read(iter(lines), named)
    sheet = _Sheet(columns, reading)
    count = 0
    for count, line in enumerate(rows, start=1):
        sheet.take(line)
        if progress is not None and count % _PROGRESS_EVERY == 0:
            progress(count)
    if progress is not None:
        progress(count)
    return Gathered(
        columns,
        tuple(draft.household() for draft in sheet.drafts.values()),
        tuple(sheet.bad),
        count,
        tuple(sheet.shown),
        tuple(columns.header(at) for at in sorted(sheet.unnamed)),
    )
