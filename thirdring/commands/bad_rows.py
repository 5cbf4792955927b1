"""The rows of a sheet that are left out, in lines for a person."""

from collections.abc import Iterable
from typing import Protocol

from kit.i18n import _


class Bad(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> str: ...
    def sentence(self, language: str) -> str: ...


def bad_rows(bad: Iterable[Bad], language: str) -> list[str]:
    line = _("line {line}, {column}: {why}")
    return [line.format(line=one.line, column=one.column, why=one.sentence(language)) for one in bad]
