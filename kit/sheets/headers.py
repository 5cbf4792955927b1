"""Finds the header line of a sheet and the meaning of its columns, in Chinese, English, or as named by the user."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from kit.sheets.files import Line
from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.values import column_letters

C = TypeVar("C", bound=StrEnum)
_NOISE = re.compile(r"[\s_*:()-]+")
_NUMBERED = re.compile(r"(.*\D)[0-9一二三]")
_LOOKED_AT_LINES = 20


class Columns(NamedTuple, Generic[C]):
    places: Mapping[C, tuple[int, ...]]  # several only of a column that may be repeated
    unknown: tuple[str, ...]  # headers that mean nothing to us, and are left out
    twice: tuple[C, ...]
    missing: tuple[C, ...]
    headers: tuple[str, ...]  # as the sheet writes them
    line: int
    again: Mapping[int, C] = {}  # the places of further columns that mean one of `twice`
    names: tuple[str, ...] = ()  # what people call each

    def clashing(self) -> list[str]:
        """The headers of columns that were taken for the same."""
        firsts = [self.places[column][0] for column in self.twice]
        return [self.header(place) for place in sorted({*firsts, *self.again})]

    def header(self, place: int) -> str:
        """As the sheet writes it, with the letters of its column where several are written alike; these alone where it
        writes none."""
        return (self.names[place] if place < len(self.names) else "") or column_letters(place)

    def header_of(self, column: C) -> str:
        """The first of a column; empty where the sheet has none."""
        return next(iter(self.headers_of(column)), "")

    def headers_of(self, column: C) -> tuple[str, ...]:
        return tuple(self.header(place) for place in self.places.get(column, ()))


class Read(NamedTuple, Generic[C]):
    columns: Columns[C]
    lines: Iterator[Line]  # those below the header, without one that repeats it


@dataclass(frozen=True, slots=True)
class Headers(Generic[C]):
    """The first name of each column is the Chinese header of an export, the second the English one."""

    names: Mapping[C, tuple[str, ...]]
    required: tuple[C, ...]
    repeated: tuple[C, ...] = ()  # may stand in several columns, also as 手机2

    def find(self, headers: Sequence[str], named: Mapping[str, C | None] | None = None, line: int = 1) -> Columns[C]:
        """`named` gives the meaning of headers explicitly; None: the column is left out. Of several that are written
        alike, each is named with the letters of its column: `房号 (C)`."""
        known = self._known(named)
        said = {plain(name): column for name, column in (named or {}).items()}
        places: dict[C, tuple[int, ...]] = {}
        unknown: list[str] = []
        again: dict[int, C] = {}
        names = _names(headers)
        for place, header in enumerate(headers):
            name = plain(names[place])
            column = said[name] if name in said else self._column(header, known)
            if column is None:
                unknown += [header] if header.strip() else []
            elif column in places and column not in self.repeated:
                again[place] = column
            else:
                places[column] = (*places.get(column, ()), place)
        missing = tuple(column for column in self.required if column not in places)
        twice = tuple(dict.fromkeys(again.values()))
        return Columns(places, tuple(unknown), twice, missing, tuple(headers), line, again, names)

    def read(self, lines: Iterator[Line], named: Mapping[str, C | None] | None = None) -> Read[C]:
        """Finds the header. Raises SheetError where there is none."""
        first = list(itertools.islice(lines, _LOOKED_AT_LINES))
        if not first:
            raise SheetError(Trouble.EMPTY)
        known = self._known(named)
        found = [self.find(line.cells, named, line.number) for line in first]
        at = max(range(len(first)), key=lambda each: (not found[each].missing, _known_count(found[each])))
        below = first[at + 1 :]
        columns = found[at]
        if below and self._repeats(below[0], columns, known):  # a header of two lines; the lower one says more
            both = itertools.zip_longest(below[0].cells, columns.headers, fillvalue="")
            columns = self.find([lower if lower.strip() else upper for lower, upper in both], named, columns.line)
        self._refuse(columns)
        rest = itertools.chain(below, lines)
        return Read(columns, (line for line in rest if not self._repeats(line, columns, known)))

    def row(self, language: str = "zh") -> list[str]:
        return [self.title(column, language) for column in self.names]

    def title(self, column: C, language: str = "zh") -> str:
        return self.names[column][0 if language == "zh" else 1]

    def _refuse(self, columns: Columns[C]) -> None:
        if columns.missing:
            wanted = ", ".join(f"{column} ({self.title(column)})" for column in columns.missing)
            headers = ", ".join(" ".join(header.split())[:20] for header in columns.headers if header.strip())
            fields = {"columns": wanted, "row": columns.line, "headers": headers}
            raise SheetError(Trouble.NO_COLUMN, columns, **fields)
        if columns.twice:
            meant = ", ".join(f"{one} ({self.title(one)})" for one in columns.twice)
            headers = ", ".join(header[:20] for header in columns.clashing())
            raise SheetError(Trouble.TWICE, columns, columns=meant, headers=headers)

    def _known(self, named: Mapping[str, C | None] | None) -> dict[str, C | None]:
        known: dict[str, C | None] = {plain(name): column for column, names in self.names.items() for name in names}
        return known | {plain(header): column for header, column in (named or {}).items()}

    def _column(self, header: str, known: Mapping[str, C | None]) -> C | None:
        name = plain(header)
        numbered = None if name in known else _NUMBERED.fullmatch(name)
        column = known.get(numbered[1] if numbered else name)
        return None if numbered and column not in self.repeated else column

    def _repeats(self, line: Line, columns: Columns[C], known: Mapping[str, C | None]) -> bool:
        """Whether a line holds nothing but headers: the lower line of two, or the header again on the next page."""
        count = 0
        for place, cell in enumerate(line.cells):
            if not cell.strip():
                continue
            if self._column(cell, known) is None and columns.headers[place : place + 1] != (cell,):
                return False
            count += 1
        return count > 1


def plain(header: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", header)).casefold()


def _names(headers: Sequence[str]) -> tuple[str, ...]:
    """What people call each: `房号`, or `房号 (C)` where several are written alike. Empty where there is no header."""
    written = [" ".join(header.split()) for header in headers]
    count = Counter(map(plain, written))
    return tuple(
        name if not name or count[plain(name)] < 2 else f"{name} ({column_letters(place)})"
        for place, name in enumerate(written)
    )


def _known_count(columns: Columns[C]) -> int:
    return sum(len(places) for places in columns.places.values())
