"""An ear that stands by: what it has heard of late, and where that goes on from what is in the journal. Pure.

Two connections are told the same events with the same bytes (`timestampevents = yes` makes each its own, and so does
the SequenceNumber of a PBX with `debug = on`), so the bytes say where the other ear ended. Numbers themselves prove
nothing: they start again when the PBX does, and filters leave holes in them.
"""

from collections import deque
from collections.abc import Iterable, Sequence

from telephony.events import LINK_DOWN, LINK_UP, NEVER_STAMPED, OUR_CLOCK, OUR_MARKS, PBX_CLOCK

Heard = tuple[bytes, int]
"""A frame, and the microsecond it was received."""

KEEP_US = 30_000_000
KEEP_BYTES = 32 << 20
LATER_US = 10_000_000
"""One ear may be told so much later than the other."""

_UP, _DOWN, _CLOCK, _SET = (f"Event: {name}".encode() for name in (LINK_UP, LINK_DOWN, PBX_CLOCK, OUR_CLOCK))
_SHOWN = b"Event: CoreShowChannelsComplete"
_SNAPSHOT_END = b"Event: QueueStatusComplete"
_UNSTAMPED = frozenset(f"Event: {name}".encode() for name in NEVER_STAMPED | OUR_MARKS)
_ASKED = b"\r\nAsked: "
_OWN = (b"\r\nTimestamp: ", b"\r\nSequenceNumber: ")


class Kept:
    """Of one PBX."""

    def __init__(self, keep_us: int = KEEP_US, keep_bytes: int = KEEP_BYTES) -> None:
        self.frames: deque[Heard] = deque()
        self.whole_since_us: int | None = None
        """From here on nothing is missing; None while there is no link, or its snapshot is not whole."""
        self.from_the_first = True
        """`frames` begins with the link itself."""
        self._keep_us = keep_us
        self._keep_bytes = keep_bytes
        self._bytes = 0

    def take(self, heard: Iterable[Heard]) -> None:
        for frame, received_us in heard:
            if _first_line(frame) in (_UP, _DOWN):
                self._clear()
            self.frames.append((frame, received_us))
            self._bytes += len(frame)
            if self.whole_since_us is None and _first_line(frame) == _SNAPSHOT_END:
                self.whole_since_us = received_us
        self._forget()

    def _clear(self) -> None:
        self.frames.clear()
        self._bytes, self.whole_since_us, self.from_the_first = 0, None, True

    def _forget(self) -> None:
        while self.frames and (
            self._bytes > self._keep_bytes or self.frames[0][1] < self.frames[-1][1] - self._keep_us
        ):
            frame, received_us = self.frames.popleft()
            self._bytes -= len(frame)
            self.from_the_first = False
            if self.whole_since_us is not None:
                self.whole_since_us = max(self.whole_since_us, received_us + 1)


def tail_since_us(kept: Kept, now_us: int) -> int:
    """The instant from which on the journal is needed."""
    return (kept.frames[0][1] if kept.frames else now_us) - LATER_US


def overlaps(kept: Kept, tail: Sequence[Heard]) -> bool:
    """Whether the other ear still heard the PBX when this one did already. `tail`: the journal's end, of this PBX.

    Either both have an event, or the other has had an answer to what it asked then. The instants of that say nothing
    where our own clock was set meanwhile.
    """
    if kept.whole_since_us is None:
        return False
    known = events_of(tail)
    if any(frame in known for frame, _ in kept.frames):
        return True
    asked_us = [_asked_us(frame) for frame, _ in tail if _first_line(frame) == _CLOCK]
    was_set = any(_first_line(frame) == _SET for frames in (tail, kept.frames) for frame, _ in frames)
    return not was_set and max(asked_us, default=0) >= kept.whole_since_us


def going_on(kept: Kept, tail: Sequence[Heard]) -> list[Heard] | None:
    """What belongs behind the journal's end, so that nothing is missing and nothing is there twice.

    None where that cannot be known: the link has to restart, and what was missed is a gap. By order and bytes alone:
    two connections may be told the same at other instants, and now and then in another order.
    """
    if not overlaps(kept, tail) or _unfinished(tail) or not all(map(_is_its_own, kept.frames)):
        return None
    events = [each for each in kept.frames if _is_told_once(each[0])]
    if any(_first_line(frame) == _UP for frame, _ in tail):  # what the other missed before that is its gap
        heard = events_of(_since_up(tail))
        both = next((place for place, (frame, _) in enumerate(events) if frame in heard), None)
        if both is None:
            return None
        events = events[both:]
    known = events_of(tail)
    clock = [each for each in kept.frames if _first_line(each[0]) == _CLOCK][-1:]
    return [*clock, *(each for each in events if each[0] not in known)]


def events_of(heard: Iterable[Heard]) -> frozenset[bytes]:
    """The events of the PBX that differ from all others."""
    return frozenset(frame for frame, _ in heard if _is_told_once(frame))


def beginning(kept: Kept, tail: Sequence[Heard]) -> list[Heard] | None:
    """All of a link that is still young, without what the journal has; None where some of it is forgotten."""
    if not kept.from_the_first:
        return None
    known = events_of(tail)
    return [each for each in kept.frames if each[0] not in known]


def _is_its_own(heard: Heard) -> bool:
    """Whether its bytes are unique: without a stamp or a number, two events may have the same bytes."""
    return _is_told_once(heard[0]) or _first_line(heard[0]) in _UNSTAMPED


def _is_told_once(frame: bytes) -> bool:
    return any(each in frame for each in _OWN)


def _since_up(tail: Sequence[Heard]) -> Sequence[Heard]:
    ups = [place for place, (frame, _) in enumerate(tail) if _first_line(frame) == _UP]
    return tail[ups[-1] :]


def _unfinished(tail: Sequence[Heard]) -> bool:
    """The other ear had started again, and ended before the PBX had said what there is."""
    marks = [line for frame, _ in tail if (line := _first_line(frame)) in (_UP, _SHOWN)]
    return marks[-1:] == [_UP]


def _asked_us(mark: bytes) -> int:
    return int(mark.partition(_ASKED)[2].partition(b"\r\n")[0])


def _first_line(frame: bytes) -> bytes:
    return frame.partition(b"\r\n")[0]
