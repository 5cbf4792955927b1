import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from lab.nats import NatsCluster, cluster
from telephony.journal import Batch, Checkpoint, Entry
from telephony.journal.copy import say_identity
from telephony.journal.sqlite import SqliteJournal
from telephony.stream.forwarder import Forwarder
from telephony.stream.reader import Streamed, StreamJournal
from telephony.stream.server import Stream, connected
from telephony.stream.terms import Options, StreamError

PBXS = ("main", "north")
PATIENCE_SECONDS = 90.0


class Said:
    def __init__(self) -> None:
        self.events: list[str] = []

    def info(self, event: str, **details: Any) -> None:
        self.events.append(event)

    warning = info


class Spool:
    """A journal on this disk that is written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = SqliteJournal(folder / "journal.sqlite")
        self.count = 0

    async def hear(self, events: int = 1) -> None:
        for _ in range(events):
            self.count += 1
            frames = [(f"Event: N{self.count}-{part}".encode(), self.count * 1_000 + part) for part in range(3)]
            await self.journal.append([Batch(PBXS[self.count % 2], frames)], Checkpoint())

    async def all(self) -> list[Entry]:
        return await everything(self.journal)

    def say_identity(self, identity: str) -> None:
        say_identity(self.folder / "journal.sqlite", identity)


async def everything(journal: SqliteJournal | StreamJournal) -> list[Entry]:
    found: list[Entry] = []
    while entries := await journal.read(found[-1].position + 1 if found else 1):
        found += entries
    return found


def options(servers: NatsCluster, **more: Any) -> Options:
    addresses = servers.url.removeprefix("nats://").split(",")
    wanted = {"replicas": servers.nodes, "size_bytes_max": 16 << 20, **more}
    return Options(tuple(f"nats://{address}" for address in addresses), **wanted)


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await condition():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def forwarding(spool: Spool, wanted: Options) -> AsyncIterator[Forwarder]:
    forwarder = Forwarder(spool.folder, wanted, Said())
    task = asyncio.create_task(forwarder.run())
    try:
        yield forwarder
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until_sent(forwarder: Forwarder, spool: Spool) -> None:
    async def is_sent() -> bool:
        return forwarder.status.position == spool.journal.next_position - 1 and not forwarder.status.trouble

    try:
        await until(is_sent)
    except TimeoutError:
        raise AssertionError(f"not all is sent: {forwarder.status}") from None


@asynccontextmanager
async def reading(wanted: Options, journal: str) -> AsyncIterator[StreamJournal]:
    async with connected(wanted) as stream:
        found = StreamJournal(stream, journal, PBXS, Said())
        await patiently(found.begin)
        yield found


async def patiently(work: Callable[[], Awaitable[None]]) -> None:
    async def is_done() -> bool:
        try:
            await work()
        except StreamError:
            return False
        return True

    await until(is_done)


@asynccontextmanager
async def following(journal: StreamJournal) -> AsyncIterator[list[Entry]]:
    """What comes live, from now on."""
    source, heard = Streamed(journal, Said()), list[Entry]()

    async def hear() -> None:
        while True:
            group = await source.groups.get()
            position = group.position
            for pbx, frames in group.batches:
                for frame, received_us in frames:
                    heard.append(Entry(position, pbx, received_us, frame))
                    position += 1
            await source.groups.done()

    tasks = [asyncio.create_task(source.run()), asyncio.create_task(hear())]
    try:
        yield heard
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


@pytest.fixture
async def spool(tmp_path: Path) -> AsyncIterator[Spool]:
    made = Spool(tmp_path)
    yield made
    await made.journal.close()


@pytest.fixture
async def servers(tmp_path: Path) -> AsyncIterator[NatsCluster]:
    """Three, as at a site."""
    async with cluster(tmp_path) as running:
        yield running


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsCluster]:
    """A single one, where nothing is killed."""
    async with cluster(tmp_path, nodes=1) as running:
        yield running


async def sequences(stream: Stream, subject: str) -> list[int]:
    found, sequence = [], 1
    while (stored := await stream.next(subject, sequence)) is not None:
        found.append(stored.sequence)
        sequence = stored.sequence + 1
    return found
