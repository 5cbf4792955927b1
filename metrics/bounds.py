"""The bounds of the histograms, laid so that a share "within n rings" is exact.

A Prometheus bucket holds what is ≤ its bound, but an answer after exactly n periods has heard ring n + 1 begin. As
instants are whole microseconds, the bound n × period − 1 µs holds exactly the calls answered before ring n + 1. The
limit of the policy in use is a bound as well, whichever rule it follows.
"""

from collections.abc import Iterable

from metrics.service_level import Policy

RING_PERIODS = (*range(1, 13), 18, 24)
WAIT_PERIODS = (*range(1, 13), 18, 24, 36, 60, 120)
TALK_PERIODS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 360, 720)
RINGS = (0, *range(1, 13), 18, 24)
LAG_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


def below(periods: Iterable[int], policy: Policy) -> tuple[float, ...]:
    """Seconds: each multiple of the ring period, and the policy's limit, less one microsecond."""
    limits_us = {count * policy.period_us for count in periods} | {policy.limit_us}
    return tuple(last_good(limit_us) for limit_us in sorted(limits_us))


def last_good(limit_us: int) -> float:
    """The longest time, in seconds, that is shorter than the limit."""
    return (limit_us - 1) / 1_000_000


def rings(policy: Policy) -> tuple[int, ...]:
    return tuple(sorted({*RINGS, policy.rings_within}))
