"""The frames of a recorded stream, without what a caller forged in it. Pure.

A recording holds what the link would have heard: greetings, answers, events. Whose ActionIDs were waited for is told by
the answers that begin a list.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from telephony.ami.actions import response
from telephony.ami.frames import FrameReader
from telephony.ami.greeting import refuse_old
from telephony.ami.guard import Guard

GREETING = b"Asterisk Call Manager"
_GREETING_BYTES = 100
_LISTS_MOST = 1000
_UNSURE_MOST = 1000


class Recording:
    """`forged` counts as the link does."""

    def __init__(self, wanted: Callable[[bytes], bool] | None = None) -> None:
        self._lists: dict[bytes, None] = {}
        self._guard = Guard(lambda _event, action_id: action_id in self._lists, lambda _answer: False)
        self._wanted = wanted
        self._begun = False
        self._unsure: list[bytes] | None = None  # since a greeting: nobody knows yet whether a caller wrote it

    @property
    def forged(self) -> int:
        return self._guard.forged

    def frames(self, recording: Iterable[bytes]) -> Iterator[bytes | None]:
        """Events, and None for the greeting of a new connection. Raises TooOldError."""
        reader = FrameReader(everything=True)
        for chunk in chain(_with_crlf(recording), (b"\r\n\r\n",)):
            for frame in reader.feed(chunk):
                yield from self._take(frame)
        yield from self._settled()
        yield from self._events(self._guard.settle())

    def _take(self, frame: bytes) -> Iterator[bytes | None]:
        if not self._begun:
            self._begun = True
            refuse_old(frame[:_GREETING_BYTES].decode("ascii", "replace"))
        if frame.startswith(b"Response: "):
            self._announce(frame)
        if frame.startswith(GREETING):
            yield from self._settled()
            self._unsure = [frame]
            frame = frame.partition(b"\n")[2]
            if not frame:
                return
        if self._unsure is None:
            yield from self._events(self._guard.take([frame]))
        else:
            yield from self._take_unsure(frame, self._unsure)

    def _take_unsure(self, frame: bytes, unsure: list[bytes]) -> Iterator[bytes | None]:
        """An event that only Asterisk can have written makes the greeting sure; a piece of one makes it forged."""
        if self._guard.is_genuine(frame):
            yield from self._settled()
            yield from self._events(self._guard.take([frame]))
        elif self._guard.is_piece(frame):
            self._unsure = None
            yield from self._events(self._guard.take([*unsure, frame]))
        else:
            unsure.append(frame)
            if len(unsure) >= _UNSURE_MOST:
                yield from self._settled()

    def _settled(self) -> Iterator[bytes | None]:
        """A greeting that nothing speaks against is one."""
        if self._unsure is not None:
            unsure, self._unsure = self._unsure, None
            yield from self._events(self._guard.settle())
            yield None
            yield from self._events(self._guard.take(unsure[1:]))

    def _events(self, frames: Iterable[bytes]) -> Iterator[bytes]:
        for frame in frames:
            if frame.startswith(b"Event: ") and (self._wanted is None or self._wanted(frame)):
                yield frame

    def _announce(self, frame: bytes) -> None:
        headers = response(frame).headers
        if headers.get("EventList") == "start":
            self._lists[headers.get("ActionID", "").encode()] = None
            if len(self._lists) > _LISTS_MOST:
                del self._lists[next(iter(self._lists))]


def _with_crlf(recording: Iterable[bytes]) -> Iterator[bytes]:
    """A recording whose line ends were changed to LF by whoever kept it is read as it was."""
    only_lf: bool | None = None
    for chunk in recording:
        if only_lf is None:
            only_lf = b"\r\n" not in chunk
        yield chunk.replace(b"\n", b"\r\n") if only_lf else chunk
