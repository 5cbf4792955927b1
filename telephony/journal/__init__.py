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
    """How far the calls in memory had been derived, and from where their derivation can begin again."""

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
        """Whose positions these are: a journal that is begun anew has another."""

    @property
    def health(self) -> JournalHealth: ...

    @property
    def checkpoint(self) -> Checkpoint:
        """The last one that is on disk."""

    async def append(self, batches: Sequence[Batch], checkpoint: Checkpoint) -> int:
        """The first event's position, once all of them are on disk; never fails: see `health`."""

    async def retry(self) -> None:
        """Writes what waits, where it could not be written. Never fails: see `health`."""

    async def read(self, from_position: int, events_max: int = 5_000) -> list[Entry]:
        """At least one event from that position on, in order; none where there is none."""

    async def prune(self, applied_position: int, now_us: int) -> int:
        """Forgets what is over its age or size and lies before `applied_position`; the number of events."""

    async def close(self) -> None: ...
