"""What links hear goes to the journal in groups. Whoever derives from it may come later.

What arrives during a commit is the next group. Order is that of the journal throughout.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

from kit.phases import reach
from telephony.journal import Batch, Checkpoint, Journal

GROUP_EVENTS_MAX = 5_000
WAITING_BATCHES_MAX = 256
BEFORE_EVENTS_MAX = 200_000  # about 90 MB, heard while the rest of the service starts
WAITING_EVENTS_MAX = 10_000


class Group(NamedTuple):
    """Events that are on disk, those of `batches` one after another from `position` on."""

    position: int
    batches: list[Batch]

    @property
    def next_position(self) -> int:
        return self.position + sum(len(batch.frames) for batch in self.batches)


class Source(Protocol):
    """Where events come from: an ear of one's own, or one that is another process."""

    checkpoint: Callable[[], Checkpoint]
    """How far calls are derived; it is stored with the events."""

    @property
    def first_position(self) -> int:
        """Events from here on are in `groups`; those before it are in the journal alone."""

    @property
    def groups(self) -> "Groups": ...

    async def offer(self, batch: Batch) -> None:
        """Waits while too much waits already."""

    async def run(self) -> None: ...

    async def written(self) -> None:
        """Returns when all that was offered is in `groups`."""


class Groups:
    """Groups between who writes and who derives. Who writes waits while more than `events_max` events wait."""

    def __init__(self, events_max: int = WAITING_EVENTS_MAX) -> None:
        self.events_max = events_max
        self._waiting: deque[Group] = deque()
        self._events = 0
        self._unfinished = 0
        self._changed = asyncio.Condition()

    async def put(self, group: Group) -> None:
        async with self._changed:
            while self._events > self.events_max:
                await self._changed.wait()
            self._waiting.append(group)
            self._events += group.next_position - group.position
            self._unfinished += 1
            self._changed.notify_all()

    async def get(self) -> Group:
        async with self._changed:
            while not self._waiting:
                await self._changed.wait()
            group = self._waiting.popleft()
            self._events -= group.next_position - group.position
            self._changed.notify_all()
            return group

    async def done(self) -> None:
        """One group that was taken is derived."""
        async with self._changed:
            self._unfinished -= 1
            self._changed.notify_all()

    async def join(self) -> None:
        async with self._changed:
            while self._unfinished:
                await self._changed.wait()


class Ear:
    """`Source` of this process."""

    def __init__(self, journal: Journal, events_max: int = WAITING_EVENTS_MAX) -> None:
        self.checkpoint: Callable[[], Checkpoint] = lambda: journal.checkpoint
        self.groups = Groups(events_max)
        self.first_position = journal.next_position
        self._journal = journal
        self._arrived: asyncio.Queue[Batch] = asyncio.Queue(WAITING_BATCHES_MAX)

    async def offer(self, batch: Batch) -> None:
        if batch.frames:
            await self._arrived.put(batch)

    async def run(self) -> None:
        while True:
            batches = await self._gather()
            position = await self._journal.append(batches, self.checkpoint())
            reach("first event journaled")
            await self.groups.put(Group(position, batches))
            for _ in batches:
                self._arrived.task_done()

    async def written(self) -> None:
        await self._arrived.join()

    async def _gather(self) -> list[Batch]:
        """All that has arrived meanwhile."""
        batches = [await self._arrived.get()]
        count = len(batches[0].frames)
        while count < GROUP_EVENTS_MAX and not self._arrived.empty():
            batches.append(self._arrived.get_nowait())
            count += len(batches[-1].frames)
        return batches
