"""Many calls, each a list of moments, as one stream in the order of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from telephony.sim.moments import Moment
from telephony.sim.truth import Truth


@dataclass(slots=True, eq=False)
class PlayedCall:
    moments: list[Moment]
    truth: Truth
    besides: list[Truth] = field(default_factory=list)
    cut: bool = False  # nothing more of it is sent

    @property
    def began_us(self) -> int:
        return self.moments[0].at_us


@dataclass(slots=True)
class Cue:
    """`began` and `ended` stand at a call's first and last moment."""

    moment: Moment
    call: PlayedCall
    began: bool
    ended: bool


def timeline(calls: Iterable[PlayedCall]) -> Iterator[Cue]:
    """`calls` come in the order of their beginnings. Of equal instants the call that began first speaks first."""
    heap: list[tuple[int, int, int, PlayedCall]] = []
    order = count()
    for call in calls:
        yield from _until(heap, call.began_us)
        heappush(heap, (call.began_us, next(order), 0, call))
    yield from _until(heap, None)


def _until(heap: list[tuple[int, int, int, PlayedCall]], limit_us: int | None) -> Iterator[Cue]:
    while heap and (limit_us is None or heap[0][0] < limit_us):
        _, number, index, call = heappop(heap)
        if call.cut:
            continue
        last = index + 1 == len(call.moments)
        if not last:
            heappush(heap, (call.moments[index + 1].at_us, number, index + 1, call))
        yield Cue(call.moments[index], call, index == 0, last)
