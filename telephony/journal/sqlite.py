"""The journal in one SQLite file, in WAL mode: a row a batch, a transaction a group of batches.

Every statement runs in a thread of its own, so that a slow disk delays nobody else. `synchronous = FULL` puts each
transaction on the disk before it counts; what a power cut tears off the end was never said to be safe.
"""

import asyncio
import functools
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from telephony.journal import Batch, Checkpoint, Entry, JournalHealth
from telephony.journal.file import JournalFile, open_file
from telephony.journal.packing import Row, pack

BYTES_MAX = 4 << 30
DAY_US = 86_400 * 1_000_000
AGE_MAX_US = 14 * DAY_US
UNSAVED_BYTES_MAX = 64 << 20  # about a million events
_EVENTS_A_ROW = 500
_RETRY_SECONDS = 1.0
_MEASURE_SECONDS = 1.0
_PAGE_BYTES = 4_096
_THREADS = ("write", "read", "tidy")
_TIDY_BYTES = 6 << 20  # well within what is reserved

T = TypeVar("T")


class SqliteJournal:
    """`Journal` on a local disk. When that is full, events wait in memory, the oldest of too many are given up, and
    `health` says so; all that waits is written as soon as there is room."""

    def __init__(
        self,
        path: Path,
        *,
        bytes_max: int = BYTES_MAX,
        age_max_us: int = AGE_MAX_US,
        unsaved_bytes_max: int = UNSAVED_BYTES_MAX,
        monotonic: Callable[[], float] = time.monotonic,
        opener: Callable[[Path], JournalFile] = open_file,
        forwarded: Callable[[str], int] | None = None,
    ) -> None:
        """`forwarded`: up to where the journal of that identity is elsewhere too; None: it stays on this disk."""
        self._bytes_max = bytes_max
        self._age_max_us = age_max_us
        self._unsaved_bytes_max = unsaved_bytes_max
        self._monotonic = monotonic
        self._forwarded = forwarded
        self._file = opener(path)
        self._writer, self._reader, self._tidier = (ThreadPoolExecutor(1, f"journal-{name}") for name in _THREADS)
        self._untidy_bytes = 0
        self._unsaved: deque[Row] = deque()
        self._unsaved_events = 0  # those that wait and those that were given up
        self._trouble = ""
        self._retry_at = 0.0
        self._measured_at = 0.0
        self._checkpoint = self._file.checkpoint()
        self._identity = self._file.identity()
        self._first, self._last, self._size_bytes = self._file.extent()
        self._next = max(self._last, self._checkpoint.derived_position) + 1  # also where all was pruned

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def health(self) -> JournalHealth:
        return JournalHealth(self._trouble, self._first, self._last, self._size_bytes, self._unsaved_events)

    @property
    def next_position(self) -> int:
        return self._next

    @property
    def checkpoint(self) -> Checkpoint:
        return self._checkpoint

    async def append(self, batches: Sequence[Batch], checkpoint: Checkpoint) -> int:
        """Call it once at a time: the next group is collected while this one is written."""
        first = self._next
        groups = [(batch.pbx, batch.frames[at : at + _EVENTS_A_ROW]) for batch in batches for at in _steps(batch)]
        self._next += sum(len(frames) for _, frames in groups)
        await self._in(self._writer, self._save, first, groups, checkpoint)
        return first

    async def retry(self) -> None:
        await self._in(self._writer, self._retry_now)

    async def read(self, from_position: int, events_max: int = 5_000) -> list[Entry]:
        return await self._in(self._reader, self._file.read, from_position, events_max)

    async def since(self, received_us: int) -> list[Entry]:
        """What was received from then on, give or take a batch."""
        return await self._in(self._reader, self._file.since, received_us)

    async def position_since(self, received_us: int) -> int:
        """The position of the first event that was received then or later, give or take a batch."""
        return await self._in(self._reader, self._file.position_since, received_us)

    async def prune(self, applied_position: int, now_us: int) -> int:
        """Deletes old events in small steps, between which new events are written."""
        pruned = 0
        forwarded = None if self._forwarded is None else self._forwarded(self._identity)
        before = needed_from(applied_position, self._checkpoint, forwarded)
        while True:
            some = await self._in(self._writer, self._file.prune, before, now_us - self._age_max_us, self._bytes_max)
            self._first, last, self._size_bytes = await self._in(self._writer, self._file.extent)
            self._last = max(self._last, last)
            if not some:
                return pruned
            pruned += some

    async def close(self) -> None:
        await self._in(self._writer, self._retry_now)
        self._writer.shutdown()
        self._reader.shutdown()
        self._tidier.shutdown()
        self._file.close()

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, functools.partial(work, *arguments))

    # ---- in the writer's thread

    def _save(self, first: int, groups: list[tuple[str, Sequence[tuple[bytes, int]]]], checkpoint: Checkpoint) -> None:
        position = first
        for pbx, frames in groups:
            received_us, blob = pack(frames)
            self._unsaved.append(Row(position, len(frames), pbx, received_us, blob))
            position += len(frames)
        self._unsaved_events += position - first
        if self._trouble and self._monotonic() < self._retry_at:
            self._forget_some()
            return
        self._write(checkpoint)

    def _write(self, checkpoint: Checkpoint) -> None:
        try:
            self._file.write(self._unsaved, checkpoint)
        except sqlite3.Error as error:
            self._trouble = f"the journal cannot be written ({error}): make room on the disk of data_dir"
            self._retry_at = self._monotonic() + _RETRY_SECONDS
            self._forget_some()
            return
        if self._unsaved:
            newest = self._unsaved[-1]
            self._last = newest.first_position + newest.events - 1
            self._first = self._first or self._unsaved[0].first_position
        self._tidy_up(sum(_PAGE_BYTES + len(row.blob) for row in self._unsaved))
        self._unsaved_events -= sum(row.events for row in self._unsaved)
        self._unsaved.clear()
        self._trouble = ""
        self._checkpoint = checkpoint
        if self._monotonic() > self._measured_at + _MEASURE_SECONDS:
            self._measured_at = self._monotonic()
            self._size_bytes = self._file.size_bytes()

    def _tidy_up(self, written_bytes: int) -> None:
        self._untidy_bytes += written_bytes
        if self._untidy_bytes > _TIDY_BYTES:
            self._untidy_bytes = 0
            self._tidier.submit(self._file.tidy)

    def _retry_now(self) -> None:
        if self._unsaved:
            self._write(self._checkpoint)

    def _forget_some(self) -> None:
        held = sum(len(row.blob) for row in self._unsaved)
        while held > self._unsaved_bytes_max:
            held -= len(self._unsaved.popleft().blob)


def needed_from(applied_position: int, checkpoint: Checkpoint, forwarded_position: int | None) -> int:
    """Events before this position may go. Pure.

    Where no service has ever derived the calls of a journal that is forwarded, the stream is all that needs it.
    """
    if forwarded_position is None:
        return min(applied_position, checkpoint.resume_position)
    if not applied_position and not checkpoint.derived_position:
        return forwarded_position
    return min(applied_position, checkpoint.resume_position, forwarded_position)


def _steps(batch: Batch) -> range:
    return range(0, len(batch.frames), _EVENTS_A_ROW)
