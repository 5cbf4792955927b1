"""One PBX as an ear hears it: into memory while another ear writes the journal, into the journal afterwards."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from kit.tasks import Claim, is_held
from telephony.ami.link import AmiLink
from telephony.ami.own import own_event
from telephony.events import LINK_KEPT
from telephony.journal import Batch
from telephony.journal.ear import Ear
from telephony.journal.file import JournalReader
from telephony.journal.kept import LATER_US, Heard, Kept, beginning, events_of, going_on, overlaps, tail_since_us
from telephony.journal.sqlite import SqliteJournal
from thirdring.listening.keys import PbxKeys
from thirdring.listening.links import LinkLog, Log, Taker, feed, link_of
from thirdring.listening.recovering import recovering


def now_us() -> int:
    return time.time_ns() // 1000


YIELD_AFTER_SECONDS = 0.15
"""If the PBX itself is gone, the other ear notices it within this time. A link is tried again later than this."""

_OF_LISTEN, _OF_SERVICE = "stands-by-{}.lock", "service-stands-by-{}.lock"


def listen_stands_by(data_dir: Path, pbx: str) -> bool:
    return is_held(data_dir, _OF_LISTEN.format(pbx))


class Hearer:
    """`lost` is set when the link is lost while another ear stands by and still hears. `of_service`: this ear belongs
    to a service, and leaves the journal to a `listen` that stands by."""

    def __init__(
        self, pbx: PbxKeys, data_dir: Path, log: Log, lost: asyncio.Event, *, of_service: bool = False
    ) -> None:
        self.name = pbx.name
        self._pbx = pbx
        self._log = log
        self._data_dir = data_dir
        self._lost = lost
        self._of_service = of_service
        self._own = (_OF_SERVICE if of_service else _OF_LISTEN).format(pbx.name)
        self._claim = Claim(data_dir, self._own)
        self._writes = False
        self._kept = Kept()
        self._link = link_of(pbx, _Losses(pbx.name, log, self._link_lost))
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def link(self) -> AmiLink:
        return self._link

    @property
    def stands_by(self) -> bool:
        """Whether this ear could continue the journal without a gap."""
        return self._claim.held

    @property
    def goes_after_another(self) -> bool:
        """Whether this ear has to wait: it belongs to a service, and a `listen` stands by."""
        return self._of_service and listen_stands_by(self._data_dir, self.name)

    def begin(self) -> None:
        self._start("feed", feed(self.name, self._link, _Memory(self._kept)))
        self._start("link", self._link.run())

    def look(self, reader: JournalReader) -> None:
        """Checks whether this ear could continue the journal of the ear that writes now. A lock tells that one."""
        if self._kept.whole_since_us is None:
            self._claim.release()
        elif not is_held(self._data_dir, self._own) and overlaps(self._kept, self._tail(reader)):
            self._claim.hold()

    async def go_on(self, journal: SqliteJournal, ear: Ear) -> list["asyncio.Task[None]"]:
        """Writes to the journal from now on, since this process holds it. Returns the tasks that run."""
        await self._stop("feed")
        self._claim.release()
        self._writes = True
        entries = await journal.since(tail_since_us(self._kept, now_us()))
        tail = [(entry.frame, entry.received_us) for entry in entries if entry.pbx == self.name]
        taker = recovering(self._pbx, ear, journal, self._log)
        if (frames := going_on(self._kept, tail)) is not None:
            kept = own_event(LINK_KEPT, Reason="another ear heard on")
            await taker.offer(Batch(self.name, [(kept, now_us()), *frames]))
        elif (frames := beginning(self._kept, tail)) is not None:
            await taker.offer(Batch(self.name, frames))
        else:
            await self._stop("link")  # the PBX has to say again what there is
            self._start("link", self._link.run())
        self._kept = Kept()  # what was kept is written, or of no more use
        self._start("feed", feed(self.name, self._link, _NotTwice(taker, events_of(tail))))
        return list(self._tasks.values())

    async def end(self, ear: Ear) -> None:
        """Stops the link, and writes what it has heard."""
        await self._stop("link")
        await self._stop("feed")
        while self._link.inbox.depth:
            await ear.offer(Batch(self.name, await self._link.inbox.get()))

    async def give_up(self) -> None:
        self._claim.release()
        await self._stop("link")
        await self._stop("feed")

    def _tail(self, reader: JournalReader) -> list[Heard]:
        entries = reader.since(tail_since_us(self._kept, now_us()))
        return [(entry.frame, entry.received_us) for entry in entries if entry.pbx == self.name]

    def _link_lost(self) -> None:
        """This ear cannot continue for another. If it writes, and another ear still hears, it should end."""
        self._claim.release()
        if self._writes:
            asyncio.get_running_loop().call_later(YIELD_AFTER_SECONDS, self._yield_to_another)

    def _yield_to_another(self) -> None:
        if any(is_held(self._data_dir, claim.format(self.name)) for claim in (_OF_LISTEN, _OF_SERVICE)):
            self._lost.set()

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._tasks[name] = asyncio.create_task(work, name=f"{name} {self.name}")

    async def _stop(self, name: str) -> None:
        """Waits for the task as well. If the caller is cancelled meanwhile, the cancellation is not lost."""
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error


class _NotTwice:
    """Leaves out, for a while, events that the other ear has written: this connection may get them a moment later."""

    def __init__(self, taker: Taker, written: frozenset[bytes]) -> None:
        self._taker = taker
        self._written = written
        self._until = time.monotonic() + LATER_US / 1e6

    async def offer(self, batch: Batch) -> None:
        if self._written and time.monotonic() > self._until:
            self._written = frozenset()
        if self._written:
            batch = Batch(batch.pbx, [each for each in batch.frames if each[0] not in self._written])
        await self._taker.offer(batch)


class _Memory:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def offer(self, batch: Batch) -> None:
        self._kept.take(batch.frames)


class _Losses(LinkLog):
    def __init__(self, pbx: str, log: Log, lost: Callable[[], None]) -> None:
        super().__init__(pbx, log)
        self._lost = lost

    def link_down(self, reason: str) -> None:
        super().link_down(reason)
        self._lost()
