"""The hub of the live stream: news in, server-sent events out to whoever listens.

`heard` and `send` are called in the pipeline and must cost it nothing: they wait for nobody. A client that does not
keep up is dropped and may come back with Last-Event-ID, for which a bounded number of events is kept. With nobody
listening, and nobody gone for less than a minute, events are not even made.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pydantic import BaseModel

from kit.http.live_event import LiveEvent

KEPT = 4_096  # events for those who come back
QUEUED = 512  # events a client may be behind
LINGER_SECONDS = 60.0


class Listener:
    """One client. `lost` is set when it was too slow; `closed` when the service stops."""

    def __init__(self, on_lost: Callable[[], None]) -> None:
        self.queue: asyncio.Queue[LiveEvent | None] = asyncio.Queue(QUEUED)
        self.lost = False
        self._on_lost = on_lost

    def offer(self, event: LiveEvent | None) -> None:
        if self.lost:
            return
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.lost = True
            self._on_lost()


class Joined(NamedTuple):
    """What a client gets first: the missed events or, if they are unknown, a snapshot."""

    resumed: bool
    events: list[LiveEvent]


class Told(NamedTuple):
    """One event before it has its number. `mask` makes what those get who see no numbers."""

    name: str
    record: BaseModel
    mask: Callable[[], BaseModel]


def plain(name: str, record: BaseModel) -> Told:
    """An event without personal data, the same for everybody."""
    return Told(name, record, lambda: record)


class LiveHub:
    """`snapshot` is what a client gets first: what there is as it connects."""

    def __init__(
        self,
        snapshot: Callable[[int], Iterable[Told]] = lambda _now_us: (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._snapshot = snapshot
        self._clock = clock
        self._listeners: set[Listener] = set()
        self._kept: deque[LiveEvent] = deque(maxlen=KEPT)
        self._run = f"{time.time_ns():x}"  # ids of an earlier run of the service resume nothing
        self._number = 0
        self._idle_since = -LINGER_SECONDS
        self._stopped = False

    def __len__(self) -> int:
        return len(self._listeners)

    def heard(self) -> bool:
        """Whether anybody listens or may reconnect. Counts the event in either case."""
        self._number += 1
        if self._listeners or self._clock() - self._idle_since < LINGER_SECONDS:
            return True
        self._kept.clear()
        return False

    def send(self, told: Told) -> None:
        event = LiveEvent(self._latest(), *told)
        self._kept.append(event)
        for listener in tuple(self._listeners):
            listener.offer(event)

    def _latest(self) -> str:
        return f"{self._run}-{self._number}"

    def join(self, listener: Listener, last_id: str | None, now_us: int) -> Joined:
        """Subscribes and looks at what there is in one step, so that nothing falls between."""
        self._listeners.add(listener)
        if self._stopped:
            listener.offer(None)
        missed = self._missed(last_id)
        if missed is not None:
            return Joined(True, missed)
        return Joined(False, [LiveEvent(self._latest(), *told) for told in self._snapshot(now_us)])

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners:
            self._idle_since = self._clock()

    def stop(self) -> None:
        """Ends every stream after its queued events."""
        self._stopped = True
        for listener in tuple(self._listeners):
            listener.offer(None)

    def _missed(self, last_id: str | None) -> list[LiveEvent] | None:
        """The events after `last_id`; None where they are not all kept any more."""
        run, _, number = (last_id or "").partition("-")
        if run != self._run or not number.isdecimal() or len(number) > 18 or int(number) > self._number:
            return None
        count = self._number - int(number)
        return list(self._kept)[len(self._kept) - count :] if count <= len(self._kept) else None
