"""Sheets as rows of text: CSV in UTF-8 or GB18030, and xlsx. What is read is bounded while it is read."""

import csv
import io
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple, TextIO

import openpyxl
from openpyxl.cell import WriteOnlyCell

from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.workbook import xlsx_rows
from kit.sheets.worksheet import COLUMNS_MAX

_SNIFFED = 64 * 1024
_FILE_MEGABYTES_MAX = 256
_ROWS_MAX = 500_000
_LINE_LETTERS_MAX = 1_000_000
_ZIP = b"PK\x03\x04"
_LAST = "\ue000"  # a letter that nobody writes, as a row of its own after the last


class Line(NamedTuple):
    number: int  # as the person sees it: 1 is the header
    cells: Sequence[str]


def read_lines(path: Path) -> Iterator[Line]:
    """Lines that are not empty. What the file is, its first bytes say. Raises SheetError."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):  # a folder says by itself what it is
        raise SheetError(Trouble.NO_FILE)
    if about.st_size > _FILE_MEGABYTES_MAX * 1_000_000:
        raise SheetError(Trouble.FILE_TOO_LARGE, most=_FILE_MEGABYTES_MAX)
    with path.open("rb") as file:
        beginning = file.read(_SNIFFED)
    for number, cells in xlsx_rows(path) if beginning.startswith(_ZIP) else _csv_rows(path, beginning):
        if not any(cell.strip() for cell in cells):
            continue
        if number > _ROWS_MAX:
            raise SheetError(Trouble.TOO_MANY_ROWS, most=_ROWS_MAX)
        if len(cells) > COLUMNS_MAX:
            raise SheetError(Trouble.TOO_MANY_COLUMNS, row=number, most=COLUMNS_MAX)
        yield Line(number, cells)


def _csv_rows(path: Path, beginning: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    if b"\0" in beginning:
        raise SheetError(Trouble.NO_SHEET)
    encoding = "utf-8-sig" if _is_utf8(path) else "gb18030"
    number = 0
    with path.open(encoding=encoding, newline="") as text:
        try:
            head = text.readline(_LINE_LETTERS_MAX)
            text.seek(0)
            delimiter = max(",;\t", key=head.count)
            for number, cells in enumerate(csv.reader(_bounded(text), delimiter=delimiter), start=1):
                if cells and _LAST in cells[-1]:
                    _refuse_an_open_quote(cells, number)
                    return
                yield number, [_as_meant(cell) for cell in cells]
        except UnicodeDecodeError:
            raise SheetError(Trouble.LETTERS) from None
        except csv.Error as error:
            trouble = Trouble.OPEN_QUOTE if "field limit" in str(error) else Trouble.BAD_CSV
            raise SheetError(trouble, row=number) from None


def _bounded(text: TextIO) -> Iterator[str]:
    """Its lines, and one more at the end: a quotation mark that is still open takes that in as well."""
    number = 0
    while line := text.readline(_LINE_LETTERS_MAX + 1):
        if len(line) > _LINE_LETTERS_MAX:
            raise SheetError(Trouble.LINE_TOO_LONG, row=number, most=_LINE_LETTERS_MAX)
        number += 1
        yield line
    yield _LAST


def _refuse_an_open_quote(cells: Sequence[str], number: int) -> None:
    if list(cells) != [_LAST]:
        raise SheetError(Trouble.OPEN_QUOTE, row=number - 1)


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
