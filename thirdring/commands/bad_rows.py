"""What is wrong with a sheet's rows and cells, in lines for a person, by the sheet's own headers."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from kit.i18n import _
from kit.sheets.headers import Columns, Headers

C = TypeVar("C", bound=StrEnum)


class Bad(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def header(self) -> str: ...
    def sentence(self, language: str) -> str: ...


def bad_rows(bad: Iterable[Bad], language: str) -> list[str]:
    line = _("line {line}, {column}: {why}")
    return [line.format(line=one.line, column=one.header or one.column, why=one.sentence(language)) for one in bad]


def understood(sheet: Headers[C], columns: Columns[C], language: str, more: Sequence[str] = ()) -> list[str]:
    """Which line is the header, what its columns are taken for, and what is left out; `more` beside its own headers."""
    pair = "{headers} = {column}"
    taken = [
        pair.format(headers=" + ".join(columns.headers_of(column)), column=sheet.title(column, language))
        for column in columns.places
    ]
    left_out = [" ".join(header.split()) for header in (*columns.unknown, *more)]
    return [
        _("header: line {line}").format(line=columns.line),
        _("columns: {columns}").format(columns=", ".join(taken)),
        _("left out: {headers}").format(headers=", ".join(left_out) or "-"),
    ]
