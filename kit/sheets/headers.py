"""Which column of a sheet is what. Headers may be Chinese or English, or be named one by one."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from kit.sheets.files import Line
from kit.sheets.troubles import SheetError, Trouble

C = TypeVar("C", bound=StrEnum)
_NOISE = re.compile(r"[\s_*:()-]+")


class Columns(NamedTuple, Generic[C]):
    places: Mapping[C, int]
    unknown: tuple[str, ...]  # headers that mean nothing to us, and are left out
    twice: tuple[C, ...]
    missing: tuple[C, ...]

    @property
    def usable(self) -> bool:
        return not self.missing and not self.twice


@dataclass(frozen=True, slots=True)
class Headers(Generic[C]):
    """The first name of each column is the Chinese header of an export, the second the English one."""

    names: Mapping[C, tuple[str, ...]]
    required: tuple[C, ...]

    def find(self, headers: Sequence[str], named: Mapping[str, C] | None = None) -> Columns[C]:
        """`named` says for a header of this sheet what it is, whatever it looks like."""
        known = {_plain(name): column for column, names in self.names.items() for name in names}
        known |= {_plain(header): column for header, column in (named or {}).items()}
        places: dict[C, int] = {}
        unknown: list[str] = []
        twice: list[C] = []
        for place, header in enumerate(headers):
            column = known.get(_plain(header))
            if column is None:
                unknown += [header] if header.strip() else []
            elif column in places:
                twice.append(column)
            else:
                places[column] = place
        missing = tuple(column for column in self.required if column not in places)
        return Columns(places, tuple(unknown), tuple(twice), missing)

    def read(self, lines: Iterator[Line], named: Mapping[str, C] | None = None) -> Columns[C]:
        """Takes the first line. Raises SheetError where it makes no sense."""
        header = next(lines, None)
        if header is None:
            raise SheetError(Trouble.EMPTY)
        columns = self.find(header.cells, named)
        if columns.missing:
            raise SheetError(Trouble.NO_COLUMN, columns=", ".join(columns.missing))
        if columns.twice:
            raise SheetError(Trouble.TWICE, columns=", ".join(columns.twice))
        return columns

    def row(self, language: str = "zh") -> list[str]:
        return [names[0 if language == "zh" else 1] for names in self.names.values()]


def _plain(header: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", header)).casefold()
