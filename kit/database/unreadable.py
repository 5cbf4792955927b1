"""Rows that the code does not understand, such as one that somebody typed into the database by hand.

Such a row costs itself: it is left out, counted and logged by its key, and everything else goes on.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import structlog

from kit.database.pool import Record
from kit.seldom import Seldom

T = TypeVar("T")

log = structlog.get_logger()


class Unreadable:
    """How often each kind of row was left out since the start."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._seldom = defaultdict[str, Seldom](Seldom)

    def note(self, kind: str, key: object, error: Exception) -> None:
        """The log has the key alone: a value may be personal."""
        self.counts[kind] += 1
        if times := self._seldom[kind].times():
            text = "a row cannot be read and is left out: correct it in the database"
            log.error(text, kind=kind, key=str(key), why=type(error).__name__, times=times)


UNREADABLE = Unreadable()
"""Of this process: whoever reads rows tells it, and the metrics show it."""


def readable(kind: str, key: str, read: Callable[[Record], T], rows: Iterable[Record]) -> Iterator[tuple[Record, T]]:
    """Each row with what `read` makes of it; those that it cannot read are left out. `key` is the column that names
    a row."""
    for row in rows:
        try:
            one = read(row)
        except (TypeError, ValueError) as error:
            UNREADABLE.note(kind, row[key], error)
            continue
        yield row, one
