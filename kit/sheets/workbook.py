"""The first sheet of an xlsx that is not hidden, row by row. Only the parts that it needs are unpacked."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kit.sheets.markup import Reader, pieces, read
from kit.sheets.merges import Filling, Merges
from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.values import Moments, length_of_time
from kit.sheets.worksheet import Row, Strings, Worksheet
from kit.sheets.zipped import Zipped, unzipped

_ROOT = "_rels/.rels"
_RELATIONS_MAX = 10_000


class _Relation(NamedTuple):
    id: str
    kind: str  # the last word of its type: worksheet, styles …
    target: str  # the name of a part


def xlsx_rows(path: Path) -> Iterator[Row]:
    """Rows that hold something. Raises SheetError."""
    with unzipped(path) as zipped:
        book = _Workbook(zipped)
        strings = Strings()
        if part := book.part("sharedStrings"):
            read(zipped, part, strings)
        moments = Moments(_styles(zipped, book.part("styles")), book.since_1904)
        sheet = Worksheet(strings.texts, moments, _filling(zipped, book.first_sheet))
        for _ in pieces(zipped, book.first_sheet, sheet):
            yield from sheet.rows
            sheet.rows.clear()


def other_sheets(path: Path) -> tuple[str, ...]:
    """The names of those that are not read; hidden ones left out. Raises SheetError."""
    with unzipped(path) as zipped:
        return tuple(sheet.name for sheet in _Workbook(zipped).shown[1:])


def _filling(zipped: Zipped, part: str) -> Filling:
    """The merged cells stand behind the rows, so that the sheet is read twice where it has some."""
    merges = Merges()
    if zipped.mentions(part, b"mergeCell"):
        read(zipped, part, merges)
    return Filling(merges.by_first_row)


class _Sheet(NamedTuple):
    id: str
    name: str
    is_hidden: bool


class _Workbook:
    def __init__(self, zipped: Zipped) -> None:
        name = _target(_relations(zipped, _ROOT, ""), "officeDocument")
        if not name:
            raise SheetError(Trouble.NO_WORKBOOK)
        outline = _Outline()
        read(zipped, name, outline)
        self.since_1904, self._sheets = outline.since_1904, outline.sheets
        folder, file = posixpath.split(name)
        self._relations = _relations(zipped, posixpath.join(folder, "_rels", f"{file}.rels"), folder)

    def part(self, kind: str) -> str:
        return _target(self._relations, kind)

    @property
    def shown(self) -> list[_Sheet]:
        """All of them where all are hidden."""
        targets = {one.id for one in self._relations if one.kind == "worksheet"}
        sheets = [sheet for sheet in self._sheets if sheet.id in targets]
        return [sheet for sheet in sheets if not sheet.is_hidden] or sheets

    @property
    def first_sheet(self) -> str:
        shown = self.shown
        if not shown:
            raise SheetError(Trouble.NO_WORKBOOK)
        return next(one.target for one in self._relations if one.id == shown[0].id and one.kind == "worksheet")


class _Outline(Reader):
    """workbook.xml: its sheets in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[_Sheet] = []
        self.since_1904 = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        super().begin(name, attributes)
        if self.names[name] == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            name = attributes.get("name", "")
            self.sheets += [_Sheet(value, name, is_hidden) for key, value in attributes.items() if key.endswith(":id")]
        elif self.names[name] == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in ("1", "true")


class _Relations(Reader):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.found: list[_Relation] = []
        self._folder = folder

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        super().begin(name, attributes)
        if self.elements > _RELATIONS_MAX:
            raise SheetError(Trouble.BOMB)
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(_Relation(attributes.get("Id", ""), kind, target))


def _relations(zipped: Zipped, part: str, folder: str) -> list[_Relation]:
    reader = _Relations(folder)
    read(zipped, part, reader)
    return reader.found


def _target(relations: list[_Relation], kind: str) -> str:
    return next((one.target for one in relations if one.kind == kind), "")


class _Styles(Reader):
    """styles.xml: the formats of numbers, and which style has which."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[str, str] = {}
        self.of_styles: list[str] = []
        self._of_cells = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        super().begin(name, attributes)
        local = self.names[name]
        if local == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            self._of_cells = True
        elif local == "xf" and self._of_cells:
            self.of_styles.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        super().end(name)
        if self.names[name] == "cellXfs":
            self._of_cells = False


def _styles(zipped: Zipped, part: str) -> dict[str, bool]:
    """The styles that are dates and times, by their number."""
    reader = _Styles()
    if part:
        read(zipped, part, reader)
    known = {number: length_of_time(number, reader.formats) for number in set(reader.of_styles)}
    lengths = ((str(style), known[number]) for style, number in enumerate(reader.of_styles))
    return {style: length for style, length in lengths if length is not None}
