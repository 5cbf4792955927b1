"""CSV as programs and people save it: which letters, which mark between cells, and where a quotation never ends."""

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from kit.sheets.troubles import SheetError, Trouble

_SNIFFED = 64 * 1024
_SNIFFED_LINES = 20
_LINE_LETTERS_MAX = 1_000_000
_LAST = "\ue000"  # a letter that nobody writes, as a row of its own after the last
_MARKS = ",;\t，；"
_NAMED_MARK = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's own first line
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)  # how programs keep Excel from making a number of a phone


def separated_rows(path: Path, beginning: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows with their numbers. `beginning`: the first bytes of the file. Raises SheetError."""
    number = 0
    with path.open(encoding=_encoding(path, beginning), newline="") as text:
        try:
            mark, first = _mark(text)
            for number, cells in enumerate(csv.reader(_bounded(text), delimiter=mark), start=1):
                if cells and _LAST in cells[-1]:
                    _refuse_an_open_quote(cells, number)
                    return
                if number >= first:
                    yield number, [_as_meant(cell) for cell in cells]
        except UnicodeError:
            raise SheetError(Trouble.LETTERS) from None
        except csv.Error as error:
            trouble = Trouble.OPEN_QUOTE if "field limit" in str(error) else Trouble.BAD_CSV
            raise SheetError(trouble, row=number) from None


def _encoding(path: Path, beginning: bytes) -> str:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in beginning:
        raise SheetError(Trouble.NO_SHEET)
    return "utf-8-sig" if _is_utf8(path) else "gb18030"


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(_SNIFFED):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _mark(text: TextIO) -> tuple[str, int]:
    """What stands between cells, and the number of the first row. The text is at its beginning again."""
    lines = [text.readline(_LINE_LETTERS_MAX) for _ in range(_SNIFFED_LINES)]
    text.seek(0)
    if named := _NAMED_MARK.fullmatch(lines[0]):
        return named[1], 2
    return max(_MARKS, key=lambda mark: (_lines_alike(mark, lines), lines[0].count(mark))), 1


def _lines_alike(mark: str, lines: Sequence[str]) -> int:
    """How many lines have this mark, and equally often: rows do, a title or a note does not."""
    counts = Counter(line.count(mark) for line in lines if mark in line)
    return max(counts.values(), default=0)


def _bounded(text: TextIO) -> Iterator[str]:
    """The lines, and one more at the end, so that a quotation mark that is still open is noticed."""
    for number in itertools.count():
        line = text.readline(_LINE_LETTERS_MAX + 1)
        if not line:
            break
        if len(line) > _LINE_LETTERS_MAX:
            raise SheetError(Trouble.LINE_TOO_LONG, row=number, most=_LINE_LETTERS_MAX)
        yield line
    yield _LAST


def _refuse_an_open_quote(cells: Sequence[str], number: int) -> None:
    if list(cells) != [_LAST]:
        raise SheetError(Trouble.OPEN_QUOTE, row=number - 1)


def _as_meant(cell: str) -> str:
    """The cell without the sign that keeps a spreadsheet from reading it as a formula or a number."""
    if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@'\t\r\n＝＋－＠":
        return cell[1:]
    formula = _AS_FORMULA.fullmatch(cell) if cell.startswith('="') else None
    return formula[1] if formula else cell
