"""The filters of a list that take several values: `status=open,dispatched`. Each value that is chosen stands above the
list and is taken away by itself; a click on a value in a row adds it, and replaces nothing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

_TYPED_AS_COMMA = str.maketrans("，、", ",,")


class Filter(NamedTuple):
    """`kind`: of the words for its values; empty: they are names, which people type."""

    name: str
    title: str
    kind: str = ""


class Chosen(NamedTuple):
    filter: Filter
    value: str
    without: str  # the address of the list without it


class Narrowing:
    """`path` is the list, `wanted` what its address asks for, `kept` what else stands there."""

    def __init__(
        self, path: str, filters: Sequence[Filter], wanted: Mapping[str, str], kept: Mapping[str, str]
    ) -> None:
        self._path, self.filters, self._wanted, self._kept = path, filters, wanted, kept

    def values(self, name: str) -> list[str]:
        return values_of(self._wanted.get(name, ""))

    @property
    def chosen(self) -> list[Chosen]:
        return [
            Chosen(each, value, self._address(each.name, [other for other in self.values(each.name) if other != value]))
            for each in self.filters
            for value in self.values(each.name)
        ]

    def adding(self, name: str, value: str | None) -> str:
        """The address of the list with this value as well; empty where it is chosen already, or cannot be."""
        known = self.values(name)
        return "" if not value or value in known or "," in value else self._address(name, [*known, value])

    def _address(self, name: str, values: Sequence[str]) -> str:
        others = {key: said for key, said in self._wanted.items() if key not in (name, "cursor", "limit")}
        named = {name: ",".join(values)} if values else {}
        query = {**others, **named} or {"limit": "100"}  # nothing asked for is the first view
        return f"{self._path}?{urlencode({**query, **self._kept})}"


def values_of(said: str) -> list[str]:
    """Each once."""
    return list(dict.fromkeys(part for text in said.translate(_TYPED_AS_COMMA).split(",") if (part := text.strip())))


def gathered(filters: Sequence[Filter], said: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    """What a form says, as the address of a list does: `status.open=yes` and `status.closed=yes` are one filter of two.
    None: it is said so already."""
    names = {each.name for each in filters}
    found: dict[str, list[str]] = {}
    is_said = True
    for name, text in said:
        filter_name, ticked, value = name.partition(".")
        if ticked and filter_name in names:
            is_said = False
            found.setdefault(filter_name, []).append(value)
        elif name in names:
            values = values_of(text)
            is_said = is_said and ",".join(values) == text
            found.setdefault(name, []).extend(values)
        else:
            found[name] = [text]
    return None if is_said else {name: ",".join(values) for name, values in found.items() if any(values)}
