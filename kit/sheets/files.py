"""Sheets as rows of text: CSV and xlsx, with limits while reading."""

import csv
import io
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from kit.sheets.merges import COLUMNS_MAX
from kit.sheets.separated import separated_rows
from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.workbook import other_sheets, xlsx_rows

_SNIFFED = 64 * 1024
_FILE_MEGABYTES_MAX = 256
_ROWS_MAX = 500_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # an old Excel, and each xlsx with a password
_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|meta|\?xml)", re.IGNORECASE)


class Line(NamedTuple):
    number: int  # as the person sees it in a spreadsheet
    cells: Sequence[str]
    is_title: bool = False  # one cell, merged over several columns
    is_separated: bool = False  # of a CSV, where one comma too many moves the cells behind it


def read_lines(path: Path) -> Iterator[Line]:
    """The lines that are not empty. The first bytes decide the format. Raises SheetError."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):  # a folder says by itself what it is
        raise SheetError(Trouble.NO_FILE)
    if about.st_size > _FILE_MEGABYTES_MAX * 1_000_000:
        raise SheetError(Trouble.FILE_TOO_LARGE, most=_FILE_MEGABYTES_MAX)
    for line in _lines(path):
        if not "".join(line.cells).strip():  # of a thousand columns too, at once
            continue
        if line.number > _ROWS_MAX:
            raise SheetError(Trouble.TOO_MANY_ROWS, most=_ROWS_MAX)
        if len(line.cells) > COLUMNS_MAX:
            raise SheetError(Trouble.TOO_MANY_COLUMNS, row=line.number, most=COLUMNS_MAX)
        yield line


def sheets_not_read(path: Path) -> tuple[str, ...]:
    """The names of the others of a workbook. Raises SheetError."""
    return other_sheets(path) if _beginning(path).startswith(_ZIP) else ()


def _lines(path: Path) -> Iterator[Line]:
    beginning = _beginning(path)
    if beginning.startswith(_ZIP):
        return (Line(*row) for row in xlsx_rows(path))
    if beginning.startswith(_OLE):
        raise SheetError(Trouble.OLD_EXCEL)
    if _PAGE.match(beginning):
        raise SheetError(Trouble.WEB_PAGE)
    return (Line(number, cells, is_separated=True) for number, cells in separated_rows(path, beginning))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SNIFFED)


def write_csv(rows: Iterable[Sequence[str]], sink: IO[bytes]) -> None:
    """Writes a byte order mark, which Excel needs for UTF-8."""
    text = io.TextIOWrapper(sink, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    text.detach()  # flushed, and left open


def write_xlsx(rows: Iterable[Sequence[str]], sink: IO[bytes]) -> None:
    import openpyxl  # late: the start of the service does not wait for it
    from openpyxl.cell import WriteOnlyCell

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


_LEADS = ("=", "-", "@", "'", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _harmless(text: str) -> str:
    """Protects text such as `=1+1` from being read as a formula; the + of a phone number is harmless."""
    if text.startswith(_LEADS) or (text[:1] == "+" and not text[1:].isdecimal()):
        return "'" + text
    return text
