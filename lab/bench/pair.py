"""For the benches that let a service take over: two of them on one database, as an operator runs them."""

import asyncio
import signal
import time
from pathlib import Path

from kit.database.pool import AWAY, connect
from lab.bench.victim import Victim
from lab.sim.site import Site

PATIENCE_SECONDS = 300.0


class _Service(Victim):
    level = "info"


class Pair:
    """`apart`: each has a data_dir and a `listen` of its own, as on two hosts; else both have the same."""

    def __init__(self, place: Site, folder: Path, port: int, url: str, *, apart: bool) -> None:
        more = f"[database]\nurl = '{url}'\n[service]\nstandby = true\n[agi]\nenabled = false\n"
        folders = [folder / "one", folder / "two"] if apart else [folder / "both", folder / "both"]
        for each in folders:
            each.mkdir(exist_ok=True)
        self.url = url
        self.services: list[Victim] = [_Service(place, each, port, more) for each in folders]
        self._apart = apart

    async def begin(self) -> None:
        for service in self.services if self._apart else self.services[:1]:
            await service.start_ear()
        await self.services[0].start()
        await self.until_in_charge(self.services[0])
        await self.services[1].start()
        await self.until_standing()

    async def end(self) -> None:
        for service in self.services:
            await service.end(signal.SIGTERM)
        for service in self.services:
            while service.ears:
                await service.end_ear()

    async def leader(self) -> Victim:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for service in self.services:
                    if await self._is_in_charge(service):
                        return service
                await asyncio.sleep(0.02)

    def other(self, service: Victim) -> Victim:
        return self.services[service is self.services[0]]

    async def until_in_charge(self, service: Victim) -> float:
        """How many seconds that took."""
        began = time.monotonic()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self._is_in_charge(service):
                await asyncio.sleep(0.01)
        return time.monotonic() - began

    async def until_standing(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self._asked("select count(*) from pg_stat_activity where application_name like $1"):
                await asyncio.sleep(0.05)

    async def _is_in_charge(self, service: Victim) -> bool:
        pid = None if service.process is None else service.process.pid
        return await self._asked("select pid from tenure where $1 <> ''") == pid

    async def _asked(self, statement: str) -> object:
        try:
            connection = await connect(self.url)
            try:
                return await connection.fetchval(statement, "thirdring standby %")
            finally:
                await connection.close()
        except AWAY:
            return None
