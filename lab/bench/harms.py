"""What `./run bench kill` does to the service and to its ears while calls go on."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from itertools import cycle, islice
from random import Random

from lab.bench.kill_report import Report
from lab.bench.unheard import Gaps
from lab.bench.victim import SERVICE_STANDS_BY, Victim

_ENDS_OF_EARS = (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL)


class Harm(StrEnum):
    ALONE = "alone"  # the service hears by itself, and everything is harmed
    APART = "apart"  # the service alone is killed, an ear of its own stays
    EARS = "ears"  # one of two ears is killed or stopped, the service stays
    ONE_EAR = "one-ear"  # the only ear is killed or stopped, the service hears on until there is another


async def kill_alone(victim: Victim, gaps: Gaps, report: Report, kills: int, spacing_seconds: float, seed: int) -> None:
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


async def kill_the_only_ear(victim: Victim, report: Report, kills: int, spacing_seconds: float, seed: int) -> None:
    """Each time the service stands by, hears on, and leaves it to the next one."""
    chance = Random(seed)
    for how in islice(cycle(_ENDS_OF_EARS), kills):
        await victim.until_held(SERVICE_STANDS_BY)
        await asyncio.sleep(spacing_seconds * chance.uniform(0.0, 1.0))
        report.ears += 1
        await victim.end_ear(how)
        await victim.until_free(SERVICE_STANDS_BY)
        await asyncio.sleep(chance.uniform(0.0, 1.0))
        await victim.new_ear()


Harming = Callable[[Victim, Report, int, float, int], Awaitable[None]]
BESIDE_AN_EAR: dict[Harm, Harming] = {
    Harm.APART: kill_beside_an_ear,
    Harm.EARS: kill_one_of_two_ears,
    Harm.ONE_EAR: kill_the_only_ear,
}
