"""The middle of the service: journal, intake, fold; with a PostgreSQL that can be taken away."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry

from kit.database.pool import DatabasePool
from metrics.calls.fold import Fold
from metrics.calls.pending import Pending
from metrics.calls.rows import CallRows
from metrics.calls.service_level import Policy
from metrics.calls.writer import Progress, Writer
from metrics.prometheus.recorder import Recorder
from telephony.facts import Fact
from telephony.journal.sqlite import SqliteJournal
from tests.integration.store.scene import ENCODE, batches, its_layout
from thirdring.pipeline.derivation import Derivation
from thirdring.pipeline.handlers import handlers
from thirdring.pipeline.intake import Intake


class Door(Writer):
    """`away`: PostgreSQL does not answer. `breaks`: the connection is lost just after the commit."""

    away = False
    breaks = False

    async def take_position(self, journal: str, last_position: int) -> Progress:
        self._open()
        return await super().take_position(journal, last_position)

    async def write(self, calls: Sequence[CallRows], progress: Progress, *, again: bool = False) -> None:
        self._open()
        await super().write(calls, progress, again=again)
        if self.breaks:
            raise ConnectionResetError

    def _open(self) -> None:
        if self.away:
            raise ConnectionRefusedError


class SmallService:
    def __init__(self, pool: DatabasePool, folder: Path, door: Door | None = None, calls_max: int = 20_000) -> None:
        self.door = door or Door(pool)
        self.journal = SqliteJournal(folder / "journal.sqlite")
        self.shown: list[Fact] = []
        self.derivation = Derivation(its_layout())
        self.pending = Pending(ENCODE, calls_max)
        self.recorder = Recorder(CollectorRegistry(), Policy(), ["service"], [])
        self.fold = Fold(
            self.door, self.pending, self.journal, self.derivation, lambda: Derivation(its_layout()), self._prepare
        )
        told = handlers(self.fold.handle, self.recorder.record, self.shown.append)
        self.intake = Intake(self.journal, self.derivation, told, self.recorder)

    async def _prepare(self) -> None:
        """The server is there, and its tables."""

    async def hear(self, frames: Sequence[tuple[bytes, int]]) -> None:
        """Returns when all of it is derived."""
        for batch in batches(frames):
            await self.intake.offer(batch)
        await self.intake.drain()

    async def stored(self) -> None:
        """Returns when all that is derived is stored."""
        async with asyncio.timeout(60):
            while self.fold.status.behind_events or self.fold.status.waiting_calls or self.fold.status.trouble:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def small_service(
    pool: DatabasePool, folder: Path, door: Door | None = None, calls_max: int = 20_000
) -> AsyncIterator[SmallService]:
    """Ends as by a kill: nothing is finished on the way out."""
    service = SmallService(pool, folder, door, calls_max)
    await service.intake.restore()
    service.fold.begin()
    tasks = [asyncio.create_task(service.intake.run()), asyncio.create_task(service.fold.run())]
    try:
        yield service
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await service.journal.close()
