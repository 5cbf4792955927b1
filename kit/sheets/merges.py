"""Merged cells of a worksheet: the first one's text stands for all of them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from kit.sheets.markup import Reader
from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.values import column_number

COLUMNS_MAX = 1_024
_MERGES_MAX = 1_000_000
_DIGITS = "0123456789"


class Merge(NamedTuple):
    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Merges(Reader):
    """The list of merged cells, which stands behind the rows of a worksheet."""

    def __init__(self) -> None:
        super().__init__()
        self.by_first_row: dict[int, list[Merge]] = defaultdict(list)
        self._count = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.names[name] == "mergeCell":
            self._count += 1
            if self._count > _MERGES_MAX:
                raise SheetError(Trouble.BOMB)
            merge = _merge(attributes.get("ref", ""))
            self.by_first_row[merge.first_row].append(merge)


class Filling:
    """Fills the rows of a sheet one after the other."""

    def __init__(self, by_first_row: Mapping[int, list[Merge]]) -> None:
        self._by_first_row = by_first_row
        self._open: list[tuple[Merge, str]] = []  # those that reach into the rows to come

    def fill(self, number: int, cells: list[str]) -> bool:
        """Returns whether the row is a title: one cell, merged over several columns."""
        begun = [(merge, _at(cells, merge.first_column)) for merge in self._by_first_row.get(number, ())]
        is_title = any(_is_whole(merge, text, cells) for merge, text in begun)
        current = [*(one for one in self._open if one[0].last_row >= number), *begun]
        if len(current) > COLUMNS_MAX:
            raise SheetError(Trouble.BOMB)
        for merge, text in current:
            if text:
                _put(cells, merge, text)
        self._open = [one for one in current if one[0].last_row > number]
        return is_title


def _is_whole(merge: Merge, text: str, cells: list[str]) -> bool:
    return merge.last_column > merge.first_column and bool(text) and sum(1 for cell in cells if cell.strip()) == 1


def _put(cells: list[str], merge: Merge, text: str) -> None:
    cells += [""] * (merge.last_column + 1 - len(cells))
    for column in range(merge.first_column, merge.last_column + 1):
        cells[column] = cells[column] or text


def _at(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _merge(reference: str) -> Merge:
    """Reads a reference such as `A2:C4`."""
    first, _colon, last = reference.partition(":")
    (column, row), (last_column, last_row) = _corner(first), _corner(last or first)
    return Merge(row, last_row, column, min(last_column, COLUMNS_MAX - 1))


def _corner(reference: str) -> tuple[int, int]:
    letters = reference.rstrip(_DIGITS)
    row = reference[len(letters) :]
    if not letters or not row or len(row) > 7:
        raise SheetError(Trouble.DAMAGED)
    return column_number(letters), int(row)
