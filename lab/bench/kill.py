"""Nothing lost: a service that is killed over and over, its database stopped and its link cut in turn, loses no call.

`./run bench kill` plays 2,000 simulated calls to a service that meanwhile gets SIGKILL 50 times, and between the kills
loses PostgreSQL or its link. Afterwards each stored call is held against an undisturbed run of the same calls: every
call once, with the same figures, except calls that were touched by a gap in the link and say so.
"""

import argparse
import asyncio
import logging
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random

from lab.bench.gaps import Gaps, watching
from lab.bench.killed import Key, Stored, last_heard, settled, stored_calls, undisturbed
from lab.bench.victim import Victim
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic

SEED = 7
AGENTS = 200
HABITS = Habits(answer_seconds=3.0, talk_seconds=4.0, wrap_up_seconds=1.0, patience_seconds=10.0)
_ENDS_OF_EARS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL)
SETTLE_SECONDS = 0.2  # of what was on its way when the service was killed, on both sides of a gap


@dataclass
class Report:
    calls: int = 0
    same: int = 0
    marked: int = 0
    unseen: int = 0
    guessed: int = 0
    kills: int = 0
    stops: int = 0
    cuts: int = 0
    ears: int = 0
    seconds: float = 0.0
    unwritten_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            f"calls                 {self.calls}",
            f"as undisturbed        {self.same}",
            f"marked as estimated   {self.marked}, of calls touched by a gap in the link",
            f"unseen                {self.unseen}, began while there was no link, and ended so or called no hotline",
            f"guessed               {self.guessed}, internal calls that a snapshot seemed to show; marked, not counted",
            f"killed or stopped     service {self.kills}, PostgreSQL {self.stops}, link {self.cuts}, ear {self.ears}",
            f"unwritten             {self.unwritten_seconds:.2f} s at most, said and on no disk when a gap began",
            f"took                  {self.seconds:.0f} s",
            f"wrong                 {len(self.wrong)} (reach: 0)",
            *self.wrong[:20],
        ]
        return "\n".join(lines)


async def torment(
    victim: Victim, gaps: Gaps, report: Report, kills: int, spacing_seconds: float, seed: int = SEED
) -> None:
    """Kill, and in turn also stop PostgreSQL or cut the link; each time once the service has found its feet."""
    chance, pbx = Random(seed), gaps.pbx
    for what in islice(cycle(("", "crash", "", "cut", "", "end", "", "refuse")), kills):
        await victim.until_linked(gaps)
        await asyncio.sleep(spacing_seconds * chance.uniform(0.5, 1.5))
        if what in ("cut", "refuse"):
            report.cuts += 1
            await pbx.refuse() if what == "refuse" else pbx.cut()
        elif what:
            report.stops += victim.stop_postgres(signal.SIGKILL if what == "crash" else signal.SIGINT)
        await asyncio.sleep(chance.uniform(0.0, 0.3))
        report.kills += 1
        await victim.end(signal.SIGKILL)
        if what == "refuse":
            await pbx.listen()
        await victim.start()


async def kill_beside_an_ear(victim: Victim, report: Report, kills: int, spacing_seconds: float, seed: int) -> None:
    """At any moment, also while it starts: the ear hears on."""
    chance = Random(seed)
    for _ in range(kills):
        await asyncio.sleep(spacing_seconds * chance.uniform(0.2, 1.8))
        report.kills += 1
        await victim.end(signal.SIGKILL)
        await victim.start()


async def kill_one_of_two_ears(victim: Victim, report: Report, kills: int, spacing_seconds: float, seed: int) -> None:
    """In turn killed, and stopped as an upgrade does it. Before each, a new one stands by, which goes on."""
    chance = Random(seed)
    for how in islice(cycle(_ENDS_OF_EARS), kills):
        await victim.add_ear()
        await asyncio.sleep(spacing_seconds * chance.uniform(0.2, 1.8))
        report.ears += 1
        await victim.end_ear(how)


def judge_all_heard(report: Report, truth: dict[Key, Stored], found: dict[Key, Stored]) -> None:
    """With an ear that was never away, each call is as in an undisturbed run."""
    for key, expected in truth.items():
        got = found.get(key)
        report.calls += 1
        report.same += got == expected
        if got != expected:
            report.marked += got is not None and got.estimated
            report.wrong.append(f"{key}: {'missing' if got is None else expected.differences(got)}")
    report.wrong += [f"{key}: stored, though there was no such call" for key in found.keys() - truth.keys()]


