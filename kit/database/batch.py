"""Many rows at once: an array for each column, so that one statement writes them all.

Each row is a NamedTuple whose fields are the columns, as the driver takes them. In a statement `{call.columns}` are
their names, `{call.arrays}` what `unnest` takes, and `{call.excluded}` what is written over a row that is there.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, NewType, TypeVar, get_type_hints

from kit.hints import without_none

T = TypeVar("T", bound=tuple[Any, ...])
Json = NewType("Json", str)
_TYPES: Mapping[Any, str] = {
    str: "text",
    int: "int4",
    float: "float8",
    bool: "bool",
    datetime: "timestamptz",
    Json: "json",
}


class Batch(Generic[T]):
    """`key` are the columns that say which row it is. `name` begins the names of the statement's values."""

    def __init__(self, kind: type[T], name: str, *, key: Iterable[str]) -> None:
        hints = {column: without_none(hint) for column, hint in get_type_hints(kind).items()}
        self._values = {column: f"{name}_{column}" for column in hints}
        changed = [column for column in hints if column not in tuple(key)]
        self.parts = {
            "columns": ", ".join(hints),
            "arrays": ", ".join(f":{self._values[column]}::{_type(hint)}[]" for column, hint in hints.items()),
            "excluded": ", ".join(f"{column} = excluded.{column}" for column in changed),
        }

    def arrays(self, rows: Iterable[T]) -> dict[str, list[Any]]:
        """The columns of the rows, by the names of the statement's values."""
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in self._values]
        return dict(zip(self._values.values(), columns, strict=True))


def _type(hint: Any) -> str:
    return "text" if isinstance(hint, type) and issubclass(hint, StrEnum) else _TYPES[hint]
