"""Cells of a worksheet and the strings they share, taken from the elements of their XML. Pure."""

import re
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kit.amounts import whole
from kit.sheets.markup import Reader
from kit.sheets.merges import COLUMNS_MAX, Filling
from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.values import Moments, column_number, date_text, number_text, yes_or_no

CELL_LETTERS_MAX = 32_767
"""More cannot be written into a cell of a spreadsheet."""

_CELLS_MAX = 20_000_000
_STRING_BYTES_MAX = 64_000_000
_STRING_BYTES_FOR_EACH = 12
"""Of memory, beyond what is always allowed, for each element of the strings: short texts are many in a large sheet."""

_DIGITS = "0123456789"
_ROW_MAX = 1_048_576
_NUMBER_DIGITS = 9

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes what XML cannot hold, such as the end of a line: `_x000D_`."""


class Row(NamedTuple):
    number: int  # in the sheet
    cells: list[str]
    is_title: bool = False  # one cell, merged over several columns


class Words(Reader):
    """Takes the text of elements of the `wanted` name; not how it is pronounced."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self._wanted = wanted
        self._taken: list[str] = []
        self._letters = 0
        self._takes = self._pronounced = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        self._begin_word(self.names[name])

    def say(self, text: str) -> None:
        if self._takes:
            self._taken.append(text)
            self._letters += len(text)
            if self._letters > CELL_LETTERS_MAX:
                raise SheetError(Trouble.CELL_TOO_LONG, most=CELL_LETTERS_MAX)

    def _begin_word(self, local: str) -> None:
        if local == "rPh":
            self._pronounced = True
        self._takes = local == self._wanted and not self._pronounced

    def _end_word(self, local: str) -> None:
        self._takes = False
        if local == "rPh":
            self._pronounced = False

    def _text(self) -> str:
        text = "".join(self._taken)
        self._taken.clear()
        self._letters = 0
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class Strings(Words):
    """sharedStrings.xml; what they take in memory is bounded."""

    def __init__(self) -> None:
        super().__init__("t")
        self.texts: list[str] = []
        self._bytes = 0

    def end(self, name: str) -> None:
        self.depth -= 1
        local = self.names[name]
        if local != "si":
            self._end_word(local)
            return
        text = self._text()
        self._bytes += sys.getsizeof(text)
        if self._bytes > _STRING_BYTES_MAX + _STRING_BYTES_FOR_EACH * self.elements:
            raise SheetError(Trouble.BOMB)
        self.texts.append(text)


class Worksheet(Words):
    """`rows` are those that have ended and hold something; whoever takes them empties it."""

    def __init__(self, strings: Sequence[str], moments: Moments, filling: Filling) -> None:
        super().__init__("")
        self.rows: list[Row] = []
        self._strings, self._moments, self._filling = strings, moments, filling
        self._cells_left = _CELLS_MAX
        self._columns: dict[str, int] = {}  # by their letters
        self._number = 0
        self._cells: list[str] = []
        self._column = -1
        self._kind = self._style = ""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        local = self.names[name]
        if local == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._wanted = "t" if self._kind == "inlineStr" else "v"
            self._column = self._column_of(attributes.get("r", ""))
        elif local == "row":
            self._number = self._number_of(attributes.get("r", ""))
            self._column = -1
        else:
            self._begin_word(local)

    def end(self, name: str) -> None:
        self.depth -= 1
        local = self.names[name]
        if local == "c":
            if self._taken:
                self._put(self._shown(self._text()))
            self._wanted = ""
        elif local == "row":
            self._end_row()
        else:
            self._end_word(local)

    def _put(self, text: str) -> None:
        if self._column >= COLUMNS_MAX:
            raise SheetError(Trouble.TOO_MANY_COLUMNS, row=self._number, most=COLUMNS_MAX)
        missing = self._column - len(self._cells)
        if missing < 0:  # out of order
            self._cells[self._column] = text
            return
        self._cells += [""] * missing
        self._cells.append(text)

    def _end_row(self) -> None:
        if self._cells:
            is_title = self._filling.fill(self._number, self._cells)
            self._cells_left -= len(self._cells)
            if self._cells_left < 0:
                raise SheetError(Trouble.BOMB)
            self.rows.append(Row(self._number, self._cells, is_title))
            self._cells = []

    def _shown(self, text: str) -> str:
        match self._kind:
            case "s":
                return self._shared(text)
            case "n":
                text = text.strip()
                return (
                    self._moments.text(text, self._style) if self._style in self._moments.styles else number_text(text)
                )
            case "b":
                return yes_or_no(text)
            case "d":
                return date_text(text)
        return text

    def _shared(self, text: str) -> str:
        number = whole(text, _NUMBER_DIGITS)
        if number is None or number >= len(self._strings):
            raise SheetError(Trouble.DAMAGED)
        return self._strings[number]

    def _column_of(self, reference: str) -> int:
        """The column of a reference such as `AB12`; the next column if a cell has none."""
        letters = reference.rstrip(_DIGITS)
        known = self._columns.get(letters)
        if known is None:
            if not letters:
                return self._column + 1
            known = self._columns[letters] = column_number(letters)
        return known

    def _number_of(self, reference: str) -> int:
        number = whole(reference, _NUMBER_DIGITS) or 0
        return number if 0 < number <= _ROW_MAX else self._number + 1
