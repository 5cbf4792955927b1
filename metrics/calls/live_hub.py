"""The live stream of calls, on the hub of all news.

`publish` is called in the pipeline: with nobody listening, and nobody gone for less than a minute, nothing is made.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from kit.http.live import LiveHub, Told
from metrics.calls.live_call import call_fields, call_out
from metrics.calls.live_written import WrittenCall, written_at
from metrics.calls.models import CallOut
from metrics.calls.service_level import Policy, Verdict, judge
from telephony.facts import Call, CallRef, Fact, FactKind

NOTED = 10_000  # calls whose ticket and household are known
ENDED = 500  # calls that ended last and may not be stored yet


class Noted(NamedTuple):
    """What the desk knows of a call."""

    ticket: str | None = None
    place: str | None = None


_NOTHING = Noted()


class CallsHub(LiveHub):
    def __init__(
        self,
        policy: Policy,
        live_calls: Callable[[], Iterable[Call]],
        e164: Callable[[str], str | None] = lambda _raw: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(self._all_live, clock)
        self._policy = policy
        self.live_calls = live_calls
        self._e164 = e164
        self._noted: OrderedDict[CallRef, Noted] = OrderedDict()
        self._ended: deque[Call] = deque(maxlen=ENDED)

    def publish(self, fact: Fact) -> None:
        if fact.kind is FactKind.CALL_ENDED:
            self._ended.append(fact.call)
        if self.heard():
            self.send(self._told(fact.call, fact.kind, fact.at_us))

    def note(self, pbx: str, linkedid: str, ticket: str, place: str | None) -> None:
        """Notes the ticket and place of a call. Its events name them from now on."""
        self._noted[CallRef(pbx, linkedid)] = Noted(ticket, place)
        if len(self._noted) > NOTED:
            self._noted.popitem(last=False)

    def one(self, ref: CallRef, now_us: int) -> CallOut | None:
        """A call that is live or ended just now, known here a moment before it is stored."""
        for call in (*self.live_calls(), *reversed(self._ended)):
            if CallRef(call.pbx, call.linkedid) == ref:
                return call_out(call, *self._around(call, now_us))
        return None

    def _all_live(self, now_us: int) -> Iterator[Told]:
        calls = sorted(self.live_calls(), key=lambda call: call.arrived_at_us)
        return (self._told(call, "snapshot", now_us) for call in calls)

    def _told(self, call: Call, kind: FactKind | Literal["snapshot"], at_us: int) -> Told:
        shown = call_fields(call, *self._around(call, at_us), written_at)
        place = self._noted.get(CallRef(call.pbx, call.linkedid), _NOTHING).place
        said = {"kind": kind, "at": written_at(at_us), "state": call.state, "household": place, "call": shown}
        record = WrittenCall(said)
        return Told("call", record, record.masked)

    def _around(self, call: Call, at_us: int) -> tuple[Verdict, str | None, int, str | None]:
        """Facts that the call itself does not have."""
        noted = self._noted.get(CallRef(call.pbx, call.linkedid), _NOTHING)
        return judge(call, self._policy, at_us), self._e164(call.caller_raw), at_us, noted.ticket
