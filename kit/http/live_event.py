"""One event of the live stream, written once for all who see numbers and once for all who do not."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Protocol


class Record(Protocol):
    """A model of an answer, or what writes the same."""

    def model_dump_json(self) -> str: ...


class LiveEvent:
    __slots__ = ("_full", "_mask", "_masked", "_name", "_record", "id", "whose")

    def __init__(
        self, event_id: str, name: str, record: Record, mask: Callable[[], Record], whose: str | None = None
    ) -> None:
        self.id = event_id
        self.whose = whose
        self._name = name
        self._record = record
        self._mask = mask
        self._full: bytes | None = None
        self._masked: bytes | None = None

    def frame(self, sees_numbers: bool) -> bytes:
        if sees_numbers:
            self._full = self._full or self._written(self._record)
            return self._full
        if self._masked is None:
            self._masked = self._written(self._mask())
        return self._masked

    def _written(self, record: Record) -> bytes:
        return f"id: {self.id}\nevent: {self._name}\ndata: {record.model_dump_json()}\n\n".encode(errors="replace")


class Bundle:
    """Events for everybody that are written together."""

    __slots__ = ("_events", "_full", "_masked", "whose")

    def __init__(self, events: Sequence[LiveEvent]) -> None:
        self.whose: str | None = None
        self._events = events
        self._full: bytes | None = None
        self._masked: bytes | None = None

    def frame(self, sees_numbers: bool) -> bytes:
        if sees_numbers:
            self._full = self._full or self._joined(sees_numbers=True)
            return self._full
        self._masked = self._masked or self._joined(sees_numbers=False)
        return self._masked

    def _joined(self, *, sees_numbers: bool) -> bytes:
        return b"".join(event.frame(sees_numbers) for event in self._events)


def bundled(events: Sequence[LiveEvent]) -> Iterator[LiveEvent | Bundle]:
    """The events in their order, as groups that are written together. An event for one person is a group of its own."""
    for whose, some in groupby(events, key=lambda event: event.whose):
        if whose is None:
            yield Bundle(tuple(some))
        else:
            yield from some
