"""Taking over: of two services on one database the one in charge is killed, stopped or frozen, over and over.

`./run bench standby` plays simulated calls to two services, one of which stands by, and lets it take over 30 times.
A frozen one wakes up afterwards, and must write nothing. In the end each stored call is held against an undisturbed
run, column by column; each call to the hotline has its ticket, once, and each that was missed its callback.
"""

import argparse
import asyncio
import signal
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random

from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import upgrade
from kit.database.pool import connect, ensure_database
from lab.bench import in_folder
from lab.bench.desk_kept import lacking, watch_writers
from lab.bench.kill import AGENTS, HABITS, SEED, judge_all_heard
from lab.bench.kill_report import Report
from lab.bench.killed import Key, Stored, calls_in, undisturbed
from lab.bench.pair import Pair
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic

ENDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP, signal.SIGKILL)
SETTLE_SECONDS = 120.0


@dataclass
class Takeovers:
    calls: Report = field(default_factory=Report)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lacking: dict[str, int] = field(default_factory=dict)

    @property
    def wrong(self) -> list[str]:
        return [*self.calls.wrong, *(f"{count} {what}" for what, count in self.lacking.items() if count)]

    def __str__(self) -> str:
        lines = [
            f"calls                 {self.calls.calls}",
            f"as undisturbed        {self.calls.same}",
            f"estimated             {self.calls.marked}",
            f"lacking at the desk   {', '.join(f'{count} {what}' for what, count in self.lacking.items())}",
            *(
                f"after {how:<15} {len(some)} takeovers, {statistics.median(some):.2f} s in the middle, "
                f"{max(some):.2f} s at most"
                for how, some in self.seconds.items()
            ),
            f"took                  {self.calls.seconds:.0f} s",
            f"wrong                 {len(self.wrong)} (reach: 0)",
            *self.wrong[:20],
        ]
        return "\n".join(lines)


async def take_over_again_and_again(
    pair: Pair, found: Takeovers, ends: Iterable[signal.Signals], spacing: float, seed: int
) -> None:
    chance = Random(seed)
    for how in ends:
        await pair.until_standing()
        await asyncio.sleep(spacing * chance.uniform(0.5, 1.5))
        first = await pair.leader()
        second, process = pair.other(first), first.process
        assert process is not None
        sent = time.monotonic()
        process.send_signal(how)
        if how != signal.SIGSTOP:
            await process.wait()
        ended = time.monotonic()
        await pair.until_in_charge(second)
        found.seconds[how.name].append(time.monotonic() - sent)
        if how == signal.SIGTERM:
            found.seconds["the end of it"].append(time.monotonic() - ended)
        if how == signal.SIGSTOP:
            await asyncio.sleep(chance.uniform(0.0, 1.0))
            process.send_signal(signal.SIGCONT)
        else:
            await first.start()


async def prepared(url: str) -> None:
    """Calls before there were tables are none of the desk's."""
    await ensure_database(url)
    connection = await connect(url)
    await upgrade(connection)
    await watch_writers(connection)
    await connection.close()


async def settled(url: str, truth: dict[Key, Stored], now_us: int) -> tuple[dict[Key, Stored], dict[str, int]]:
    """When all is stored and the desk has come to it, or after a while. What it has not been told it looks for a minute
    after a call, by our clock; the PBX's, which says `now_us`, is ahead where the play is quicker than life."""
    ahead_seconds = now_us / 1e6 - time.time()
    connection, until = await connect(url), time.monotonic() + SETTLE_SECONDS + max(0.0, ahead_seconds)
    try:
        while True:
            calls, lacks = await calls_in(connection), await lacking(connection)
            if (calls == truth and not any(lacks.values())) or time.monotonic() > until:
                return calls, lacks
            await asyncio.sleep(1)
    finally:
        await connection.close()


async def run(
    calls: int,
    takeovers: int,
    folder: Path,
    pace: float = 4.0,
    calls_a_second: float = 5.0,
    seed: int = SEED,
    *,
    apart: bool = False,
    ends: Sequence[signal.Signals] = ENDS,
) -> Takeovers:
    found, began, place = Takeovers(), time.monotonic(), site(AGENTS)
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder / "server")
    await asyncio.to_thread(server.start)
    try:
        await prepared(server.url())
        traffic = Traffic(place, time.time_ns() // 1000, calls_a_second / pace, seed, calls, HABITS)
        truth = undisturbed(place, traffic)
        async with SimulatedPbx(traffic.calls(), place.members, pace=pace) as pbx:
            pair = Pair(place, folder, pbx.port, server.url(), apart=apart)
            await pair.begin()
            try:
                spacing = max(0.5, calls / calls_a_second / (takeovers + 1) - 2.0)
                await take_over_again_and_again(pair, found, islice(cycle(ends), takeovers), spacing, seed)
                await pbx.finished.wait()
                stored, found.lacking = await settled(server.url(), truth, pbx.now_us)
            finally:
                await pair.end()
    finally:
        await asyncio.to_thread(server.stop)
    judge_all_heard(found.calls, truth, stored)
    found.calls.seconds = time.monotonic() - began
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench standby", description=__doc__)
    options.add_argument("--calls", type=int, default=4_000)
    options.add_argument("--takeovers", type=int, default=30)
    options.add_argument("--seed", type=int, default=SEED, help="of the calls and of the moments of harm")
    options.add_argument(
        "--apart", action="store_true", help="each with a data_dir and an ear of its own, as two hosts"
    )
    options.add_argument("--short", action="store_true", help="200 calls, 4 takeovers")
    options.add_argument("--keep", action="store_true", help="leave the folder with the logs and the journals")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.takeovers = 200, 4

    async def run_in(folder: Path) -> Takeovers:
        return await run(chosen.calls, chosen.takeovers, folder, seed=chosen.seed, apart=chosen.apart)

    in_folder.play("standby", run_in, keep=chosen.keep)


if __name__ == "__main__":
    main()
