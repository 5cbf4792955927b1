"""PostgreSQL fails over: under calls its primary is killed and its replica promoted, over and over.

`./run bench failover` does that 10 times. Streaming is asynchronous, and the replica lacks the last moment each time.
In the end each stored call is held against an undisturbed run, column by column; each call to the hotline has its
ticket, once, and each that was missed its callback.
"""

import argparse
import asyncio
import contextlib
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from kit.database.lock import holder
from kit.database.pool import AWAY, connect
from lab.bench import in_folder
from lab.bench.kill import AGENTS, HABITS, SEED, judge_all_heard
from lab.bench.killed import undisturbed
from lab.bench.replicas import Servers
from lab.bench.standby import Takeovers, prepared, settled
from lab.bench.victim import Victim
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic

LAG_SECONDS = 0.7
PATIENCE_SECONDS = 60.0


async def fail_over_again_and_again(servers: Servers, found: Takeovers, times: int, spacing: float, seed: int) -> None:
    chance = Random(seed)
    for _ in range(times):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await servers.streams():
                await asyncio.sleep(0.1)
        await asyncio.sleep(spacing * chance.uniform(0.5, 1.5))
        await servers.lag()
        await asyncio.sleep(chance.uniform(0.0, LAG_SECONDS))
        killed = time.monotonic()
        servers.kill()
        await servers.promote()
        promoted = time.monotonic()
        await until_held(servers.first.url())
        found.seconds["the kill"].append(time.monotonic() - killed)
        found.seconds["promoting"].append(time.monotonic() - promoted)
        await asyncio.to_thread(servers.follow)


async def until_held(url: str) -> None:
    """A service has the lock of the new primary."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            with contextlib.suppress(*AWAY):
                connection = await connect(url)
                try:
                    if await holder(connection) is not None:
                        return
                finally:
                    await connection.close()
            await asyncio.sleep(0.05)


async def run(
    calls: int, failovers: int, folder: Path, pace: float = 4.0, calls_a_second: float = 5.0, seed: int = SEED
) -> Takeovers:
    found, began, place = Takeovers(), time.monotonic(), site(AGENTS)
    servers = Servers(folder)
    await asyncio.to_thread(servers.begin)
    try:
        await prepared(servers.first.url())
        traffic = Traffic(place, time.time_ns() // 1000, calls_a_second / pace, seed, calls, HABITS)
        truth = undisturbed(place, traffic)
        async with SimulatedPbx(traffic.calls(), place.members, pace=pace) as pbx:
            (folder / "service").mkdir()
            more = f"[database]\nurl = '{servers.url()}'\n[agi]\nenabled = false\n"
            service = Victim(place, folder / "service", pbx.port, more)
            await service.start()
            try:
                spacing = max(0.5, calls / calls_a_second / (failovers + 1) - 4.0)
                await fail_over_again_and_again(servers, found, failovers, spacing, seed)
                await pbx.finished.wait()
                stored, found.lacking = await settled(servers.url(), truth, pbx.now_us)
            finally:
                await service.end(signal.SIGTERM)
    finally:
        await asyncio.to_thread(servers.end)
    judge_all_heard(found.calls, truth, stored)
    found.calls.seconds = time.monotonic() - began
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench failover", description=__doc__)
    options.add_argument("--calls", type=int, default=1_000)
    options.add_argument("--failovers", type=int, default=10)
    options.add_argument("--seed", type=int, default=SEED, help="of the calls and of the moments of harm")
    options.add_argument("--short", action="store_true", help="150 calls, 2 failovers")
    options.add_argument("--keep", action="store_true", help="leave the folder with the logs and the journal")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.failovers = 150, 2

    async def run_in(folder: Path) -> Takeovers:
        return await run(chosen.calls, chosen.failovers, folder, seed=chosen.seed)

    in_folder.play("failover", run_in, keep=chosen.keep)


if __name__ == "__main__":
    main()
