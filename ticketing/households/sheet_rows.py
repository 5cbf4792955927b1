"""One row of a sheet: a person of a household, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kit.sheets.cells import BadRow, Fault, FaultyError, clean, is_nothing
from kit.sheets.files import Line
from kit.sheets.headers import Columns
from ticketing.households.columns import Column
from ticketing.households.household import KeptDocument, Part, Phone, Place
from ticketing.households.phones import Site, read_phones
from ticketing.households.place_cells import read_place

PARTS: Mapping[Part, tuple[str, ...]] = {
    Part.OWNER: ("业主", "owner", "房主", "产权人", "户主"),
    Part.TENANT: ("租户", "tenant", "租客", "承租人"),
    Part.FAMILY: ("家属", "family", "家人", "亲属", "配偶", "子女", "父母"),
    Part.CONTACT: ("联系人", "contact", "紧急联系人", "其他", "other"),
}
_PART_OF = {name: part for part, names in PARTS.items() for name in names}
YES = ("是", "yes", "y", "true", "1", "同意", "有", "√")
NO = ("否", "no", "n", "false", "0", "不同意", "无", "×")
LENGTHS_MAX: Mapping[Column, int] = {
    Column.NAME: 100,
    Column.HOUSEKEEPER: 64,
    Column.DOCUMENTS: 2000,
    Column.NOTES: 4000,
    Column.PHONES: 400,
}
_LENGTH_MAX = 60
_PLACE = (Column.ESTATE, Column.BUILDING, Column.UNIT, Column.ROOM)
_AS_WRITTEN = (Column.NAME, Column.NOTES)
_WITH_LINES = (Column.NOTES, Column.PHONES, Column.DOCUMENTS)
_BETWEEN_DOCUMENTS = re.compile(r"[,;/|、，；\n]+(?![^(（]*[)）])")
"""Not within brackets, where a date may stand: `证(2024/05/01)`."""

_SINCE = re.compile(r"(.*?)\s*[(（](\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?[)）]\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """None: the sheet has no such column, or the cell is empty; then what is known stays."""

    line: int
    place: Place
    name: str | None = None
    part: Part | None = None
    phones: tuple[Phone, ...] = ()
    housekeeper: str | None = None
    documents: tuple[KeptDocument, ...] = ()
    notes: str | None = None
    consent: bool | None = None
    vip: bool | None = None
    empty: tuple[Column, ...] = ()  # parts of the place whose cells are empty, though the sheet has the column
    bad: tuple[BadRow, ...] = ()  # its cells that are left out


class Reading(NamedTuple):
    region: str = "CN"
    area_code: str = ""
    estate: str = ""  # of rows that name none


class _Cells:
    """The cells of one line. One that is wrong counts as empty, and is told in `bad`."""

    def __init__(self, line: Line, columns: Columns[Column]) -> None:
        self.line, self.columns = line, columns
        self.bad: list[BadRow] = []

    def place_texts(self) -> dict[Column, str]:
        """Raises FaultyError: without its place a row is nobody's."""
        places = self.columns.places
        return {column: _clean(column, self._raw(at)) for column in _PLACE for at in places.get(column, ())}

    def texts(self, column: Column) -> Iterator[tuple[int, str]]:
        """Those that say something, with their places in the line."""
        for at in self.columns.places.get(column, ()):
            try:
                text = _clean(column, self._raw(at))
            except FaultyError as faulty:
                self.tell(at, column, faulty.fault)
                continue
            if text and (column in (Column.CONSENT, Column.VIP) or not is_nothing(text)):
                yield at, text

    def text(self, column: Column) -> str | None:
        return next((text for _at, text in self.texts(column)), None)

    def tell(self, at: int, column: Column, fault: Fault) -> None:
        self.bad.append(BadRow(self.line.number, column, fault, self.columns.header(at), whole_row=False))

    def _raw(self, at: int) -> str:
        return self.line.cells[at] if at < len(self.line.cells) else ""


def read_row(line: Line, columns: Columns[Column], reading: Reading) -> Row | BadRow:
    cells = _Cells(line, columns)
    try:
        if line.is_title:
            raise FaultyError(Column.ROOM, Fault.TITLE)
        if line.is_separated and any(cell.strip() for cell in line.cells[len(columns.headers) :]):
            raise FaultyError(Column.ROOM, Fault.MORE_CELLS)
        texts = cells.place_texts()
        place = read_place(texts, reading.estate)
    except FaultyError as faulty:
        return BadRow(line.number, faulty.column, faulty.fault, columns.header_of(Column(faulty.column)))
    empty = tuple(column for column, text in texts.items() if not text)
    name, part, phones = _person(cells, Site(reading.region, reading.area_code))
    return Row(
        line.number,
        place,
        name,
        part,
        phones,
        cells.text(Column.HOUSEKEEPER),
        _documents(cells),
        cells.text(Column.NOTES),
        _yes_or_no(cells, Column.CONSENT),
        _yes_or_no(cells, Column.VIP),
        empty,
        tuple(cells.bad),
    )


def _clean(column: Column, text: str) -> str:
    longest = LENGTHS_MAX.get(column, _LENGTH_MAX)
    return clean(column, text, longest, as_written=column in _AS_WRITTEN, lines=column in _WITH_LINES)


def _person(cells: _Cells, site: Site) -> tuple[str | None, Part | None, tuple[Phone, ...]]:
    name = cells.text(Column.NAME)
    if name is None:
        for column in (Column.PHONES, Column.PART):
            for at, _text in cells.texts(column):
                cells.tell(at, column, Fault.NAME_MISSING)
        return None, None, ()
    return name, _part(cells), _phones(cells, site)


def _part(cells: _Cells) -> Part:
    for at, text in cells.texts(Column.PART):
        if text.casefold() in _PART_OF:
            return _PART_OF[text.casefold()]
        cells.tell(at, Column.PART, Fault.UNKNOWN_PART)
        return Part.CONTACT
    return Part.OWNER


def _phones(cells: _Cells, site: Site) -> tuple[Phone, ...]:
    phones: dict[str, Phone] = {}
    for at, text in cells.texts(Column.PHONES):
        found = read_phones(text, site)
        phones |= {phone.number: phone for phone in found.phones}
        if not found.is_whole:
            cells.tell(at, Column.PHONES, Fault.NOT_A_PHONE)
    return tuple(phones.values())


def _documents(cells: _Cells) -> tuple[KeptDocument, ...]:
    documents = []
    for at, text in cells.texts(Column.DOCUMENTS):
        for piece in filter(None, map(str.strip, _BETWEEN_DOCUMENTS.split(text))):
            try:
                documents.append(_document(piece))
            except ValueError:
                cells.tell(at, Column.DOCUMENTS, Fault.NOT_A_DATE)
                documents.append(KeptDocument(piece))
    return tuple(documents)


def _document(text: str) -> KeptDocument:
    """Raises ValueError where there is no such date."""
    found = _SINCE.fullmatch(text)
    if found is None:
        return KeptDocument(text)
    return KeptDocument(found[1], date(int(found[2]), int(found[3]), int(found[4])))


def _yes_or_no(cells: _Cells, column: Column) -> bool | None:
    for at, text in cells.texts(column):
        word = text.casefold()
        if word in YES or word in NO:
            return word in YES
        if not is_nothing(text):
            cells.tell(at, column, Fault.NOT_YES_OR_NO)
    return None
