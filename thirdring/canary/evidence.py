"""What the service shows of a canary call in its live stream, in PostgreSQL and in its metrics."""

import asyncio
import json
from collections.abc import Iterator

from prometheus_client import CollectorRegistry

from kit.database.pool import DatabasePool, session
from kit.http.live import Listener, LiveHub
from metrics.calls.service_level import Policy, judge
from metrics.prometheus import catalogue
from metrics.prometheus.labels import OTHER
from telephony.facts import Call, CallRef, Direction, Disposition
from thirdring.canary.rules import Heard, Stored

_STORED = """
    select ring_seconds, rings, disposition, measurement, excluded from calls
    where pbx = $1 and linkedid = $2 and ended_at is not null
"""
_TICKET = "select exists (select from ticket_calls where pbx = $1 and linkedid = $2)"
_KEEP_UP_SECONDS = 0.5
_COUNTED = {"direction": Direction.INTERNAL.value, "hotline": OTHER, "disposition": Disposition.ANSWERED.value}


def heard_of(call: Call, policy: Policy) -> Heard:
    verdict = judge(call, policy)
    return Heard(
        CallRef(call.pbx, call.linkedid),
        call.is_timed,
        call.alerted_at_us is not None,
        call.ring_us,
        verdict.rings,
        call.disposition,
        call.measurement,
        verdict.excluded,
    )


class Overheard:
    """A client of the live stream, like a page. It collects the events of calls to one number."""

    def __init__(self, hub: LiveHub, number: str, now_us: int) -> None:
        self._hub, self._number = hub, number
        self._listener = Listener(lambda: None)
        hub.join(self._listener, None, now_us)
        self._kinds: dict[str, list[str]] = {}

    def close(self) -> None:
        self._hub.leave(self._listener)

    async def keep_up(self) -> None:
        """Takes events in time: the stream drops a client that is 512 events behind."""
        while True:
            await asyncio.sleep(_KEEP_UP_SECONDS)
            self._take_all()

    def kinds_of(self, linkedid: str) -> list[str]:
        """The kinds of all events of this call so far."""
        self._take_all()
        return self._kinds.get(linkedid, [])

    def _take_all(self) -> None:
        while not self._listener.queue.empty():
            event = self._listener.queue.get_nowait()
            if event is not None:
                self._take(event.frame(sees_numbers=True))

    def _take(self, frame: bytes) -> None:
        if self._number.encode() not in frame:
            return
        for record in _records(frame):
            call = record.get("call")
            if isinstance(call, dict) and call.get("dialled") == self._number:
                self._kinds.setdefault(str(call.get("linkedid")), []).append(str(record.get("kind")))


def _records(frame: bytes) -> Iterator[dict[str, object]]:
    for line in frame.splitlines():
        if line.startswith(b"data: "):
            record = json.loads(line.removeprefix(b"data: "))
            if isinstance(record, dict):
                yield record


async def stored_of(pool: DatabasePool, ref: CallRef) -> Stored | None:
    """Raises one of AWAY."""
    async with session(pool) as connection:
        row = await connection.fetchrow(_STORED, *ref)
    return None if row is None else Stored(*row.values())


async def has_ticket(pool: DatabasePool, ref: CallRef) -> bool:
    """Raises one of AWAY."""
    async with session(pool) as connection:
        return bool(await connection.fetchval(_TICKET, *ref))


def counted_calls(registry: CollectorRegistry) -> float:
    """How many calls to colleagues were answered: a canary call is shown as one of those."""
    return registry.get_sample_value(catalogue.CALLS.name, _COUNTED) or 0.0
