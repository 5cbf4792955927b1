"""The hub of the live stream: news in, server-sent events out to whoever listens.

`heard` and `send` are called in the pipeline and must cost it nothing: they wait for nobody. A client that does not
keep up is dropped and may come back with Last-Event-ID, for which a bounded number of events is kept. With nobody
listening, and nobody gone for less than a minute, events are not even made.

Where many listen, what comes at once goes out together, and then nothing for `GATHER_SECONDS`: writing each event to
each client would cost more than making the event.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from kit.http.live_event import Bundle, LiveEvent, Record, bundled
from kit.roles import SEES_OPEN_WORK, Role

KEPT = 4_096  # events for those who come back
QUEUED = 512  # events a client may be behind
LINGER_SECONDS = 60.0
FEW = 8  # so many clients are told at once
GATHER_SECONDS = 0.04

Later = Callable[[float, Callable[[], None]], object]


def _by_the_loop(seconds: float, do: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(seconds, do)


def _not_now(_event: LiveEvent | Bundle) -> bool:
    return False


class Listener:
    """One client. `lost` is set when it was too slow. `at_once` sends an event where the client keeps up, so that
    nobody has to wake for it; what it does not take waits in the queue."""

    def __init__(self, on_lost: Callable[[], None], who: str = "", role: Role | None = None) -> None:
        self._who = who
        self._oversees = role in SEES_OPEN_WORK
        self.queue: asyncio.Queue[LiveEvent | Bundle | None] = asyncio.Queue(QUEUED)
        self.lost = False
        self.at_once: Callable[[LiveEvent | Bundle], bool] = _not_now
        self._on_lost = on_lost

    def hears(self, event: LiveEvent | Bundle) -> bool:
        return event.whose is None or self._oversees or event.whose == self._who

    def offer(self, event: LiveEvent | Bundle | None) -> None:
        if self.lost or (event is not None and not self.hears(event)):
            return
        if event is not None and self.queue.empty() and self.at_once(event):
            return
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.lost = True
            self._on_lost()


class Told(NamedTuple):
    """One event before it has its number. `mask` makes what those get who see no numbers. What is `whose` goes to them
    and to those who look after others; to everybody else it is noise."""

    name: str
    record: Record
    mask: Callable[[], Record]
    whose: str | None = None


def plain(name: str, record: Record) -> Told:
    """An event without personal data, the same for everybody."""
    return Told(name, record, lambda: record)


class LiveHub:
    """`snapshot` is what a client gets first: what there is as it connects."""

    def __init__(
        self,
        snapshot: Callable[[int], Iterable[Told]] = lambda _now_us: (),
        clock: Callable[[], float] = time.monotonic,
        later: Later = _by_the_loop,
    ) -> None:
        self._snapshot = snapshot
        self._clock = clock
        self._later = later
        self._listeners: set[Listener] = set()
        self._gathered: list[LiveEvent] = []  # told to nobody yet
        self._gather_from = -GATHER_SECONDS
        self._kept: deque[LiveEvent] = deque(maxlen=KEPT)
        self.run = f"{time.time_ns():x}"  # ids of an earlier run of the service resume nothing
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
        if self._gathered:
            self._gathered.append(event)
        elif len(self._listeners) > FEW:
            self._gathered.append(event)
            self._later(max(0.0, self._gather_from + GATHER_SECONDS - self._clock()), self._tell_gathered)
        else:
            self._offer(event)

    def _tell_gathered(self) -> None:
        gathered, self._gathered, self._gather_from = self._gathered, [], self._clock()
        for some in bundled(gathered):
            self._offer(some)

    def _offer(self, event: LiveEvent | Bundle | None) -> None:
        for listener in tuple(self._listeners):
            listener.offer(event)

    def _latest(self) -> str:
        return f"{self.run}-{self._number}"

    def join(self, listener: Listener, last_id: str | None, now_us: int) -> list[LiveEvent]:
        """What a client gets first: the events it has missed or, where they are unknown, what there is.

        Subscribes and looks in one step, so that nothing falls between.
        """
        self._tell_gathered()
        self._listeners.add(listener)
        if self._stopped:
            listener.offer(None)
        missed = self._missed(last_id)
        if missed is not None:
            return [event for event in missed if listener.hears(event)]
        return [LiveEvent(self._latest(), *told) for told in self._snapshot(now_us)]

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners:
            self._idle_since = self._clock()

    def stop(self) -> None:
        """Ends every stream after its queued events."""
        self._stopped = True
        self._tell_gathered()
        self._offer(None)

    def _missed(self, last_id: str | None) -> list[LiveEvent] | None:
        """The events after `last_id`; None where they are not all kept any more."""
        run, _, number = (last_id or "").partition("-")
        if run != self.run or not number.isdecimal() or len(number) > 18 or int(number) > self._number:
            return None
        count = self._number - int(number)
        return list(self._kept)[len(self._kept) - count :] if count <= len(self._kept) else None
