"""The guard of one live connection: whose answers are waited for, and when an event has no more pieces."""

import asyncio
from collections.abc import Callable

from telephony.ami.actions import Headers, response
from telephony.ami.frames import FrameReader, is_wanted
from telephony.ami.guard import Guard
from telephony.ami.sound import LISTS

_LIST_SECONDS = 120.0  # a list that has not ended by then is none that somebody waits for
_PIECES_SECONDS = 0.2  # the pieces of one event come at once
_LIST_ENDS = (b"Event: CoreShowChannelsComplete\r\n", b"Event: QueueStatusComplete\r\n")


class Vetting:
    """`late` gets what is known only after a while; `on_forged` is told of each attempt."""

    def __init__(
        self, waits: Callable[[str], bool], late: Callable[[list[bytes]], None], on_forged: Callable[[], None]
    ) -> None:
        self._guard = Guard(self._is_listed, lambda answer: waits(_action_id(answer)), is_wanted)
        self._late = late
        self._on_forged = on_forged
        self._told = 0
        self._lists: dict[bytes, tuple[frozenset[bytes], float]] = {}  # by ActionID: what may come, and until when
        self._settling: asyncio.TimerHandle | None = None

    @property
    def forged(self) -> int:
        return self._guard.forged

    @property
    def stamped(self) -> bool:
        """Whether this link's events say when they were."""
        return self._guard.stamped

    def vet(self, frames: list[bytes], reader: FrameReader) -> list[bytes]:
        """`frames` without what a stranger wrote. Noise is looked at only where something is wrong."""
        if not self._guard.calm(frames):
            frames = self._guard.take(reader.unfiltered())
            self._wait()
        if self._lists:
            self._end_lists(frames)
        return frames

    def settle(self) -> None:
        """No more pieces come."""
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None
        frames = self._guard.settle()
        self._tell()
        self._late(frames)

    def expect_list(self, action: Headers, action_id: str) -> None:
        events = LISTS.get(dict(action).get("Action", ""))
        if events is not None:
            self._lists[action_id.encode()] = events, asyncio.get_running_loop().time() + _LIST_SECONDS

    def _wait(self) -> None:
        """Waits for more pieces of an event that has begun. An earlier wait ends."""
        if self._tell() and self._settling is not None:
            self._settling.cancel()
            self._settling = None
        if self._guard.waiting and self._settling is None:
            self._settling = asyncio.get_running_loop().call_later(_PIECES_SECONDS, self.settle)

    def _tell(self) -> bool:
        if self._guard.forged == self._told:
            return False
        self._told = self._guard.forged
        self._on_forged()
        return True

    def _is_listed(self, event: bytes, action_id: bytes) -> bool:
        return action_id in self._lists and event in self._lists[action_id][0]

    def _end_lists(self, frames: list[bytes]) -> None:
        """What has ended or takes too long is waited for no more."""
        for frame in frames:
            if frame.startswith(_LIST_ENDS):
                self._lists.pop(_action_id(frame).encode(), None)
        now = asyncio.get_running_loop().time()
        self._lists = {action_id: listed for action_id, listed in self._lists.items() if listed[1] > now}


def _action_id(frame: bytes) -> str:
    return response(frame).headers.get("ActionID", "")