def judge(report: Report, truth: dict[Key, Stored], found: dict[Key, Stored], gaps: Gaps) -> None:
    for key, expected in truth.items():
        got, lived = found.get(key), (expected.began_us, expected.ended_us)
        began = expected.began_us, expected.began_us
        report.calls += 1
        if got == expected:
            report.same += 1
        elif not gaps.touch(*lived):
            report.wrong.append(
                f"{key}: {'missing' if got is None else expected.differences(got)}, and no gap touched it"
            )
        elif got is None and (gaps.hold(*lived) or (not expected.inbound and gaps.touch(*began))):
            report.unseen += 1
        elif got is None:
            report.wrong.append(f"{key}: missing; {gaps.around(*lived)}")
        elif got.estimated:
            report.marked += 1
        else:
            report.wrong.append(f"{key}: touched by a gap, other, and not marked: {expected.differences(got)}")
    for key in found.keys() - truth.keys():
        if found[key].estimated and not found[key].inbound:
            report.guessed += 1
        else:
            report.wrong.append(f"{key}: stored, though there was no such call")


async def run(
    calls: int,
    kills: int,
    folder: Path,
    pace: float = 4.0,
    calls_a_second: float = 10.0,
    seed: int = SEED,
    *,
    apart: bool = False,
    ears: bool = False,
) -> Report:
    """`pace`: seconds of the play a second; `calls_a_second` are real ones.

    `apart`: the service alone is killed, an ear of its own stays. `ears`: one of two ears is, the service stays.
    """
    report, began = Report(), time.monotonic()
    place = site(AGENTS)
    traffic = Traffic(place, time.time_ns() // 1000, calls_a_second / pace, seed, calls, HABITS)
    truth = undisturbed(place, traffic)
    async with SimulatedPbx(traffic.calls(), place.members, pace=pace) as pbx:
        gaps, victim = Gaps(pbx, int(SETTLE_SECONDS * pace * 1_000_000)), Victim(place, folder, pbx.port)
        async with watching(gaps):
            if apart or ears:
                await victim.start_ear()
            await victim.start()
            try:
                spacing_seconds = calls / calls_a_second / (kills + 1)
                if ears:
                    await kill_one_of_two_ears(victim, report, kills, spacing_seconds, seed)
                elif apart:
                    await kill_beside_an_ear(victim, report, kills, spacing_seconds, seed)
                else:
                    await torment(victim, gaps, report, kills, spacing_seconds, seed)
                await pbx.finished.wait()
                await victim.until_linked(gaps)
                await settled(folder)
                found = await stored_calls(folder)
                report.unwritten_seconds = 0.0 if apart or ears else gaps.begin_with(last_heard(folder)) / pace
            finally:
                await victim.end(signal.SIGTERM)
                while victim.ears:
                    await victim.end_ear()
    if apart or ears:
        judge_all_heard(report, truth, found)
    else:
        judge(report, truth, found, gaps)
    report.seconds = time.monotonic() - began
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench kill", description=__doc__)
    options.add_argument("--calls", type=int, default=2_000)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--seed", type=int, default=SEED, help="of the calls and of the moments of harm")
    options.add_argument("--short", action="store_true", help="200 calls, 5 kills")
    options.add_argument("--apart", action="store_true", help="the service alone is killed, an ear of its own stays")
    options.add_argument("--ears", action="store_true", help="one of two ears is killed or stopped, the service stays")
    options.add_argument("--keep", action="store_true", help="leave the folder with the log and the journal")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.kills = 200, 5
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # what the PBX says to a link that is cut
    folder = Path(tempfile.mkdtemp(prefix="thirdring-kill-"))
    try:
        report = asyncio.run(
            run(chosen.calls, chosen.kills, folder, seed=chosen.seed, apart=chosen.apart, ears=chosen.ears)
        )
    finally:
        if chosen.keep:
            print(folder)
        else:
            shutil.rmtree(folder)
    print(report)
    sys.exit(bool(report.wrong))


if __name__ == "__main__":
    main()
