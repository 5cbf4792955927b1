"""The order of a list. Each head that can be sorted by is a link; a second click reverses the order. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from console.frame.columns import Column

SORT = "sort"


class Head(NamedTuple):
    column: Column
    sort: str = ""  # what a click asks for; empty: nothing is sorted by it
    order: str = ""  # as `aria-sort` says it, where the list is sorted by it


def heads_of(columns: Sequence[Column], sort: str) -> list[Head]:
    """`sort`: how the list is sorted now, as the API says it."""
    return [_head(column, sort) for column in columns]


def _head(column: Column, sort: str) -> Head:
    if not column.sort or column.sort.removeprefix("-") != sort.removeprefix("-"):
        return Head(column, column.sort)
    falling = sort.startswith("-")
    return Head(column, sort.removeprefix("-") if falling else f"-{sort}", "descending" if falling else "ascending")
