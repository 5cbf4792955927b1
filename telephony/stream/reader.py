"""Reads a journal in the stream: a `Journal` and a `Source` of what another host has heard.

It is asked by position. The first message that comes must hold that position, or what is missing is told: in the log,
as events of a lost link, and in `missing_events`. Where the stream does not answer, a reader waits.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from telephony.journal import Batch, Checkpoint, Entry, JournalHealth
from telephony.journal.ear import Groups
from telephony.journal.followed import OtherJournalError
from telephony.journal.grouping import groups_of
from telephony.stream.following import Extent, is_over, seek, take
from telephony.stream.message import MessageError, decode, subject_of
from telephony.stream.terms import Stored, StreamError

if TYPE_CHECKING:  # it imports NATS
    from telephony.stream.server import Stream

AGAIN_SECONDS = 0.25
LOOK_SECONDS = 1.0
HINTED_SECONDS = (0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12)
"""What was hinted at is stored a moment later."""
EVENTS_MAX = 5_000


class Log(Protocol):
    def warning(self, event: str, **details: Any) -> Any: ...


class _Cursor:
    """One place in the stream, from which messages are read in order."""

    def __init__(self, stream: Stream, subject: str, pbxs: Sequence[str], log: Log) -> None:
        self.position = 0
        self.missing_events = 0
        self._stream = stream
        self._subject = subject
        self._pbxs = pbxs
        self._log = log
        self._sequence = 0

    async def move(self, position: int) -> None:
        """Raises StreamError."""
        if position == self.position and self._sequence:
            return
        state = await self._stream.state()
        seeking = seek(position, state.first_sequence, state.last_sequence)
        try:
            asked = next(seeking)
            while True:
                stored = await self._stream.next(self._subject, asked)
                asked = seeking.send(None if stored is None else (stored.sequence, _last_of(stored)))
        except StopIteration as found:
            self._sequence = max(1, found.value)
        self.position = position

    async def read(self, events_max: int) -> list[Entry]:
        """Empty at the end. Raises StreamError."""
        entries: list[Entry] = []
        while len(entries) < events_max:
            stored = await self._stream.next(self._subject, self._sequence)
            if stored is None:
                break
            entries += self._taken(stored)
            self._sequence = stored.sequence + 1
        return entries

    def _taken(self, stored: Stored) -> Sequence[Entry]:
        try:
            message = decode(stored.content)
        except MessageError as error:  # the next message says that its events are missing
            self._log.warning("a message of the stream is damaged", sequence=stored.sequence, reason=str(error))
            return ()
        entries, self.position, missing = take(self.position, message, self._pbxs)
        if missing:
            self.missing_events += missing
            self._log.warning(
                "the stream lacks events: calls that were live are estimated",
                events=missing,
                up_to_position=message.after,
            )
        return entries


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

    def _new_cursor(self, pbxs: Sequence[str], log: Log) -> _Cursor:
        return _Cursor(self.stream, self.subject, pbxs, log)

    @property
    def missing_events(self) -> int:
        return self.live.missing_events + self._cursor.missing_events

    async def begin(self) -> None:
        """Finds the end of what is there. Raises StreamError."""
        await self.look()
        self.next_position = self.health.last_position + 1

    async def look(self) -> None:
        """Raises StreamError."""
        last, state = await self.stream.last(self.subject), await self.stream.state()
        position = max(self.health.last_position, 0 if last is None else _last_of(last))
        self.health = JournalHealth("", min(1, position), position, state.size_bytes, 0)

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
                    return await self._cursor.read(events_max)
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
                    raise OtherJournalError("another journal of this site has begun: this service begins anew with it")
            await asyncio.sleep(LOOK_SECONDS)


async def extents_of(stream: Stream) -> list[Extent]:
    """The journals of this site. Raises StreamError."""
    site = f"{stream.options.stream}.{stream.options.site}."
    found = []
    for subject in await stream.subjects(f"{site}*"):
        first, last = await stream.next(subject, 1), await stream.last(subject)
        if first is not None and last is not None:
            found.append(Extent(subject.removeprefix(site), first.sequence, last.sequence, _last_of(last)))
    return found


def _last_of(stored: Stored) -> int:
    """0 where it is damaged."""
    try:
        return decode(stored.content).last
    except MessageError:
        return 0
