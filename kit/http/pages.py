"""What may be asked of every list."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from kit.http.queries import PAGE_LIMIT_MAX, Query, read_count

Count = Annotated[int, BeforeValidator(read_count)]


Searched = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]


Digits = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9+() -]+$")]


Due = Literal["today", "soon", "overdue"]


def _read_day(text: object) -> object:
    try:
        if isinstance(text, str) and len(text) == 10 and text.isascii():
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("must be a day such as 2026-11-25")


def _in_reach(day: Any) -> Any:
    """Its midnights have to exist in every time zone."""
    if not 1900 < day.year < 9999:
        raise ValueError("must be a day between 1901 and 9998")
    return day


Day = Annotated[
    date,
    BeforeValidator(lambda text: _in_reach(_read_day(text))),
    WithJsonSchema({"type": "string", "format": "date"}),
]


class Page(Query):
    limit: Count = Field(100, ge=1, le=PAGE_LIMIT_MAX, description="Items per page")
    cursor: str | None = Field(None, min_length=1, max_length=2048, description="`next` of the previous page")
