"""What a call takes on disk: in the journal, in PostgreSQL with its ticket, in a backup; and how long a backup takes.

The whole service with its desk, on calls of the simulated PBX. Reach: a year of 500 calls a day in 4 GB of PostgreSQL,
and a backup that reads 1,000 calls a second at least.
"""

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from kit import log
from kit.database.pool import session
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic
from thirdring.assembly import Service
from thirdring.commands.backup import back_up
from thirdring.commands.restore import restore
from thirdring.service import running
from thirdring.settings import Settings

CALLS_A_YEAR = 500 * 365
YEAR_BYTES_MAX = 4e9
CALLS_A_SECOND_MIN = 1_000.0
_CALLS_PER_SECOND, _PACE = 2.0, 20.0
_TABLES = (
    "select sum(pg_total_relation_size(oid)) from pg_class "
    "where relkind = 'r' and relnamespace = 'public'::regnamespace"
)


def settings(folder: Path, port: int) -> Settings:
    place = site(20)
    return Settings(
        data_dir=folder / "data",
        web={"listen": "127.0.0.1:0"},
        agi={"enabled": False},
        log={"level": "warning"},
        pbx=[{"name": "main", "port": port, "secret": "simulated", "clock_bound_seconds": 1e9}],
        hotline=[{"name": "service", "numbers": place.hotline.numbers, "queues": place.hotline.queues}],
        agent=[{"name": agent.name, "devices": agent.devices} for agent in place.agents],
    )


class Sizes(NamedTuple):
    calls: int
    journal_bytes: int
    tables_bytes: int
    backup_bytes: int
    backup_seconds: float
    restore_seconds: float

    @property
    def year_bytes(self) -> float:
        return self.tables_bytes / self.calls * CALLS_A_YEAR

    @property
    def backed_up_per_second(self) -> float:
        return self.calls / self.backup_seconds

    def reached(self) -> bool:
        return self.year_bytes < YEAR_BYTES_MAX and self.backed_up_per_second > CALLS_A_SECOND_MIN

    def lines(self) -> list[str]:
        sizes = (self.journal_bytes, self.tables_bytes, self.backup_bytes)
        journal, tables, backup = (f"{size / self.calls / 1e3:.1f} kB a call" for size in sizes)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        return [
            f"{self.calls:,} calls of the simulated PBX, each with its ticket; load {os.getloadavg()[0]:.1f}",
            f"journal     {journal}, for journal.retention_days",
            f"PostgreSQL  {tables} with indexes and ticket; {self.year_bytes / 1e9:.2f} GB a year at 500 a day",
            f"backup      {backup}, {self.backup_seconds:.1f} s: {self.backed_up_per_second:,.0f} calls/s",
            f"restore     {self.restore_seconds:.1f} s, with the making of an empty PostgreSQL",
            f"memory      {peak:.0f} MB at most, service and simulated PBX in one process",
        ]


async def measured(folder: Path, calls: int) -> Sizes:
    habits = Habits(answer_seconds=4.0, talk_seconds=6.0, patience_seconds=20.0)
    traffic = Traffic(site(20), time.time_ns() // 1000, _CALLS_PER_SECOND, limit=calls, habits=habits)
    async with SimulatedPbx(traffic.calls(), site(20).members, pace=_PACE) as pbx:
        wanted = settings(folder, pbx.port)
        async with running(wanted) as service:
            await _until(lambda: not service.measured.fold.status.trouble)
            before = await _bytes(service)
            await pbx.finished.wait()
            await _until(lambda: not service.measured.fold.status.behind_events)
            await service.keepers.worker.settle()
            after, stored = await _bytes(service), await _calls(service)
            began = time.monotonic()
            await back_up(wanted, folder / "site.tar", Console(quiet=True))
            backup_seconds = time.monotonic() - began
    began = time.monotonic()
    again = wanted.model_copy(update={"data_dir": folder / "again"})
    await restore(again, folder / "site.tar", False, Console(quiet=True))
    size_bytes = await asyncio.to_thread(lambda: (folder / "site.tar").stat().st_size)
    journal, tables = (new - old for old, new in zip(before, after, strict=True))
    return Sizes(stored, journal, tables, size_bytes, backup_seconds, time.monotonic() - began)


async def _until(met: Callable[[], bool]) -> None:
    while not met():
        await asyncio.sleep(0.1)


async def _bytes(service: Service) -> tuple[int, int]:
    """Of the journal and of all tables."""
    async with session(service.access.database.pool) as connection:
        return service.ears.journal.health.size_bytes, int(await connection.fetchval(_TABLES))


async def _calls(service: Service) -> int:
    async with session(service.access.database.pool) as connection:
        return int(await connection.fetchval("select count(*) from calls"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="300 calls instead of 3,000")
    short = parser.parse_args().short
    log.set_up("error")
    with tempfile.TemporaryDirectory() as name:
        sizes = asyncio.run(measured(Path(name), 300 if short else 3_000))
    print("\n".join(sizes.lines()))
    print("reached" if sizes.reached() else "MISSED")
    sys.exit(0 if sizes.reached() or short else 1)


if __name__ == "__main__":
    main()
