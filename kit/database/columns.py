"""A dataclass, or a NamedTuple, as the row of a table: a column for each field, by its name.

| field | column |
|---|---|
| `opened_at_us: int` | `opened_at`, an instant |
| a plain value, an enum | the same name |
| a tuple of plain values | the same name, an array |
| anything else | the same name, JSON |
"""

import types
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from kit.database.instants import stored, us
from kit.hints import without_none

T = TypeVar("T")
_PLAIN = (str, int, float, bool, date, datetime, Decimal)


class Row(Protocol):
    def __getitem__(self, name: str, /) -> Any: ...


class _Column(NamedTuple):
    field: str
    name: str
    write: Callable[[Any], Any] | None  # None: as it is
    read: Callable[[Any], Any] | None


class Columns(Generic[T]):
    """`named`: the columns of fields that are called otherwise. `without`: fields that this table does not have.
    `more`: columns that are written with a row and belong to no field. `key` and what is `fixed` are never changed; a
    `serial` key is made by the database."""

    def __init__(
        self,
        kind: type[T],
        *,
        key: str = "",
        serial: bool = False,
        named: Mapping[str, str] = types.MappingProxyType({}),
        without: Collection[str] = (),
        more: Iterable[str] = (),
        fixed: Collection[str] = (),
    ) -> None:
        self._kind = kind
        hints = get_type_hints(kind)
        self._fields = [_column(name, hints[name], named.get(name)) for name in _names(kind) if name not in without]
        names = [column.name for column in self._fields] + list(more)
        written = [name for name in names if not (serial and name == key)]
        self.parts = {
            "columns": ", ".join(written),
            "values": ", ".join(f":{name}" for name in written),
            "assignments": ", ".join(f"{name} = :{name}" for name in names if name not in (key, *fixed)),
        }

    def row(self, one: T) -> dict[str, Any]:
        """The values of a row, by the names of its columns."""
        row = {}
        for field, name, write, _ in self._fields:
            value = getattr(one, field)
            row[name] = value if write is None or value is None else write(value)
        return row

    def of(self, row: Row, **others: Any) -> T:
        """`others` are the fields that are not taken from the row."""
        for field, name, _, read in self._fields:
            if field not in others:
                value = row[name]
                others[field] = value if read is None or value is None else read(value)
        return self._kind(**others)


def _names(kind: Any) -> Iterable[str]:
    return [field.name for field in fields(kind)] if is_dataclass(kind) else kind._fields


def _column(field: str, hint: Any, name: str | None) -> _Column:
    kind = without_none(hint)
    if field.endswith("_us"):
        return _Column(field, name or field.removesuffix("_us"), stored, us)
    name = name or field
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _Column(field, name, None, kind)
    if kind in _PLAIN:
        return _Column(field, name, None, None)
    if get_origin(kind) is tuple and get_args(kind)[0] in _PLAIN:
        return _Column(field, name, list, tuple)
    adapter = TypeAdapter[Any](kind)
    return _Column(field, name, lambda value: adapter.dump_json(value).decode(), adapter.validate_json)
