"""`listen`: hears the PBXs and writes the journal, and nothing else. Services find it by its socket in data_dir.

Where another process writes the journal, it hears all the same and stands by: when that one ends, by itself or not, it
goes on where the journal ends. So one of two may be killed, stopped or upgraded at any time.
"""

import asyncio
import contextlib
import os
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from functools import partial
from pathlib import Path

from kit.tasks import Tasks, hold_journal, until_told
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


async def listen(keys: EarKeys, log: Log) -> None:
    """Until SIGINT or SIGTERM. Raises OSError, sqlite3.Error, or what a part died of."""
    await until_told(hear(keys, log))


async def hear(keys: EarKeys, log: Log) -> None:
    """Until cancelled."""
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(_alive())
        gives_way = False
        while True:
            lost = asyncio.Event()
            async with listening(keys, log, lost, gives_way=gives_way) as tasks:
                notify("READY=1\nSTATUS=Hears and writes the journal.")
                log.info("listening", pbxs=len(keys.pbxs))
                await tasks.until(lost.wait())
            log.warning("a link was lost: another ear, which stood by, goes on, and this one stands by")
            gives_way = True


@contextlib.asynccontextmanager
async def listening(
    keys: EarKeys, log: Log, lost: asyncio.Event | None = None, *, gives_way: bool = False
) -> AsyncIterator[Tasks]:
    """What is entered first is left last: on the way out the links stop, and what they had heard is written.

    `lost` is set when a link is lost and another ear stands by: then this one should end. `gives_way`: it did so just
    now, and leaves the journal to the other for a moment.
    """
    lost = lost or asyncio.Event()
    hearers = [Hearer(pbx, keys.data_dir, log, lost) for pbx in keys.pbxs]
    async with contextlib.AsyncExitStack() as stack:
        for hearer in hearers:
            stack.push_async_callback(hearer.give_up)
            hearer.begin()
        await _hold_when_free(keys.data_dir, hearers, stack, log, GIVE_WAY_SECONDS if gives_way else 0.0)
        journal = journal_of(keys)
        stack.push_async_callback(journal.close)
        tasks, ear = Tasks(), Ear(journal)
        states = {hearer.name: hearer for hearer in hearers}
        telling = Telling(ear, journal, lambda: {name: _state(hearer.link) for name, hearer in states.items()})
        door = opened(keys.data_dir)
        stack.callback((keys.data_dir / NAME).unlink, missing_ok=True)
        server = await asyncio.get_running_loop().create_unix_server(
            partial(Listener, telling, refuse_stranger), sock=door
        )
        stack.callback(telling.close)
        stack.callback(server.close)
        start = tasks.start
        await stack.enter_async_context(start(telling.run(), "telling"))
        await stack.enter_async_context(start(ear.run(), "journal"))
        stack.push_async_callback(_drain, ear, hearers)
        await stack.enter_async_context(start(_prune(journal, telling, log), "prune"))
        await stack.enter_async_context(start(_watch(journal, log), "journal watch"))
        for hearer in hearers:
            for task in await hearer.go_on(journal, ear):
                await stack.enter_async_context(tasks.adopt(task))
        yield tasks


async def _hold_when_free(
    data_dir: Path, hearers: Iterable[Hearer], stack: contextlib.AsyncExitStack, log: Log, after_seconds: float
) -> None:
    """Stands by while another process writes the journal."""
    began, look_at, told, ready = time.monotonic(), 0.0, False, False
    await asyncio.sleep(after_seconds)
    while True:
        try:
            stack.enter_context(hold_journal(data_dir))
            return
        except SettingsError as error:
            if not told:
                log.info("standing by", reason=str(error))
            told = True
        if time.monotonic() >= look_at:
            _look(data_dir, hearers)
            look_at = time.monotonic() + STANDING_LOOK_SECONDS
        if not ready and (
            all(hearer.stands_by for hearer in hearers) or time.monotonic() > began + STANDING_READY_SECONDS
        ):
            ready = True
            notify("READY=1\nSTATUS=Hears and stands by.")
        await asyncio.sleep(AGAIN_SECONDS)


def _look(data_dir: Path, hearers: Iterable[Hearer]) -> None:
    with contextlib.suppress(sqlite3.Error):  # there is none yet, or its disk is in trouble: no time to stand by
        reader = JournalReader(data_dir / "journal.sqlite")
        try:
            for hearer in hearers:
                hearer.look(reader)
        finally:
            reader.close()


@contextlib.asynccontextmanager
async def _alive() -> AsyncIterator[None]:
    """Says so to systemd, which ends a process that is frozen: whoever stands by then goes on."""

    async def say() -> None:
        while True:
            notify("WATCHDOG=1")
            await asyncio.sleep(LOOK_SECONDS)

    saying = asyncio.create_task(say())
    try:
        yield
    finally:
        saying.cancel()


def notify(words: str, environ: Mapping[str, str] = os.environ) -> None:
    """To systemd, where it asks for it."""
    if name := environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, contextlib.suppress(OSError):
            systemd.sendto(words.encode(), "\0" + name[1:] if name.startswith("@") else name)


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
    """Where no service has said what is in the database, everything is kept."""
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
