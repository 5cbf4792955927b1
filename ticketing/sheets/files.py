"""Sheets as rows of text: CSV in UTF-8 or GB18030, and xlsx. The one door to openpyxl."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, NamedTuple

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

_SNIFFED = 64 * 1024
_ROWS_MAX = 500_000
_UNPACKED_MAX = 1_000_000_000
_ZIP = b"PK\x03\x04"


class SheetError(Exception):
    """The file is no sheet that can be read; says what would be."""


class Line(NamedTuple):
    number: int  # as the person sees it: 1 is the header
    cells: Sequence[str]


def read_lines(path: Path) -> Iterator[Line]:
    """Lines that are not empty. What the file is, its first bytes say."""
    with path.open("rb") as file:
        beginning = file.read(_SNIFFED)
    lines = _xlsx_lines(path) if beginning.startswith(_ZIP) else _csv_lines(path, beginning)
    for number, cells in enumerate(lines, start=1):
        if number > _ROWS_MAX:
            raise SheetError(f"the sheet has more than {_ROWS_MAX:,} rows: import it in parts")
        if any(cell.strip() for cell in cells):
            yield Line(number, cells)


def _csv_lines(path: Path, beginning: bytes) -> Iterator[Sequence[str]]:
    if b"\0" in beginning:
        raise SheetError("this is neither CSV nor xlsx: save it as one of them")
    encoding = "utf-8-sig" if _is_utf8(path) else "gb18030"
    with path.open(encoding=encoding, newline="") as text:
        head = text.readline()
        text.seek(0)
        delimiter = max(",;\t", key=head.count)
        try:
            for cells in csv.reader(text, delimiter=delimiter):
                yield [_as_meant(cell) for cell in cells]
        except UnicodeDecodeError:
            raise SheetError("the letters of this CSV cannot be read: save it as CSV UTF-8") from None
        except csv.Error as error:
            raise SheetError(f"this CSV cannot be read: {error}") from None


def _as_meant(cell: str) -> str:
    """Without the apostrophe that `write_csv` puts before what a spreadsheet would take for a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@'" else cell


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(_SNIFFED):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _xlsx_lines(path: Path) -> Iterator[Sequence[str]]:
    """The first sheet."""
    _refuse_a_bomb(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise SheetError("this xlsx cannot be opened: save it again, or save it as CSV") from None
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size, which would hide rows
        for cells in sheet.iter_rows(values_only=True):
            yield [_text(cell) for cell in cells]
    finally:
        book.close()


def _refuse_a_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise SheetError("this xlsx is damaged: save it again, or save it as CSV") from None
    if unpacked > _UNPACKED_MAX:
        raise SheetError("this xlsx unpacks to more than a gigabyte: import it in parts")


def _text(cell: object) -> str:
    """Excel keeps a phone number as a number."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    return str(cell)


def write_csv(rows: Iterable[Sequence[str]], sink: IO[bytes]) -> None:
    """With a byte order mark, by which Excel knows UTF-8."""
    text = io.TextIOWrapper(sink, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    text.detach()  # flushed, and left open


def write_xlsx(rows: Iterable[Sequence[str]], sink: IO[bytes]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"  # a text, also where it begins like a formula
            cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    sink.write(buffer.getvalue())


def _harmless(text: str) -> str:
    """A name such as `=1+1` stays a name where a spreadsheet opens the file; a phone's + is no danger."""
    if text[:1] in ("=", "-", "@", "'") or (text[:1] == "+" and not text[1:].isdecimal()):
        return "'" + text
    return text
