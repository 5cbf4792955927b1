"""The service's end of the socket: events of an ear that is another process, as if they were heard here.

What is not told, because the service was slow or the ear was away, is read from the journal, where everything is first.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from kit.tasks import JOURNAL_LOCK, is_held
from telephony.journal import Batch, Checkpoint, Entry, JournalHealth
from telephony.journal.door import knocked
from telephony.journal.ear import Group, Groups
from telephony.journal.file import JournalReader
from telephony.journal.grouping import groups_of, rest
from telephony.journal.wire import (
    APPLIED,
    CHECKPOINT,
    GROUP,
    HELLO,
    MARK,
    STATUS,
    VERSION,
    Messages,
    WireError,
    group_of,
    packed_group,
    told,
    values_of,
)

T = TypeVar("T")

AGAIN_SECONDS = 0.1
TELL_SECONDS = 0.05
_READ_BYTES = 1 << 18
_HELLO_SECONDS = 5.0


class OtherJournalError(RuntimeError):
    """The ear writes another journal than the one that this service has read: it must restart."""


BUSY_SECONDS = 5.0
"""An ear that has the journal and does not answer is starting, or ending."""


async def follow(data_dir: Path) -> "Followed | None":
    """None where no ear is a process of its own. Raises StrangerError, WireError and OtherJournalError."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(BUSY_SECONDS):
            while True:
                wire = knocked(data_dir)
                if wire is not None:
                    followed = Followed(data_dir, FollowedJournal(data_dir))
                    await followed.begin(wire)
                    return followed
                if not is_held(data_dir, JOURNAL_LOCK):
                    return None
                await asyncio.sleep(AGAIN_SECONDS)
    return None


class Ears(NamedTuple):
    """`links`: by PBX, '' while the ear hears, else why not."""

    connected: bool
    links: dict[str, str]


class FollowedJournal:
    """`Journal` that another process writes."""

    def __init__(self, data_dir: Path) -> None:
        self.health = JournalHealth("", 0, 0, 0, 0)
        self.next_position = 0
        self.applied_position = 0
        self._file = JournalReader(data_dir / "journal.sqlite")
        self._thread = ThreadPoolExecutor(1, "journal-read")
        self.identity = self._file.identity()
        self.checkpoint = self._file.checkpoint()

    async def append(self, batches: Sequence[Batch], checkpoint: Checkpoint) -> int:
        raise NotImplementedError("the ear writes the journal")

    async def retry(self) -> None:
        """The ear does."""

    async def read(self, from_position: int, events_max: int = 5_000) -> list[Entry]:
        return await self._in_thread(self._file.read, from_position, events_max)

    async def position_since(self, received_us: int) -> int:
        """The same as of the file."""
        return await self._in_thread(self._file.position_since, received_us)

    async def prune(self, applied_position: int, now_us: int) -> int:
        """The ear does, and is told up to where it may."""
        self.applied_position = applied_position
        return 0

    async def _in_thread(self, work: Callable[..., T], *arguments: int) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    async def close(self) -> None:
        self._thread.shutdown()
        self._file.close()


class Followed:
    """`Source`. Raises OtherJournalError from `run`."""

    def __init__(self, data_dir: Path, journal: FollowedJournal) -> None:
        self.journal = journal
        self.groups = Groups()
        self.first_position = 0
        self.checkpoint: Callable[[], Checkpoint] = lambda: journal.checkpoint
        self.ears = Ears(connected=False, links={})
        self.tells = True  # not while another service is in charge of the same journal
        self._data_dir = data_dir
        self._journal = journal
        self._next = 0  # what was told or read up to here
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._messages = Messages()
        self._marks: list[bytes] = []

    async def begin(self, wire: socket.socket) -> None:
        """Raises OSError and WireError."""
        self.first_position = self._next = self._journal.next_position = await self._greet(wire)

    async def offer(self, batch: Batch) -> None:
        """An event of the service's own: it comes back with the others."""
        self._marks.append(packed_group(Group(0, [batch]), MARK))

    async def written(self) -> None:
        """The ear writes."""

    async def run(self) -> None:
        telling = asyncio.create_task(self._tell())
        try:
            while True:
                with contextlib.suppress(OSError, WireError):
                    await self._hear()
                self._part()
                await self._meet_again()
        finally:
            telling.cancel()
            self._part()

    async def _meet_again(self) -> None:
        while True:
            await asyncio.sleep(AGAIN_SECONDS)
            with contextlib.suppress(OSError, WireError, TimeoutError):
                wire = knocked(self._data_dir)
                if wire is not None:
                    await self._read_up_to(await self._greet(wire))
                    return

    async def _greet(self, wire: socket.socket) -> int:
        self._messages = Messages()
        self._reader, self._writer = await asyncio.open_unix_connection(sock=wire, limit=_READ_BYTES)
        async with asyncio.timeout(_HELLO_SECONDS):
            kind, content = await anext(self._incoming())
        values = values_of(content)
        if kind != HELLO or values.get("version") != VERSION:
            raise WireError("another version: restart both")
        if values["identity"] != self._journal.identity:
            raise OtherJournalError("the ear has begun another journal: this service has to start again as well")
        self.ears = Ears(connected=True, links=self.ears.links)
        return int(values["next_position"])

    async def _hear(self) -> None:
        async for kind, content in self._incoming():
            if kind == GROUP:
                await self._take(group_of(content))
            elif kind == STATUS:
                values = values_of(content)
                self._journal.health = JournalHealth(**values["health"])
                self.ears = Ears(connected=True, links=dict(values["links"]))
                await self._read_up_to(int(values["next_position"]))

    async def _take(self, group: Group) -> None:
        await self._read_up_to(group.position)
        if group.next_position > self._next:
            later = rest(group, self._next)
            await self._put(later)

    async def _read_up_to(self, position: int) -> None:
        """Reads from the journal what the ear did not send."""
        while self._next < position:
            entries = [entry for entry in await self._journal.read(self._next) if entry.position < position]
            if not entries:
                self._next = position  # it is not to be read, and the ear says why
            for group in groups_of(entries):
                await self._put(group)

    async def _put(self, group: Group) -> None:
        self._next = self._journal.next_position = group.next_position
        await self.groups.put(group)

    async def _incoming(self) -> AsyncIterator[tuple[bytes, bytes]]:
        """Raises ConnectionError at the end."""
        while True:
            for each in self._messages.waiting():
                yield each
            data = await self._reader.read(_READ_BYTES) if self._reader is not None else b""
            if not data:
                raise ConnectionError
            self._messages.feed(data)

    async def _tell(self) -> None:
        """Sends the position that the service has reached, if it has changed."""
        said: tuple[Checkpoint, int] | None = None
        while True:
            await asyncio.sleep(TELL_SECONDS)
            if not self.tells or not self.ears.connected or self._writer is None:
                said = None
                continue
            now = self.checkpoint(), self._journal.applied_position
            words, self._marks = self._marks, []
            if now != said:
                words.append(told(CHECKPOINT, derived=now[0].derived_position, resume=now[0].resume_position))
                words.append(told(APPLIED, position=now[1]))
                said = now
            self._writer.writelines(words)

    def _part(self) -> None:
        self.ears = Ears(connected=False, links=self.ears.links)
        if self._writer is not None:
            self._writer.close()
            self._writer = self._reader = None
