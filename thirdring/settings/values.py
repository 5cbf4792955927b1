"""The kinds of values that settings have, read from TOML or from the text of an environment variable."""

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, SecretStr

from kit.wrong import WrongValueError
from ticketing.clocks.terms import Term
from ticketing.clocks.wording import term_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Address(NamedTuple):
    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _address(value: object) -> object:
    if isinstance(value, Address):
        return value
    host, colon, port = str(value).rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise WrongValueError("must be HOST:PORT")
    return Address(host.removeprefix("[").removesuffix("]"), int(port))


Listen = Annotated[Address, BeforeValidator(_address), PlainSerializer(str)]


def web_address(value: str) -> str:
    """Raises WrongValueError."""
    if value and not value.startswith(("https://", "http://")):
        raise WrongValueError("must begin with https:// or http://")
    return value


def json_value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise WrongValueError("is no list; write it as in the example") from None


def name_list(value: object) -> object:
    """An environment variable gives several names as JSON or with commas."""
    if not isinstance(value, str):
        return value
    return json_value(value) if value.lstrip().startswith("[") else tuple(part.strip() for part in value.split(","))


Names = Annotated[tuple[str, ...], BeforeValidator(name_list)]


def _networks(value: object) -> object:
    found = name_list(value)
    return tuple(map(_network, found)) if isinstance(found, list | tuple) else found


def _network(value: object) -> object:
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    try:
        return ip_network(str(value).strip().strip("[]"))
    except ValueError:
        raise WrongValueError(
            "{network} is no address and no network such as 10.0.0.0/28", network=repr(value)
        ) from None


Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks)]


def _time_of_day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        with contextlib.suppress(ValueError):
            return time.fromisoformat(value)
    if isinstance(value, time) and value.tzinfo is None:
        return value
    raise WrongValueError("must be a time of the day, from 00:00 to 23:59")


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


def _dates(value: object) -> object:
    found = name_list(value)
    return tuple(map(_date, found)) if isinstance(found, list | tuple) else found


def _date(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):
            return _date(date.fromisoformat(value))
    if type(value) is date and 1970 <= value.year <= 2099:
        return value
    raise WrongValueError("{day} is not a valid date", day=repr(value))


Date = Annotated[date, BeforeValidator(_date)]
Dates = Annotated[tuple[date, ...], BeforeValidator(_dates)]


def _terms(value: object) -> object:
    found = name_list(value)
    return tuple(map(_term, found)) if isinstance(found, list | tuple) else found


def _term(value: object) -> object:
    return value if isinstance(value, Term) else term_of(str(value))


Terms = Annotated[tuple[Term, ...], BeforeValidator(_terms)]


def _timezone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongValueError("is no time zone of the IANA list") from None
    return value


Timezone = Annotated[str, BeforeValidator(_timezone)]


def _items(value: object) -> object:
    """A list of tables, as TOML has it, or its items by number, as the environment names them (PBX__0__HOST)."""
    if isinstance(value, str):
        value = json_value(value)
    if not isinstance(value, Mapping):
        return value
    if not all(str(number).isdecimal() for number in value):
        raise WrongValueError("is a list: write it with double brackets, or number it from 0 in the environment")
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
        raise WrongValueError("{span} is no span of hours such as 08:00-12:00", span=repr(text)) from None
    if not dash or span[0] >= span[1]:
        raise WrongValueError("{span} must end after it begins; cut a night at 24:00", span=repr(text))
    return span


def _days(value: object) -> object:
    days = json_value(value) if isinstance(value, str) else value
    if isinstance(days, Mapping):
        unknown = set(days) - set(WEEKDAYS)
        if unknown:
            known = ", ".join(WEEKDAYS)
            raise WrongValueError("{day} is no day; the days are {days}", day=repr(min(unknown)), days=known)
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
            raise WrongValueError("has both {name} and {name}_file; keep one", name=name)
        try:
            lines = Path(str(path)).read_text().splitlines()
        except OSError as error:
            why = error.strerror
            raise WrongValueError("{path} cannot be read: {why}", f"{name}_file", path=path, why=why) from None
        if not lines or not lines[0].strip():
            raise WrongValueError("{path} is empty", f"{name}_file", path=path)
        return {**data, name: lines[0].strip()}

    return read


_MOBILE = re.compile(r"\+?[0-9]{5,20}", re.ASCII)


def _mobile(value: SecretStr) -> SecretStr:
    if not _MOBILE.fullmatch(value.get_secret_value()):
        raise WrongValueError("is no phone number: write its digits alone")
    return value


mobile = AfterValidator(_mobile)
