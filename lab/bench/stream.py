"""Nothing lost through NATS: servers, forwarder and service are killed over and over while another host hears.

`./run bench stream` plays simulated calls to a `listen` whose journal goes through three NATS servers to a service with
a folder of its own. Meanwhile the leader, two or all of the servers are killed and started again, the forwarder is
killed, and the service. Afterwards every call must be as in an undisturbed run: none lost, doubled or estimated.
"""

import argparse
import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random

from lab.bench import in_folder
from lab.bench.kill import AGENTS, HABITS, SEED, judge_all_heard
from lab.bench.kill_report import Report
from lab.bench.killed import settled, stored_calls, undisturbed
from lab.bench.victim import Victim
from lab.nats import NatsCluster, cluster
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic

HARMS = ("leader", "forwarder", "two", "forwarder", "service", "all")
AWAY_SECONDS = (0.5, 6.0)
_HERE = "[journal]\nurl = '{url}'\n[nats]\nsize_bytes_max = 200000000\n"
_THERE = _HERE.replace("[nats]", "heard_elsewhere = true\n[nats]")


class Forward:
    """`./run forward` as a process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = (sys.executable, "-m", "thirdring", "forward", "--config", str(self._folder / "site.toml"))
        with (self._folder / "forward.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)

    async def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            await self._process.wait()


@contextlib.asynccontextmanager
async def hosts(here: Victim, there: Victim, forward: Forward) -> AsyncIterator[None]:
    """One hears, the other one derives."""
    await here.start_ear()
    await forward.start()
    await there.start()
    try:
        yield
    finally:
        await there.end(signal.SIGTERM)
        await forward.end()
        await here.end_ear()


async def harm(
    what: str, servers: NatsCluster, forward: Forward, there: Victim, report: Report, chance: Random
) -> None:
    if what == "service":
        report.kills += 1
        await there.end(signal.SIGKILL)
        await there.start()
        return
    report.cuts += 1
    if what == "forwarder":
        await forward.end(signal.SIGKILL)
        await asyncio.sleep(chance.uniform(0.0, 1.0))
        await forward.start()
        return
    leader = await servers.leader()
    killed = {"leader": [leader], "two": [leader, (leader + 1) % 3], "all": [0, 1, 2]}[what]
    await servers.kill(*killed)
    await asyncio.sleep(chance.uniform(*AWAY_SECONDS))
    await servers.start(*killed)
    await servers.ready()


async def run(calls: int, harms: int, folder: Path, pace: float = 4.0, rate: float = 10.0, seed: int = SEED) -> Report:
    """`pace`: seconds of the play a second; `rate`: real calls a second."""
    report, began, chance, place = Report(), time.monotonic(), Random(seed), site(AGENTS)
    traffic = Traffic(place, time.time_ns() // 1000, rate / pace, seed, calls, HABITS)
    truth = undisturbed(place, traffic)
    for name in ("nats", "here", "there"):
        (folder / name).mkdir(mode=0o711)
    async with cluster(folder / "nats") as servers, SimulatedPbx(traffic.calls(), place.members, pace=pace) as pbx:
        here, there = (Victim(place, folder / name, pbx.port) for name in ("here", "there"))
        for victim, text in ((here, _HERE), (there, _THERE)):
            with (victim.folder / "site.toml").open("a") as config:
                config.write("\n" + text.format(url=servers.url))
        forward = Forward(here.folder)
        async with hosts(here, there, forward):
            for what in islice(cycle(HARMS), harms):
                await asyncio.sleep(calls / rate / (harms + 1) * chance.uniform(0.2, 1.0))
                await harm(what, servers, forward, there, report, chance)
            await pbx.finished.wait()
            await settled(there.folder, 180.0, here.folder / "journal.sqlite")
            found = await stored_calls(there.folder)
    judge_all_heard(report, truth, found)
    report.seconds = time.monotonic() - began
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench stream", description=__doc__)
    options.add_argument("--calls", type=int, default=1_200)
    options.add_argument("--harms", type=int, default=18)
    options.add_argument("--seed", type=int, default=SEED, help="of the calls and of the moments of harm")
    options.add_argument("--short", action="store_true", help="200 calls, each harm once")
    options.add_argument("--keep", action="store_true", help="leave the folder with logs and journal")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.harms = 200, len(HARMS)

    async def run_in(folder: Path) -> Report:
        return await run(chosen.calls, chosen.harms, folder, seed=chosen.seed)

    in_folder.play("stream", run_in, keep=chosen.keep, mode=0o711)


if __name__ == "__main__":
    main()
