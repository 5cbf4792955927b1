"""Where the lines of the log belong among the rows, also where one of both has whole seconds. Pure.

A phone rings after its channel appeared, and before it answers or is hung up. A time that has lost its fraction may say
otherwise: then the order of the rows is the truth, and the line is put between them.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from telephony.cel.log_lines import Ringing
from telephony.cel.rows import Row

Record: TypeAlias = Row | Ringing

_START = "CHAN_START"


def placed(rows: Iterable[Row], rings: Iterable[Ringing], slack_us: int) -> Iterator[Record]:
    """Both in the order of their times. `slack_us`: how far the times of the two may be apart at one instant."""
    placing, ahead = _Placing(rings, slack_us), deque[Row]()
    for row in rows:
        ahead.append(row)
        placing.expect(row)
        while ahead[0].at_us < row.at_us - slack_us:
            yield from placing.put(ahead.popleft())
    while ahead:
        yield from placing.put(ahead.popleft())
    yield from placing.rest()


class _Placing:
    def __init__(self, rings: Iterable[Ringing], slack_us: int) -> None:
        self._rings = iter(rings)
        self._next = next(self._rings, None)
        self._slack_us = slack_us
        self._held: list[Ringing] = []
        self._to_come: dict[str, deque[int]] = {}  # when channels of a name begin

    def expect(self, row: Row) -> None:
        if row.type == _START:
            self._to_come.setdefault(row.channel, deque()).append(row.at_us)

    def put(self, row: Row) -> Iterator[Record]:
        """The lines that belong before a row, the row, and those that waited for it."""
        while self._next is not None and self._next.at_us <= row.at_us + self._slack_us:
            self._held.append(self._next)
            self._next = next(self._rings, None)
        yield from self._let_go(row)
        yield row
        if row.type == _START:
            self._begun(row.channel)
            yield from self._let_go_of(row)

    def rest(self) -> Iterator[Record]:
        yield from self._held
        if self._next is not None:
            yield self._next
        yield from self._rings

    def _begun(self, channel: str) -> None:
        self._to_come[channel].popleft()
        if not self._to_come[channel]:
            del self._to_come[channel]

    def _let_go(self, row: Row) -> Iterator[Ringing]:
        """Returns the lines that belong before the row, and those of its channel, which began earlier."""
        of_channel = "" if row.type == _START else row.channel
        for ring in self._take(lambda ring: ring.at_us < row.at_us or ring.channel == of_channel):
            yield ring._replace(at_us=min(ring.at_us, row.at_us))

    def _let_go_of(self, start: Row) -> Iterator[Ringing]:
        """Returns the lines that waited for this channel."""
        for ring in self._take(lambda ring: ring.at_us <= start.at_us and ring.channel == start.channel):
            yield ring._replace(at_us=start.at_us)

    def _waits(self, ring: Ringing) -> bool:
        """Whether the line has to wait: its channel begins so soon that it must be the one that rang."""
        to_come = self._to_come.get(ring.channel)
        return to_come is not None and to_come[0] <= ring.at_us + self._slack_us

    def _take(self, is_due: Callable[[Ringing], bool]) -> list[Ringing]:
        due = [ring for ring in self._held if not self._waits(ring) and is_due(ring)]
        if due:
            self._held = [ring for ring in self._held if ring not in due]
        return due
