"""Many calls, each a list of moments, as one stream in the order of time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple, Protocol, Self

from lab.sim.moments import Moment
from lab.sim.truth import Truth


@dataclass(slots=True, eq=False)
class PlayedCall:
    moments: list[Moment]
    truth: Truth
    besides: list[Truth] = field(default_factory=list)
    cut: bool = False  # nothing more of it is sent

    @property
    def began_us(self) -> int:
        return self.moments[0].at_us

    def written(self) -> Self:
        return self


class Coming(Protocol):
    """A call, written already or not before it begins."""

    @property
    def began_us(self) -> int: ...

    def written(self) -> PlayedCall: ...


class Arrival(NamedTuple):
    """A call that is written when it begins, so that whoever is busy by then does not answer it."""

    began_us: int
    write: Callable[[], PlayedCall]

    def written(self) -> PlayedCall:
        return self.write()


@dataclass(slots=True)
class Cue:
    """`began` and `ended` stand at a call's first and last moment."""

    moment: Moment
    call: PlayedCall
    began: bool
    ended: bool


class Timeline:
    """`calls` come in the order of their beginnings; `add` puts one more among them while they are played.

    Of equal instants the call that began first speaks first.
    """

    def __init__(self, calls: Iterable[Coming]) -> None:
        self._calls = iter(calls)
        self._next = next(self._calls, None)
        self._heap: list[tuple[int, int, int, PlayedCall]] = []
        self._order = count()

    def add(self, call: PlayedCall) -> None:
        heappush(self._heap, (call.began_us, next(self._order), 0, call))

    @property
    def next_at_us(self) -> int | None:
        """When the next moment is; None: there is none."""
        heap = self._heap
        while heap and heap[0][3].cut:
            heappop(heap)
        while self._next is not None and (not heap or heap[0][0] >= self._next.began_us):
            self.add(self._next.written())
            self._next = next(self._calls, None)
        return heap[0][0] if heap else None

    def __iter__(self) -> Iterator[Cue]:
        return self

    def __next__(self) -> Cue:
        if self.next_at_us is None:
            raise StopIteration
        _, number, index, call = heappop(self._heap)
        last = index + 1 == len(call.moments)
        if not last:
            heappush(self._heap, (call.moments[index + 1].at_us, number, index + 1, call))
        return Cue(call.moments[index], call, index == 0, last)
