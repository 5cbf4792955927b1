"""Arrivals: calls that come at random, each a play of the case list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from random import Random

from lab.sim.cases import CASES, CLICK, INSIDE
from lab.sim.channels import Ids
from lab.sim.people import USUAL, Habits, People
from lab.sim.site import Floor, Site
from lab.sim.stage import Stage
from lab.sim.theatre import Theatre
from lab.sim.timeline import Arrival, PlayedCall


@dataclass(frozen=True, slots=True)
class Traffic:
    """`calls_per_second` is the mean of a Poisson process.

    `opening` are plays at fixed seconds after `opens_us`, before which nobody calls for `quiet_seconds`.
    """

    site: Site
    begins_us: int
    calls_per_second: float
    seed: int = 1
    limit: int | None = None
    habits: Habits = USUAL
    full_noise: bool = True
    weights: dict[str, float] | None = None  # None: as in the case list
    opening: Sequence[tuple[float, str]] = ()
    opens_us: int = 0
    quiet_seconds: float = 0.0
    directory: Sequence[str] = ()  # numbers of people who are known to the site

    def calls(self) -> Iterator[PlayedCall]:
        return (arrival.write() for arrival in self.arrivals(self.theatre()))

    def arrivals(self, theatre: Theatre) -> Iterator[Arrival]:
        """The same, each to be written when it begins: for a theatre in which others act as well."""
        arrivals = self._arrivals(theatre.people.random)
        for at_us, name in islice(arrivals, self.limit):
            yield Arrival(at_us, partial(put_on, theatre, name, at_us))

    def theatre(self) -> Theatre:
        random = Random(self.seed)
        people = People(random, self.habits, self.directory)
        return Theatre(self.site, Floor(random), people, Ids(self.seed), self.full_noise)

    def _arrivals(self, random: Random) -> Iterator[tuple[int, str]]:
        weights = self.weights or {name: weight for name, (_, _, weight) in CASES.items()}
        names, chances = list(weights), list(weights.values())
        planned = [(self.opens_us + int(seconds * 1_000_000), name) for seconds, name in sorted(self.opening)]
        at_us = self.begins_us
        while True:
            at_us += int(random.expovariate(self.calls_per_second) * 1_000_000)
            while planned and planned[0][0] <= at_us:
                yield planned.pop(0)
            if not self.opens_us - int(self.quiet_seconds * 1_000_000) <= at_us < self.opens_us:
                yield at_us, random.choices(names, chances)[0]


def put_on(theatre: Theatre, name: str, at_us: int) -> PlayedCall:
    """One call. Where no agent is there to begin it, somebody calls from outside instead."""
    play, way, _ = CASES[name]
    stage = _opened(theatre, name, way, at_us)
    if stage is None:
        return put_on(theatre, "queue_answered", at_us)
    play(stage)
    return stage.played


def _dialled_inside(theatre: Theatre, name: str, at_us: int) -> str:
    if name.startswith("outbound"):
        return theatre.people.caller_outside()
    return theatre.site.number if name == "agent_calls_hotline" else theatre.somebody_inside(at_us)


def _opened(theatre: Theatre, name: str, way: str, at_us: int) -> Stage | None:
    if way == INSIDE:
        return theatre.from_an_agent(at_us, _dialled_inside(theatre, name, at_us), name)
    if way == CLICK:
        order = theatre.order(at_us)
        return None if order is None else theatre.clicked(at_us, order, name)
    number: str = getattr(theatre.site, way)
    return theatre.incoming(at_us, number, name)
