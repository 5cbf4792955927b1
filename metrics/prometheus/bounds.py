"""The bounds of the histograms, laid so that a share "within n rings" is exact.

A Prometheus bucket holds what is ≤ its bound, but an answer after exactly n periods has heard ring n + 1 begin. As
instants are whole microseconds, the bound n × period − 1 µs holds exactly the calls answered before ring n + 1. The
limit of the policy in use is a bound as well, whichever rule it follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.calls.service_level import Policy

SECOND_US = 1_000_000

RING_PERIODS = (*range(1, 13), 18, 24)
WAIT_PERIODS = (*range(1, 13), 18, 24, 36, 60, 120)
TALK_PERIODS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 360, 720)
RINGS = (0, *range(1, 13), 18, 24)
WORK_MINUTES = (1, 2, 5, 10, 15, 30, *(60 * hours for hours in (1, 2, 4, 8, 12, 24, 48, 72, 168, 336)))
LAG_MS = (1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Whole numbers. `unit` of them make one of the shown unit: 1,000,000 for microseconds shown as seconds."""

    highest: tuple[int, ...]  # the largest value in each bucket
    unit: int

    @property
    def texts(self) -> tuple[str, ...]:
        return (*(repr(value / self.unit) for value in self.highest), "+Inf")


def below(periods: Iterable[int], policy: Policy) -> Bounds:
    """Each multiple of the ring period, and the policy's limit, less one microsecond."""
    limits_us = {count * policy.period_us for count in periods} | {policy.limit_us}
    return Bounds(tuple(limit_us - 1 for limit_us in sorted(limits_us)), SECOND_US)


def rings(policy: Policy) -> Bounds:
    return Bounds(tuple(sorted({*RINGS, policy.rings_within})), 1)


def lag() -> Bounds:
    return Bounds(tuple(int(ms * 1000) for ms in LAG_MS), SECOND_US)


def work() -> Bounds:
    """The bounds of the desk: each promised term less one microsecond, because its end is too late."""
    return Bounds(tuple(minutes * 60 * SECOND_US - 1 for minutes in WORK_MINUTES), SECOND_US)
