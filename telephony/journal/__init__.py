"""The journal: every event that can matter to a call, on disk before anything is derived from it.

`Journal` is all that the rest of Third Ring knows of it, so that a distributed log can take its place.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Batch(NamedTuple):
    """Events of one PBX, in their order: (frame, received_us)."""

    pbx: str
    frames: Sequence[tuple[bytes, int]]


class Entry(NamedTuple):
    position: int
    pbx: str
    received_us: int
    frame: bytes


class Checkpoint(NamedTuple):
    """The position up to which calls were derived, and the position from which to derive them again."""

    derived_position: int = 0
    resume_position: int = 0


class JournalHealth(NamedTuple):
    """`trouble`: what keeps events from disk, for people; empty when all is well."""

    trouble: str
    first_position: int  # the oldest event that is kept
    last_position: int
    size_bytes: int
    unsaved_events: int  # measured, and lost if the service ends now or had ended since


class Journal(Protocol):
    """Positions rise by one an event over all PBXs of the site."""

    @property
    def identity(self) -> str:
        """The identifier of this journal; a new journal has another one."""

    @property
    def health(self) -> JournalHealth: ...

    @property
    def next_position(self) -> int:
        """The position that the next event will have."""

    @property
    def checkpoint(self) -> Checkpoint:
        """The last checkpoint on disk."""

    async def append(self, batches: Sequence[Batch], checkpoint: Checkpoint) -> int:
        """Returns the position of the first event once all are on disk. Never fails: see `health`."""

    async def retry(self) -> None:
        """Tries again to write waiting events. Never fails: see `health`."""

    async def read(self, from_position: int, events_max: int = 5_000) -> list[Entry]:
        """Events from that position on, in order; empty if there are none."""

    async def prune(self, applied_position: int, now_us: int) -> int:
        """Deletes events before `applied_position` that exceed the age or size; returns their number."""

    async def close(self) -> None: ...
