"""Instants and durations in JSON: RFC 3339 in UTC with microseconds, and seconds."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_US = 253_370_764_800_000_000 - 1  # the end of the year 9998: any time zone has it
_LATEST_YEAR = 9999
_FIRST_YEAR, _LAST_YEAR = 1970, 2099
_NOON_2000 = datetime(2000, 1, 1, 12)  # noqa: DTZ001  beside infinity, which has no zone either
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)


def instant(at_us: int) -> datetime:
    """An impossible instant, which an old receipt may contain, becomes the nearest possible one."""
    return _EPOCH + timedelta(microseconds=min(max(at_us, 0), _LATEST_US))


def microseconds(at: datetime) -> int:
    if at.tzinfo is None:  # PostgreSQL's infinity
        return _LATEST_US if at > _NOON_2000 else 0
    return (at - _EPOCH) // timedelta(microseconds=1)


def rfc3339(at: datetime) -> str:
    if at.tzinfo is UTC and at >= _EPOCH and at.year < _LATEST_YEAR:  # nearly always
        return at.isoformat(timespec="microseconds")[:-6] + "Z"
    return instant(microseconds(at)).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _read_rfc3339(text: object) -> object:
    if not isinstance(text, str):
        return text
    if not _RFC_3339.fullmatch(text):
        raise ValueError("must be a time with its offset, such as 2026-11-25T08:00:00Z (write + as %2B in an address)")
    try:
        at = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is not a valid date or time") from None
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(f"must be from {_FIRST_YEAR} to {_LAST_YEAR}")
    return at


Instant = Annotated[
    datetime,
    BeforeValidator(_read_rfc3339),
    PlainSerializer(rfc3339, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-25T08:00:00.000000Z"]}),
]


def instant_or_none(at_us: int | None) -> datetime | None:
    return None if at_us is None else instant(at_us)
