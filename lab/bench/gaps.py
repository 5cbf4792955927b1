"""What nobody heard: a real Asterisk plays calls of all shapes while both ears are killed or cut off, over and over.

Afterwards each call is held against the phones' own clocks. Reach, with the PBX's log: every call is accounted for,
95 % of those that a gap touched are recovered, their ring_seconds within 150 ms at p99, and every verdict given is
right. `--without-log` keeps the log from the ears, and has phones that need some time before they ring. `--restarts`
restarts Asterisk itself in three ways instead, heard and unheard.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from lab.bench.deaf import Ears, Playing, derived
from lab.bench.gaps_report import HEAD, Found
from lab.bench.machine import Meanwhile
from lab.bench.restarts import restarts
from lab.pbx.asterisk import why_no_asterisk
from lab.pbx.priority import hurried
from tests.pbx.lab import Lab, name_calls
from tests.pbx.scene import Shape
from tests.pbx.shapes import SHAPES

AT_ONCE = 10
GAPS_A_LAB = 6
HEARD_SECONDS = (4.0, 8.0)
LEARNED_SECONDS = 75.0
"""Heard first, where the log is kept away: how long each phone needs before it rings."""
PLAYED = tuple(shape for shape in SHAPES if not shape.alone and "digits" not in shape.name)
KNOWN = frozenset(
    "queue_ringall queue_agent_hangs_up queue_timeout queue_local_members_n dial_one dial_group dial_one_then_next "
    "dial_no_answer abandon_later forwarded picked_up blind_transfer_refer".split()
)
"""What is played without the log: fewer phones, which ring often enough to be known."""

_WAKES = {"desk": (0.05, 0.4), "softphone": (0.2, 0.2), "DECT": (0.55, 0.15), "mobile": (1.5, 0.25)}
"""Seconds from INVITE to 180 in the middle, and how far they scatter, as in ../docs/reliability.md."""


@dataclass(frozen=True)
class Plan:
    gaps: int
    seconds: tuple[float, float]
    seed: int
    with_log: bool
    shapes: Sequence[Shape]
    keep: bool

    def parts(self) -> Iterator[list[tuple[str, float]]]:
        """How the ears are made deaf and for how long, of each lab."""
        chance, how = random.Random(self.seed), cycle(("kill", "cut"))
        all_ = [(next(how), chance.uniform(*self.seconds)) for _ in range(self.gaps)]
        for begin in range(0, self.gaps, GAPS_A_LAB):
            yield all_[begin : begin + GAPS_A_LAB]


async def one_lab(plan: Plan, gaps: list[tuple[str, float]], folder: Path, found: Found, seed: int) -> list[str]:
    """A fresh Asterisk and journal, and these gaps. Returns the plays that failed by themselves."""
    chance, lab, with_log = random.Random(seed), Lab(plan.shapes, records=True), plan.with_log
    await lab.open()
    if not with_log:
        slow_down(lab, chance)
    ears, playing = Ears(lab, folder, with_log=with_log), Playing(lab, AT_ONCE)
    try:
        await ears.open()
        with hurried():
            async with playing.going_on():
                await asyncio.sleep(HEARD_SECONDS[1] if with_log else LEARNED_SECONDS)
                for how, seconds in gaps:
                    await ears.deafen(how)
                    await asyncio.sleep(seconds)
                    await ears.hear()
                    await asyncio.sleep(chance.uniform(*HEARD_SECONDS))
        await asyncio.sleep(2.0)
        truths = [truth for truth in playing.truths if not truth.ignored]
        name_calls(lab.frames, truths)
        calls, twice = derived(folder, lab.layout)
    finally:
        await ears.close()
        if plan.keep:
            shutil.copytree(lab.asterisk.folder / "log", folder / "log")
        await lab.close()
    found.hold(truths, calls if not playing.failed else {each.linkedid: calls[each.linkedid] for each in truths}, twice)
    return playing.failed


def slow_down(lab: Lab, chance: random.Random) -> None:
    kinds = list(_WAKES.values())
    for corner in lab.corners:
        for phone in corner.agents:
            middle, scatter = chance.choices(kinds, (40, 30, 10, 20))[0]
            phone.wakes_after = lambda middle=middle, scatter=scatter: middle * chance.lognormvariate(0, scatter)


async def bench(plan: Plan) -> bool:
    found, failed, done = Found(), list[str](), 0
    async with Meanwhile(Path(tempfile.gettempdir())) as meanwhile:
        for number, part in enumerate(plan.parts()):
            folder = Path(tempfile.mkdtemp(prefix="thirdring-gaps-"))
            failed += await one_lab(plan, part, folder, found, plan.seed + number)
            done += len(part)
            print(f"{done} gaps, {found.calls} calls, {found.estimated} estimated, wrong:", *found.wrong, flush=True)
            if plan.keep:
                print(folder)
            else:
                shutil.rmtree(folder)
    least, most = plan.seconds
    what = f"{plan.gaps} gaps of {least:.0f} to {most:.0f} s, {'with' if plan.with_log else 'without'} the log"
    print(HEAD, found.row(what), f"estimated: {found.why_estimated}; outside its margin: {found.outside}", sep="\n")
    print(f"plays that failed by themselves: {failed}", meanwhile, sep="\n")
    return told(found.misses(with_log=plan.with_log))


def told(misses: list[str]) -> bool:
    print(*misses[:40], sep="\n")
    return not misses


def main() -> None:
    options = argparse.ArgumentParser(prog="./run bench gaps", description=__doc__)
    options.add_argument("--gaps", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--without-log", action="store_true", help="only the rows are read")
    options.add_argument("--restarts", type=int, default=0, help="restart Asterisk so often in each way instead")
    options.add_argument("--seconds", type=float, nargs=2, default=(5.0, 60.0), help="the shortest and longest gap")
    options.add_argument("--only", default="", help="a part of the names of the shapes to play")
    options.add_argument("--short", action="store_true", help="2 gaps of 5 to 10 s")
    options.add_argument("--keep", action="store_true", help="leave the journals and what the PBX has written")
    chosen = options.parse_args()
    if why_no_asterisk():
        print(f"not measured here: {why_no_asterisk()}")
        return
    if chosen.restarts:
        is_reached = told(asyncio.run(restarts(chosen.restarts)))
    else:
        gaps, seconds = (2, (5.0, 10.0)) if chosen.short else (chosen.gaps, tuple(chosen.seconds))
        of_phones = [shape for shape in PLAYED if shape.name in KNOWN]
        played = of_phones if chosen.without_log else PLAYED
        shapes = [shape for shape in played if chosen.only in shape.name]
        plan = Plan(gaps, seconds, chosen.seed, not chosen.without_log, shapes, chosen.keep)
        is_reached = asyncio.run(bench(plan))
    sys.exit(not is_reached)


if __name__ == "__main__":
    main()
