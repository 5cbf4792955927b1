"""Rows into households: several rows are several people of one household, and must not contradict each other."""

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
Progress = Callable[[int], None]
"""Told now and then how many rows were read."""


class Gathered(NamedTuple):
    columns: Columns[Column]
    households: tuple[Household, ...]  # in the order of their first rows
    bad: tuple[BadRow, ...]
    row_count: int


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


def gather(
    lines: Iterable[Line],
    reading: Reading,
    named: Mapping[str, Column] | None = None,
    progress: Progress | None = None,
) -> Gathered:
    """Reads all lines; the first is the header. Raises SheetError where the header makes no sense."""
    lines = iter(lines)
    columns = SHEET.read(lines, named)
    drafts: dict[Place, _Draft] = {}
    bad: list[BadRow] = []
    count = 0
    for count, line in enumerate(lines, start=1):
        row = read_row(line.number, line.cells, columns.places, reading)
        trouble = row if isinstance(row, BadRow) else _take(drafts, row)
        if trouble is not None:
            bad.append(trouble)
        if progress is not None and count % _PROGRESS_EVERY == 0:
            progress(count)
    if progress is not None:
        progress(count)
    return Gathered(columns, tuple(draft.household() for draft in drafts.values()), tuple(bad), count)


def _take(drafts: dict[Place, _Draft], row: Row) -> BadRow | None:
    draft = drafts.get(row.place) or _Draft(row.place)
    said = {
        Column.HOUSEKEEPER: row.housekeeper,
        Column.NOTES: row.notes,
        Column.CONSENT: row.consent,
        Column.VIP: row.vip,
    }
    for column, value in said.items():
        if value is not None and draft.said.get(column, value) != value:
            return BadRow(row.line, column, Fault.CONTRADICTS)
    if row.name is not None and row.part is not None:
        part, phones = draft.people.get(row.name, (row.part, {}))
        if part is not row.part:
            return BadRow(row.line, Column.PART, Fault.CONTRADICTS)
        draft.people[row.name] = (part, phones | {phone.number: phone for phone in row.phones})
    draft.said |= {column: value for column, value in said.items() if value is not None}
    draft.documents |= {document.title: document for document in row.documents}
    drafts[row.place] = draft
    return None
