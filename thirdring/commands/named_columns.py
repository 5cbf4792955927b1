"""`--column HEADER=COLUMN`: what a column of a sheet is, where its header does not say so."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from kit.i18n import _
from thirdring.commands import CommandError

C = TypeVar("C", bound=StrEnum)


def named_columns(pairs: Sequence[str], columns: type[C]) -> dict[str, C]:
    """`楼号=building`, any number of times."""
    named: dict[str, C] = {}
    for pair in pairs:
        header, _equals, column = pair.rpartition("=")
        if not header or column not in {*columns}:
            text = _("--column {pair}: write HEADER=COLUMN, where COLUMN is one of {columns}.")
            raise CommandError(text.format(pair=pair, columns=", ".join(columns)))
        named[header] = columns(column)
    return named
