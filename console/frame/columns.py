"""Which columns of a list are shown, as its address says. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

NAME = "columns"


class Column(NamedTuple):
    """`shown`: where the address says nothing. The first column of a list is always there: it leads to the row.
    `sort`: what the first click on its head asks the API for; empty: the list has no order by it."""

    key: str
    title: str
    shown: bool = True
    number: bool = False
    sort: str = ""


def chosen(columns: Sequence[Column], said: Iterable[str]) -> Sequence[Column]:
    """The columns that the address names, in its order, each once. Unknown names are ignored."""
    known = {column.key: column for column in columns}
    names = dict.fromkeys(name for text in said for name in text.split(","))
    found = [known[name] for name in names if name in known and known[name] is not columns[0]]
    return [columns[0], *found] if found else [column for column in columns if column.shown]


def in_address(columns: Sequence[Column], shown: Sequence[Column]) -> dict[str, str]:
    """Empty where they are those that are shown anyway."""
    if list(shown) == [column for column in columns if column.shown]:
        return {}
    return {NAME: ",".join(column.key for column in shown[1:])}
