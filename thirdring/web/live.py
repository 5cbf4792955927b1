"""The hub of the live stream: facts in, server-sent events out to whoever listens.

`publish` is called in the pipeline and must cost it nothing: it waits for nobody. A client that does not keep up
is dropped and may come back with Last-Event-ID, for which a bounded number of events is kept. With nobody listening,
and nobody gone for less than a minute, events are not even made.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from pydantic import BaseModel

from metrics.service_level import Policy, judge
from telephony.facts import Call, Fact, FactKind
from thirdring.web.live_call import call_out
from thirdring.web.live_event import LiveEvent, call_event
from thirdring.web.models import LiveOut
from thirdring.web.wire import instant

KEPT = 4_096  # events for those who come back
QUEUED = 512  # events a client may be behind
LINGER_SECONDS = 60.0
NOTED = 10_000  # calls whose ticket and household are known


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


class Noted(NamedTuple):
    """What the desk knows of a call."""

    ticket: str | None = None
    place: str | None = None


_NOTHING = Noted()


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
        self._noted: OrderedDict[tuple[str, str], Noted] = OrderedDict()
        self._run = f"{time.time_ns():x}"  # ids of an earlier run of the service resume nothing
        self._number = 0
        self._idle_since = -LINGER_SECONDS
        self._stopped = False

    def __len__(self) -> int:
        return len(self._listeners)

    def publish(self, fact: Fact) -> None:
        if self._heard():
            self._send(call_event(self._latest(), self._record(fact.call, fact.kind, fact.at_us)))

    def tell(self, name: str, record: BaseModel, mask: Callable[[], BaseModel]) -> None:
        """What is no call: a ticket, a callback. `mask` makes what those get who see no numbers."""
        if self._heard():
            self._send(LiveEvent(self._latest(), name, record, mask))

    def note(self, pbx: str, linkedid: str, ticket: str, place: str | None) -> None:
        """From now on the events of this call say so."""
        self._noted[pbx, linkedid] = Noted(ticket, place)
        if len(self._noted) > NOTED:
            self._noted.popitem(last=False)

    def _heard(self) -> bool:
        """Whether anybody listens, or may come back. Counts the event in either case."""
        self._number += 1
        if self._listeners or self._clock() - self._idle_since < LINGER_SECONDS:
            return True
        self._kept.clear()
        return False

    def _send(self, event: LiveEvent) -> None:
        self._kept.append(event)
        for listener in tuple(self._listeners):
            listener.offer(event)

    def _latest(self) -> str:
        return f"{self._run}-{self._number}"

    def join(self, listener: Listener, last_id: str | None, now_us: int) -> Joined:
        """Subscribes and looks at the calls in one step, so that nothing falls between."""
        self._listeners.add(listener)
        if self._stopped:
            listener.offer(None)
        missed = self._missed(last_id)
        if missed is not None:
            return Joined(True, missed)
        calls = sorted(self._live_calls(), key=lambda call: call.arrived_at_us)
        return Joined(False, [call_event(self._latest(), self._record(call, "snapshot", now_us)) for call in calls])

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
        noted = self._noted.get((call.pbx, call.linkedid), _NOTHING)
        shown = call_out(call, verdict, self._e164(call.caller_raw), at_us, noted.ticket)
        return LiveOut.model_construct(
            kind=kind, at=instant(at_us), state=call.state, household=noted.place, call=shown
        )
