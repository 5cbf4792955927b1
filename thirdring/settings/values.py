"""The kinds of values that settings have, read from TOML or from the text of an environment variable."""

import json
from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, PlainSerializer

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Address(NamedTuple):
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _address(value: object) -> object:
    if not isinstance(value, str):
        return value
    host, colon, port = value.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise ValueError("must be HOST:PORT")
    return Address(host.removeprefix("[").removesuffix("]"), int(port))


Listen = Annotated[Address, BeforeValidator(_address), PlainSerializer(str)]


def _names(value: object) -> object:
    """An environment variable gives several names as JSON or with commas."""
    if not isinstance(value, str):
        return value
    return json.loads(value) if value.lstrip().startswith("[") else tuple(part.strip() for part in value.split(","))


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


def _timezone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is no time zone of the IANA list") from None
    return value


Timezone = Annotated[str, BeforeValidator(_timezone)]


def _items(value: object) -> object:
    """A list of tables, as TOML has it, or its items by number, as the environment names them (PBX__0__HOST)."""
    if isinstance(value, str):
        value = json.loads(value)
    if not isinstance(value, Mapping):
        return value
    if not all(str(number).isdecimal() for number in value):
        raise ValueError("is a list: write it with double brackets, or number it from 0 in the environment")
    return [value[number] for number in sorted(value, key=int)]


Item = TypeVar("Item")
Items = Annotated[tuple[Item, ...], BeforeValidator(_items)]

Span = tuple[time, time]


def service_days(days: Mapping[str, tuple[str, ...]]) -> tuple[tuple[Span, ...], ...]:
    return tuple(tuple(_span(text) for text in days.get(day, ())) for day in WEEKDAYS)


def _span(text: str) -> Span:
    since, dash, until = text.partition("-")
    try:
        span = (
            time.fromisoformat(since.strip()),
            time.max if until.strip() == "24:00" else time.fromisoformat(until.strip()),
        )
    except ValueError:
        raise ValueError(f"{text!r} is no span of hours such as 08:00-12:00") from None
    if not dash or span[0] >= span[1]:
        raise ValueError(f"{text!r} must end after it begins; cut a night at 24:00")
    return span


def _days(value: object) -> object:
    days = json.loads(value) if isinstance(value, str) else value
    if isinstance(days, Mapping):
        unknown = set(days) - set(WEEKDAYS)
        if unknown:
            raise ValueError(f"{min(unknown)!r} is no day; the days are {', '.join(WEEKDAYS)}")
        service_days(days)
    return days


Days = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_days)]


def secret_from_file(name: str) -> Callable[[Any], Any]:
    """Fills `name` with the first line of the file that `name_file` tells."""

    def read(data: Any) -> Any:
        path = data.get(f"{name}_file") if isinstance(data, Mapping) else None
        if path is None:
            return data
        if name in data:
            raise ValueError(f"has both {name} and {name}_file; keep one")
        try:
            lines = Path(str(path)).read_text().splitlines()
        except OSError as error:
            raise ValueError(f"{name}_file {path} cannot be read: {error.strerror}") from None
        if not lines or not lines[0].strip():
            raise ValueError(f"{name}_file {path} is empty")
        return {**data, name: lines[0].strip()}

    return read
