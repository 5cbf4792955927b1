"""Nothing lost: a service that is killed over and over, its database stopped and its link cut in turn, loses no call.

`./run bench kill` plays 2,000 simulated calls to a service that meanwhile gets SIGKILL 50 times, and between the kills
loses PostgreSQL or its link. Afterwards each stored call is held against an undisturbed run of the same calls: every
call once, with the same figures, except calls that were touched by a gap in the link and say so.
"""

import argparse
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from lab.bench import in_folder
from lab.bench.harms import BESIDE_AN_EAR, Harm, kill_alone
from lab.bench.kill_report import Report
from lab.bench.killed import Key, Stored, last_heard, settled, stored_calls, undisturbed
from lab.bench.unheard import Gaps, watching
from lab.bench.victim import Victim
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic

SEED = 7
AGENTS = 200
HABITS = Habits(answer_seconds=3.0, talk_seconds=4.0, wrap_up_seconds=1.0, patience_seconds=10.0)
_HELP = {
    Harm.APART: "the service alone is killed, an ear of its own stays",
    Harm.EARS: "one of two ears is killed or stopped, the service stays",
    Harm.ONE_EAR: "the only ear is killed or stopped, the service hears on until there is another",
}
SETTLE_SECONDS = 0.2  # of what was on its way when the service was killed, on both sides of a gap


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
    harm: Harm = Harm.ALONE,
) -> Report:
    """`pace`: seconds of the play a second; `calls_a_second` are real ones."""
    report, began, beside = Report(), time.monotonic(), BESIDE_AN_EAR.get(harm)
    place = site(AGENTS)
    traffic = Traffic(place, time.time_ns() // 1000, calls_a_second / pace, seed, calls, HABITS)
    truth = undisturbed(place, traffic)
    async with SimulatedPbx(traffic.calls(), place.members, pace=pace) as pbx:
        gaps, victim = Gaps(pbx, int(SETTLE_SECONDS * pace * 1_000_000)), Victim(place, folder, pbx.port)
        async with watching(gaps):
            if beside is not None:
                await victim.start_ear()
            await victim.start()
            try:
                spacing_seconds = calls / calls_a_second / (kills + 1)
                if beside is not None:
                    await beside(victim, report, kills, spacing_seconds, seed)
                else:
                    await kill_alone(victim, gaps, report, kills, spacing_seconds, seed)
                await pbx.finished.wait()
                await victim.until_linked(gaps)
                await settled(folder)
                found = await stored_calls(folder)
                report.unwritten_seconds = 0.0 if beside is not None else gaps.begin_with(last_heard(folder)) / pace
            finally:
                await victim.end(signal.SIGTERM)
                while victim.ears:
                    await victim.end_ear()
    if beside is not None:
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
    for harm, text in _HELP.items():
        options.add_argument(f"--{harm}", action="store_const", const=harm, dest="harm", default=Harm.ALONE, help=text)
    options.add_argument("--keep", action="store_true", help="leave the folder with the log and the journal")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.kills = 200, 5

    async def run_in(folder: Path) -> Report:
        return await run(chosen.calls, chosen.kills, folder, seed=chosen.seed, harm=chosen.harm)

    in_folder.play("kill", run_in, keep=chosen.keep)


if __name__ == "__main__":
    main()
