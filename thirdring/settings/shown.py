"""The settings as they are, and where each value comes from. No secret leaves here. Pure."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, SecretStr

from thirdring.settings.errors import as_toml

Source = Literal["default", "file", "environment", "secret_file"]
_PREFIX = "THIRDRING__"


class Value(NamedTuple):
    """`value` is TOML; None of a secret, and of what is not set."""

    section: str
    key: str
    value: str | None
    is_set: bool
    secret: bool
    source: Source
    description: str


def values(settings: BaseModel, environment: Collection[str]) -> Iterator[Value]:
    """`environment`: the names of its variables. Lists of groups are numbered from 0, as in the environment."""
    yield from _group(settings, (), frozenset(name.upper() for name in environment))


def _group(group: BaseModel, at: tuple[str, ...], environment: frozenset[str]) -> Iterator[Value]:
    inner: list[tuple[str, BaseModel]] = []
    for key, field in type(group).model_fields.items():
        value = getattr(group, key)
        if isinstance(value, BaseModel):
            inner.append((key, value))
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            inner += [(f"{key}__{number}", item) for number, item in enumerate(value)]
        else:
            source = _source(group, key, (*at, key), environment)
            yield _value(".".join(_named(at)), key, value, source, field.description or "")
    for key, item in inner:
        yield from _group(item, (*at, *key.split("__")), environment)


def _value(section: str, key: str, value: Any, source: Source, description: str) -> Value:
    several = isinstance(value, dict) and any(isinstance(each, SecretStr) for each in value.values())
    secret = several or (isinstance(value, SecretStr) and value.get_secret_value() != "embedded")
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    is_set = value not in (None, (), "")
    shown = None if secret or not is_set else _toml(value)
    return Value(section, key, shown, is_set, secret, source, description)


def _toml(value: Any) -> str:
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    return as_toml(value)


def _source(group: BaseModel, key: str, at: tuple[str, ...], environment: frozenset[str]) -> Source:
    names = {_PREFIX + "__".join(at[:length]).upper() for length in range(1, len(at) + 1)}
    if names & environment:
        return "environment"
    if key not in group.model_fields_set:
        return "default"
    return "secret_file" if getattr(group, f"{key}_file", None) is not None else "file"


def _named(at: tuple[str, ...]) -> Iterator[str]:
    """`pbx`, `0` is `pbx[0]`."""
    for part, following in pairwise((*at, "")):
        if not part.isdecimal():
            yield f"{part}[{following}]" if following.isdecimal() else part
