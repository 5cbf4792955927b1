"""How long to wait before connecting again. Pure: random numbers are an argument, and nothing sleeps."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Pace:
    """`first_seconds` after the first failure, doubling up to `most_seconds`; of that between half and all, by chance,
    so that many links do not come back together. A refused login is nothing that seconds mend, and PBXs ban who
    insists."""

    first_seconds: float = 0.5
    most_seconds: float = 30.0
    refused_first_seconds: float = 60.0
    refused_most_seconds: float = 600.0
    steady_after_seconds: float = 30.0  # a link that lasted so long was a good one: start again


class Backoff:
    def __init__(self, pace: Pace, chance: Random) -> None:
        self._pace = pace
        self._chance = chance
        self._failures = 0
        self._refusals = 0

    def after_failure(self, lasted_seconds: float = 0.0) -> float:
        """Seconds to wait. `lasted_seconds` is how long the link was up."""
        self._refusals = 0
        if lasted_seconds >= self._pace.steady_after_seconds:
            self._failures = 0
        self._failures += 1
        return self._jittered(self._pace.first_seconds, self._failures, self._pace.most_seconds)

    def after_refusal(self) -> float:
        self._refusals += 1
        return self._jittered(self._pace.refused_first_seconds, self._refusals, self._pace.refused_most_seconds)

    def _jittered(self, first: float, times: int, most: float) -> float:
        whole = min(most, first * 2.0 ** min(times - 1, 60))
        return whole * self._chance.uniform(0.5, 1.0)
