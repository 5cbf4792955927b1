"""The sheet of a month as the bytes of a file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, Protocol

from kit.i18n import Language, translations
from metrics.objectives.honesty import Honesty
from metrics.objectives.monthly import MonthLine
from metrics.objectives.sheet.form import Form, form
from metrics.objectives.sheet.pdf import pdf

Format = Literal["pdf", "xlsx"]


class Writer(Protocol):
    def __call__(self, form: Form) -> bytes: ...


def _xlsx(form: Form) -> bytes:
    from metrics.objectives.sheet.xlsx import xlsx  # late: openpyxl is large, and the start does not wait for it

    return xlsx(form)


WRITERS: Mapping[Format, Writer] = {"pdf": pdf, "xlsx": _xlsx}


def written(
    format_: Format,
    lines: Sequence[MonthLine],
    honesty: Honesty,
    department: str,
    now_us: int,
    zone: tzinfo,
    language: Language,
) -> bytes:
    made_at = (datetime.fromtimestamp(0, UTC) + timedelta(microseconds=now_us)).astimezone(zone)
    return WRITERS[format_](form(lines, honesty, department, made_at, language, translations(language).gettext))
