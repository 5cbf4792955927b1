"""The steps of a call to a workman: begun, picked up, accepted by key, over. Each is one transaction."""

from kit.database.changing import changing
from kit.database.pool import DatabasePool, Session
from ticketing.news import TicketNews
from ticketing.work_links.call import Outcome, WorkCall, accepted_by_call
from ticketing.work_links.call_store import begin_call, call_answered, finish_call, held_call
from ticketing.work_links.link import Act, Link, What
from ticketing.work_links.store import held_newest, save_act
from ticketing.workflows.service_desk import ServiceDesk

_CALL = "link call"


class WorkmenCalls:
    """The calls as they are kept, and told to whoever looks at the ticket."""

    def __init__(self, pool: DatabasePool, desk: ServiceDesk) -> None:
        self._pool, self._desk = pool, desk

    async def begin(self, call: WorkCall) -> WorkCall | None:
        """None: the ticket, or who is to be called, has a call that is on."""
        async with changing(self._pool, self._desk.news) as (connection, told):
            begun = await begin_call(connection, call)
            if begun is not None:
                told.append(await self._news(connection, begun, begun.called_at_us))
        return begun

    async def picked_up(self, channel: str, at_us: int) -> bool:
        """Whether there is still something to accept; where there is not, the call is over."""
        async with changing(self._pool, self._desk.news) as (connection, told):
            call = await held_call(connection, channel)
            if call is None or call.ended_at_us is not None:
                return False
            await call_answered(connection, call, at_us)
            told.append(await self._news(connection, call, at_us))
            if await self._accepted(connection, call, at_us) is not None:
                return True
            await finish_call(connection, call, Outcome.TOO_LATE, at_us)
            return False

    async def accept(self, channel: str, at_us: int) -> bool:
        """Accepts the work by key 1. False: somebody else has it, or it is over."""
        async with changing(self._pool, self._desk.news) as (connection, told):
            call = await held_call(connection, channel)
            if call is None or call.ended_at_us is not None:
                return False
            link = await self._accepted(connection, call, at_us)
            if link is not None:
                await save_act(connection, link, Act(f"call-{call.id}", What.ACCEPT, at_us, ""))
            await finish_call(connection, call, Outcome.TOO_LATE if link is None else Outcome.ACCEPTED, at_us)
            told.append(await self._news(connection, call, at_us))
            return link is not None

    async def over(self, channel: str, outcome: Outcome, at_us: int) -> None:
        """Changes nothing where the call is over already."""
        async with changing(self._pool, self._desk.news) as (connection, told):
            call = await held_call(connection, channel)
            if call is not None and await finish_call(connection, call, outcome, at_us):
                told.append(await self._news(connection, call, at_us))

    async def _accepted(self, connection: Session, call: WorkCall, at_us: int) -> Link | None:
        ticket = await self._desk.tickets.get_within(connection, call.ticket)
        return accepted_by_call(await held_newest(connection, call.ticket), ticket, call, at_us)

    async def _news(self, connection: Session, call: WorkCall, at_us: int) -> TicketNews:
        ticket = await self._desk.tickets.get_within(connection, call.ticket)
        return TicketNews(ticket, ticket, _CALL, at_us)
