"""Reads a journal in the stream: a `Journal` and a `Source` of what another host has heard.

It is asked by position. The first message that comes must hold that position, or what is missing is told: in the log,
as events of a lost link, and in `missing_events`. Where the stream does not answer, a reader waits.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING

from telephony.journal import Batch, Checkpoint, Entry, JournalHealth
from telephony.journal.ear import Groups
from telephony.journal.followed import OtherJournalError
from telephony.journal.grouping import groups_of
from telephony.stream.cursor import Cursor, Log, last_of
from telephony.stream.following import Extent, is_over
from telephony.stream.message import subject_of
from telephony.stream.terms import StreamError

if TYPE_CHECKING:  # it imports NATS
    from telephony.stream.server import Stream

AGAIN_SECONDS = 0.25
LOOK_SECONDS = 1.0
HINTED_SECONDS = (0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12)
"""What was hinted at is stored a moment later."""
EVENTS_MAX = 5_000
_LESS = "the stream holds less of this journal than was there before: wait until it is forwarded again"


class StreamJournal:
    """`Journal` that another host writes. `checkpoint` is what is known of how far calls are derived."""

    def __init__(self, stream: Stream, journal: str, pbxs: Sequence[str], log: Log) -> None:
        self.identity = journal
        self.health = JournalHealth("", 0, 0, 0, 0)
        self.next_position = 1
        self.checkpoint = Checkpoint()
        self.applied_position = 0
        self.stream = stream
        self.subject = subject_of(stream.options.stream, stream.options.site, journal)
        self.live = self._new_cursor(pbxs, log)
        self._cursor = self._new_cursor(pbxs, log)
        self._lock = asyncio.Lock()
        self._made_us = 0

    def _new_cursor(self, pbxs: Sequence[str], log: Log) -> Cursor:
        return Cursor(self.stream, self.subject, pbxs, log)

    @property
    def missing_events(self) -> int:
        return self.live.missing_events + self._cursor.missing_events

    async def begin(self) -> None:
        """Finds the end of what is there. Raises StreamError."""
        await self.look()
        self.next_position = self.health.last_position + 1

    async def look(self) -> None:
        """Raises StreamError."""
        sequences = self.live.sequence, self._cursor.sequence
        last, state = await self.stream.last(self.subject), await self.stream.state()
        for cursor, sequence in zip((self.live, self._cursor), sequences, strict=True):
            cursor.check(state, sequence)
        there = 0 if last is None else last_of(last)
        position = max(self.health.last_position, there)
        self._made_us = self._made_us or state.made_us
        is_another = last is not None or state.made_us != self._made_us  # what is old has left by its age
        trouble = _LESS if there < self.health.last_position and is_another else ""
        self.health = JournalHealth(trouble, min(1, position), position, state.size_bytes, 0)

    def trouble(self, reason: str) -> None:
        self.health = self.health._replace(trouble=reason)

    async def append(self, batches: Sequence[Batch], checkpoint: Checkpoint) -> int:
        raise NotImplementedError("another host writes the journal")

    async def retry(self) -> None:
        """The other host does."""

    async def read(self, from_position: int, events_max: int = EVENTS_MAX) -> list[Entry]:
        async with self._lock:
            while True:
                try:
                    await self._cursor.move(from_position)
                    if entries := await self._cursor.read(events_max):
                        return entries
                    sequence = self._cursor.sequence
                    self._cursor.check(await self.stream.state(), sequence)
                    if self._cursor.sequence:
                        return []
                except StreamError as error:
                    self.trouble(str(error))
                    await asyncio.sleep(AGAIN_SECONDS)

    async def prune(self, applied_position: int, now_us: int) -> int:
        """The stream has an age of its own."""
        self.applied_position = applied_position
        return 0

    async def close(self) -> None:
        """The stream is closed by whoever opened it."""


class Streamed:
    """`Source`. Raises OtherJournalError from `run`: another journal has taken the place of this one."""

    def __init__(self, journal: StreamJournal, log: Log) -> None:
        self.journal = journal
        self.groups = Groups()
        self.first_position = journal.next_position
        self.checkpoint: Callable[[], Checkpoint] = lambda: journal.checkpoint
        self.applied: Callable[[], int] = lambda: 0
        self._log = log
        self._hinted = asyncio.Event()

    async def offer(self, batch: Batch) -> None:
        """An event of this service's own has no place in what another host has heard."""
        self._log.warning("an event of this host is left out: another one writes the journal", pbx=batch.pbx)

    async def written(self) -> None:
        """The other host writes."""

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look())
            tasks.create_task(self._follow())

    async def _follow(self) -> None:
        is_hinted = False
        while True:
            try:
                if not is_hinted:
                    await self.journal.stream.hint(self.journal.subject, self._hinted.set)
                    is_hinted = True
                await self.journal.live.move(self.journal.next_position)
                async for entries in self._read():
                    for group in groups_of(entries):
                        self.journal.next_position = group.next_position
                        await self.groups.put(group)
            except StreamError as error:
                self.journal.trouble(str(error))
            await asyncio.sleep(AGAIN_SECONDS)

    async def _read(self) -> AsyncIterator[list[Entry]]:
        while True:
            self._hinted.clear()
            if entries := await self.journal.live.read(EVENTS_MAX):
                yield entries
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._hinted.wait()
            if not self._hinted.is_set():
                continue
            for seconds in HINTED_SECONDS:
                if entries := await self.journal.live.read(EVENTS_MAX):
                    yield entries
                    break
                await asyncio.sleep(seconds)

    async def _look(self) -> None:
        while True:
            with contextlib.suppress(StreamError):
                await self.journal.look()
                extents = await extents_of(self.journal.stream)
                own = next((each for each in extents if each.journal == self.journal.identity), None)
                if own is not None and is_over(own, extents) and self.applied() >= own.last_position:
                    raise OtherJournalError("another journal of this site has begun: this service starts again with it")
            await asyncio.sleep(LOOK_SECONDS)


async def extents_of(stream: Stream) -> list[Extent]:
    """The journals of this site. Raises StreamError."""
    site = f"{stream.options.stream}.{stream.options.site}."
    found = []
    for subject in await stream.subjects(f"{site}*"):
        first, last = await stream.next(subject, 1), await stream.last(subject)
        if first is not None and last is not None:
            found.append(Extent(subject.removeprefix(site), first.sequence, last.sequence, last_of(last)))
    return found
