"""What the PBX sees of the department: calls that ring, are answered, lost or asked back by key. Each is told to the
desk and stored for the sheet, as the pipeline does."""

from itertools import count
from typing import NamedTuple

from kit.database.pool import DatabasePool
from kit.instants import SECOND_US
from metrics.calls.encode import encoder
from metrics.calls.service_level import Policy
from metrics.calls.writer import Progress, Writer
from telephony.facts import Attempt, Call, CallState, Direction, Disposition, Outcome
from telephony.numbers import e164
from tests.integration.web_desk.conftest import Clock
from tests.unit.ticketing.calls import facts
from ticketing.agi.by_key import ByKey, Said
from ticketing.callbacks.sightings import CALLBACK_VARIABLE
from ticketing.notices import notice
from ticketing.workflows.service_desk import ServiceDesk

AGENT = "agent"


class Ended(NamedTuple):
    """How a call to the hotline ended, so many seconds after the first ring."""

    disposition: Disposition
    rang_seconds: float
    talk_seconds: float = 0


class Switch:
    """A call begins at the time of the clock and moves it to the call's end."""

    def __init__(self, desk: ServiceDesk, pool: DatabasePool, by_key: ByKey, clock: Clock) -> None:
        self._desk = desk
        self._by_key = by_key
        self._clock = clock
        self._writer = Writer(pool)
        self._encode = encoder(Policy(), e164)
        self._numbers = count(1)

    async def calls_in(self, phone: str, ended: Ended) -> Call:
        """A caller of the hotline."""
        call = Call("main", self._linkedid(), Direction.INBOUND, "service", phone, "8001", self._clock.at_us)
        call.alerted_at_us = call.arrived_at_us
        ring_ended_us = call.arrived_at_us + round(ended.rang_seconds * SECOND_US)
        answered = ended.disposition is Disposition.ANSWERED
        outcome = Outcome.ANSWERED if answered else Outcome.CANCELLED
        call.attempts = [Attempt(AGENT, "PJSIP/1001", call.arrived_at_us, call.arrived_at_us, ring_ended_us, outcome)]
        call.ring_ended_at_us = ring_ended_us
        if answered:
            call.answered_at_us, call.agent = ring_ended_us, AGENT
        if ended.disposition is Disposition.CALLBACK_REQUESTED:
            number = self._desk.rules.numbering.of_caller(phone)
            await self._by_key.take(Said("main", call.linkedid, number, ring_ended_us))
        return await self._end(call, ended.disposition, ended.talk_seconds)

    async def calls_out(self, phone: str, talk_seconds: float | None, callback: int | None = None) -> Call:
        """The agent dials by hand, or clicks at a callback. `talk_seconds` None: nobody answers."""
        call = Call("main", self._linkedid(), Direction.OUTBOUND, None, "1001", phone, self._clock.at_us, agent=AGENT)
        call.ring_ended_at_us = call.arrived_at_us + 6 * SECOND_US
        outcome = Outcome.NO_ANSWER if talk_seconds is None else Outcome.ANSWERED
        call.attempts = [
            Attempt("trunk", "PJSIP/trunk", call.arrived_at_us, call.arrived_at_us, call.ring_ended_at_us, outcome)
        ]
        if talk_seconds is not None:
            call.answered_at_us = call.ring_ended_at_us
        if callback is not None:
            call.variables[CALLBACK_VARIABLE] = str(callback)
        disposition = Disposition.TIMEOUT if talk_seconds is None else Disposition.ANSWERED
        return await self._end(call, disposition, talk_seconds or 0)

    def _linkedid(self) -> str:
        return f"{self._clock.at_us // SECOND_US}.{next(self._numbers)}"

    async def _end(self, call: Call, disposition: Disposition, talk_seconds: float) -> Call:
        assert call.ring_ended_at_us is not None
        call.disposition, call.state = disposition, CallState.ENDED
        call.ended_at_us = call.ring_ended_at_us + round(talk_seconds * SECOND_US)
        for fact in facts(call):
            news = notice(fact, self._desk.rules.numbering)
            if news is not None:
                await self._desk.notices.carry_out(news)
        position = next(self._numbers)
        await self._writer.write([self._encode(call)], Progress(position, position))
        self._clock.at_us = call.ended_at_us
        return call
