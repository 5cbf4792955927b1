"""The rows of a sheet that are left out, in lines for a person."""

from collections.abc import Iterable

from thirdring.i18n import _
from ticketing.sheets.cells import BadRow


def bad_rows(bad: Iterable[BadRow], language: str) -> list[str]:
    line = _("line {line}, {column}: {why}")
    return [line.format(line=one.line, column=one.column, why=one.sentence(language)) for one in bad]
