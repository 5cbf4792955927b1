"""The hub of the live stream: facts in, server-sent events out to whoever listens.

`publish` is called in the pipeline and must cost it nothing: it waits for nobody. A client that does not keep up
is dropped and may come back with Last-Event-ID, for which a bounded number of events is kept. With nobody listening,
and nobody gone for less than a minute, events are not even made.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from metrics.service_level import Policy, judge
from telephony.facts import Call, Fact, FactKind
from thirdring.web.live_call import call_out
from thirdring.web.live_event import LiveEvent
from thirdring.web.models import LiveOut
from thirdring.web.wire import instant

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
    """What a client gets first: what it missed, or where that is unknown the calls that are live."""

    resumed: bool
    events: list[LiveEvent]


class LiveHub:
    def __init__(
        self,
        policy: Policy,
        live_calls: Callable[[], Iterable[Call]],
        e164: Callable[[str], str | None] = lambda _raw: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy = policy
        self._live_calls = live_calls
        self._e164 = e164
        self._clock = clock
        self._listeners: set[Listener] = set()
        self._kept: deque[LiveEvent] = deque(maxlen=KEPT)
        self._run = f"{time.time_ns():x}"  # ids of an earlier run of the service resume nothing
        self._number = 0
        self._idle_since = -LINGER_SECONDS
        self._stopped = False

    def __len__(self) -> int:
        return len(self._listeners)

    def publish(self, fact: Fact) -> None:
        self._number += 1
        if not self._listeners and self._clock() - self._idle_since >= LINGER_SECONDS:
            self._kept.clear()
            return
        event = LiveEvent(f"{self._run}-{self._number}", self._record(fact.call, fact.kind, fact.at_us))
        self._kept.append(event)
        for listener in tuple(self._listeners):
            listener.offer(event)

    def join(self, listener: Listener, last_id: str | None, now_us: int) -> Joined:
        """Subscribes and looks at the calls in one step, so that nothing falls between."""
        self._listeners.add(listener)
        if self._stopped:
            listener.offer(None)
        missed = self._missed(last_id)
        if missed is not None:
            return Joined(True, missed)
        latest = f"{self._run}-{self._number}"
        calls = sorted(self._live_calls(), key=lambda call: call.arrived_at_us)
        return Joined(False, [LiveEvent(latest, self._record(call, "snapshot", now_us)) for call in calls])

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners:
            self._idle_since = self._clock()

    def stop(self) -> None:
        """Ends every stream after what is queued for it."""
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

    def _record(self, call: Call, kind: FactKind | Literal["snapshot"], at_us: int) -> LiveOut:
        verdict = judge(call, self._policy, at_us)
        shown = call_out(call, verdict, self._e164(call.caller_raw), at_us)
        return LiveOut.model_construct(kind=kind, at=instant(at_us), state=call.state, call=shown)
