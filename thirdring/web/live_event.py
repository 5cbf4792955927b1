"""One event of the live stream, written once for all who see numbers and once for all who do not."""

from thirdring.web.masking import mask_call
from thirdring.web.models import LiveOut


class LiveEvent:
    __slots__ = ("_full", "_masked", "_record", "id")

    def __init__(self, event_id: str, record: LiveOut) -> None:
        self.id = event_id
        self._record = record
        self._full: bytes | None = None
        self._masked: bytes | None = None

    def frame(self, sees_numbers: bool) -> bytes:
        if sees_numbers:
            self._full = self._full or self._written(self._record)
            return self._full
        if self._masked is None:
            masked = self._record.model_copy(update={"call": mask_call(self._record.call)})
            self._masked = self._written(masked)
        return self._masked

    def _written(self, record: LiveOut) -> bytes:
        return f"id: {self.id}\nevent: call\ndata: {record.model_dump_json()}\n\n".encode()
