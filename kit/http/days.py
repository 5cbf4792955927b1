"""Days and months as query parameters."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def _read_day(text: object) -> object:
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        raise ValueError("must be a day such as 2026-11-25")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a valid date") from None
    if not _FIRST <= day <= _LAST:
        raise ValueError(f"must be from {_FIRST} to {_LAST}")
    return day


Day = Annotated[
    date,
    BeforeValidator(_read_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-25"]}),
]


_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)


def _read_month(text: object) -> object:
    if not isinstance(text, str) or not _MONTH.fullmatch(text):
        raise ValueError("must be a month such as 2026-11")
    return _read_day(f"{text}-01")


Month = Annotated[
    date,
    BeforeValidator(_read_month),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}$", "examples": ["2026-11"]}),
]
