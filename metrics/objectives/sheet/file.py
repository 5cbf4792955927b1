"""The sheet of a month as the bytes of a file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, Protocol

from kit.i18n import Language, translations
from metrics.objectives.honesty import Honesty
from metrics.objectives.monthly import MonthLine
from metrics.objectives.sheet.form import Form, form
from metrics.objectives.sheet.pdf import pdf
from metrics.objectives.sheet.xlsx import xlsx

Format = Literal["pdf", "xlsx"]


class Writer(Protocol):
    def __call__(self, form: Form) -> bytes: ...


WRITERS: Mapping[Format, Writer] = {"pdf": pdf, "xlsx": xlsx}


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
