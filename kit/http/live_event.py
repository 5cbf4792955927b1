"""One event of the live stream, written once for all who see numbers and once for all who do not."""

from collections.abc import Callable

from pydantic import BaseModel


class LiveEvent:
    __slots__ = ("_full", "_mask", "_masked", "_name", "_record", "id")

    def __init__(self, event_id: str, name: str, record: BaseModel, mask: Callable[[], BaseModel]) -> None:
        self.id = event_id
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

    def _written(self, record: BaseModel) -> bytes:
        return f"id: {self.id}\nevent: {self._name}\ndata: {record.model_dump_json()}\n\n".encode()
