"""Ears of one data_dir take turns. All hear; one writes the journal, and tells the services over its socket.

When that one ends, for whatever reason, another continues where the journal ends.
"""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from kit.tasks import Tasks, hold_journal
from kit.wrong import SettingsError
from telephony.ami.link import AmiLink
from telephony.journal import Journal
from telephony.journal.door import NAME, opened, refuse_stranger
from telephony.journal.ear import Ear
from telephony.journal.file import JournalReader
from telephony.journal.telling import Listener, Telling
from thirdring.listening.early import journal_of
from thirdring.listening.hearer import Hearer
from thirdring.listening.keys import EarKeys
from thirdring.listening.links import Log

STOP_SECONDS = 2.0
PRUNE_SECONDS = 60.0
LOOK_SECONDS = 1.0
AGAIN_SECONDS = 0.02
GIVE_WAY_SECONDS = 1.0
STANDING_LOOK_SECONDS = 0.5
STANDING_READY_SECONDS = 5.0


def nobody(_words: str) -> None:
    pass


@contextlib.asynccontextmanager
async def listening(
    keys: EarKeys,
    log: Log,
    lost: asyncio.Event | None = None,
    *,
    gives_way: bool = False,
    of_service: bool = False,
    say: Callable[[str], None] = nobody,
) -> AsyncIterator[Tasks]:
    """Parts end in reverse order: the links stop first, and then what they had heard is written.

    `lost` is set when a link is lost and another ear stands by: then this one should end. `gives_way`: it did so just
    now, and leaves the journal to the other for a moment. `of_service`: it leaves the journal to a `listen` that
    stands by. `say` hears, as systemd does, when it stands by.
    """
    lost = lost or asyncio.Event()
    hearers = [Hearer(pbx, keys.data_dir, log, lost, of_service=of_service) for pbx in keys.pbxs]
    async with contextlib.AsyncExitStack() as stack:
        for hearer in hearers:
            stack.push_async_callback(hearer.give_up)
            hearer.begin()
        turn = _Turn(keys.data_dir, hearers, log, say)
        stack.enter_context(await turn.wait(GIVE_WAY_SECONDS if gives_way else 0.0))
        tasks = Tasks()
        await _write(keys, hearers, log, tasks, stack)
        yield tasks


async def _write(
    keys: EarKeys, hearers: Sequence[Hearer], log: Log, tasks: Tasks, stack: contextlib.AsyncExitStack
) -> None:
    """This process holds the journal now. It serves whoever connects, and the hearers write to it."""
    journal = journal_of(keys)
    stack.push_async_callback(journal.close)
    ear = Ear(journal)
    telling = Telling(ear, journal, lambda: {hearer.name: _state(hearer.link) for hearer in hearers})
    await _open_door(keys.data_dir, telling, stack)
    await stack.enter_async_context(tasks.start(telling.run(), "telling"))
    await stack.enter_async_context(tasks.start(ear.run(), "journal"))
    stack.push_async_callback(_drain, ear, hearers)
    await stack.enter_async_context(tasks.start(_prune(journal, telling, log), "prune"))
    await stack.enter_async_context(tasks.start(_watch(journal, log), "journal watch"))
    for hearer in hearers:
        for task in await hearer.go_on(journal, ear):
            await stack.enter_async_context(tasks.adopt(task))


async def _open_door(data_dir: Path, telling: Telling, stack: contextlib.AsyncExitStack) -> None:
    door = opened(data_dir)
    stack.callback((data_dir / NAME).unlink, missing_ok=True)
    loop = asyncio.get_running_loop()
    server = await loop.create_unix_server(partial(Listener, telling, refuse_stranger), sock=door)
    stack.callback(telling.close)
    stack.callback(server.close)


class _Turn:
    """Waits for the journal while another process writes it, and stands by."""

    def __init__(self, data_dir: Path, hearers: Sequence[Hearer], log: Log, say: Callable[[str], None]) -> None:
        self._data_dir = data_dir
        self._hearers = hearers
        self._log = log
        self._say = say
        self._began = time.monotonic()
        self._look_at = 0.0
        self._is_told = self._is_ready = False

    async def wait(self, after_seconds: float) -> contextlib.ExitStack:
        """Returns when this process holds the journal. Closing the result releases it."""
        await asyncio.sleep(after_seconds)
        while True:
            if any(hearer.goes_after_another for hearer in self._hearers):
                self._stand_by("a `listen` stands by, and goes first")
            else:
                with contextlib.ExitStack() as stack:
                    try:
                        stack.enter_context(hold_journal(self._data_dir))
                        return stack.pop_all()
                    except SettingsError as error:
                        self._stand_by(str(error))
            await asyncio.sleep(AGAIN_SECONDS)

    def _stand_by(self, reason: str) -> None:
        if not self._is_told:
            self._log.info("standing by", reason=reason)
        self._is_told = True
        if time.monotonic() >= self._look_at:
            self._look()
            self._look_at = time.monotonic() + STANDING_LOOK_SECONDS
        goes_on = all(hearer.stands_by for hearer in self._hearers)
        if not self._is_ready and (goes_on or time.monotonic() > self._began + STANDING_READY_SECONDS):
            self._is_ready = True
            self._say("READY=1\nSTATUS=Hears and stands by.")

    def _look(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # there is none yet, or its disk is in trouble: no time to stand by
            reader = JournalReader(self._data_dir / "journal.sqlite")
            try:
                for hearer in self._hearers:
                    hearer.look(reader)
            finally:
                reader.close()


def _state(link: AmiLink) -> str:
    return "" if link.up else link.trouble or "not linked yet"


async def _drain(ear: Ear, hearers: Iterable[Hearer]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            for hearer in hearers:
                await hearer.end(ear)
            await ear.written()
            await ear.groups.join()


async def _prune(journal: Journal, telling: Telling, log: Log) -> None:
    """Keeps everything until a service has reported what is in the database."""
    while True:
        await asyncio.sleep(PRUNE_SECONDS)
        forgotten = await journal.prune(telling.applied_position, time.time_ns() // 1000)
        if forgotten:
            log.info("the journal let old events go", events=forgotten)


async def _watch(journal: Journal, log: Log) -> None:
    """Tries again while the journal cannot be written, and says so."""
    troubled = False
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if journal.health.trouble:
            await journal.retry()
        health = journal.health
        if health.trouble:
            log.warning(
                "events are not on disk: they are lost if this process ends now",
                reason=health.trouble,
                unsaved_events=health.unsaved_events,
            )
        elif troubled:
            log.info("the journal is written again", lost_events=health.unsaved_events)
        troubled = bool(health.trouble)
