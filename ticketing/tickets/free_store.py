"""Tickets that nobody has: taken by whoever is free, or given by rule to who is on duty and has the least to do."""

from collections.abc import Collection, Mapping

from kit.database.changing import changing
from kit.database.instants import stored
from kit.database.pool import Session, Sessions, session
from ticketing.news import Hearer, nobody
from ticketing.tickets.assigning import choose, give
from ticketing.tickets.rows import TICKET
from ticketing.tickets.store import STATEMENTS, TicketStore
from ticketing.tickets.taking import NoneFreeError, take
from ticketing.tickets.ticket import Asked, Ticket


class FreeTickets:
    def __init__(self, pool: Sessions, tickets: TicketStore, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._tickets = tickets
        self._hear = hear

    def on(self, connection: Session) -> "FreeTickets":
        """The same in a session that somebody has already."""
        return FreeTickets(connection, self._tickets, self._hear)

    async def take_next(self, trades: Collection[str], *, of_desk: bool, asked: Asked) -> Ticket:
        """Takes the most urgent one; `of_desk`: or one that is not dispatched. Raises NoneFreeError."""
        async with changing(self._pool, self._hear) as (connection, told):
            row = None
            for statement in ("next_free", "next_free_held"):
                row = row or await connection.fetchrow(STATEMENTS[statement], list(trades), of_desk)
            if row is None:
                raise NoneFreeError
            changed = take(TICKET.of(row), asked)
            told.append(await self._tickets.save_within(connection, TICKET.of(row), changed))
        return changed.ticket

    async def give_by_rule(self, on_duty: Mapping[str, Collection[str]], after_us: int, now_us: int) -> int:
        """To people on duty in each trade. How many were given."""
        async with changing(self._pool, self._hear) as (connection, told):
            work = await _open_work(connection, {name for people in on_duty.values() for name in people})
            pairs = [(trade, name) for trade, people in on_duty.items() for name in people]
            trades, names = [trade for trade, _ in pairs], [name for _, name in pairs]
            until = stored(now_us - after_us)
            for row in await connection.fetch(STATEMENTS["wanting_a_hand"], trades, until, names):
                ticket = TICKET.of(row)
                who = choose(on_duty[ticket.trade or ""], row["had"], work)
                if who is not None:
                    work[who] = work.get(who, 0) + 1
                    told.append(await self._tickets.save_within(connection, ticket, give(ticket, who, now_us)))
            return len(told)

    async def open_work(self, people: Collection[str]) -> dict[str, int]:
        """How many tickets that are not resolved each of them has."""
        async with session(self._pool) as connection:
            return await _open_work(connection, people)

    async def waiting_of(self, trades: Collection[str] | None) -> dict[str, int]:
        """How many tickets of each trade nobody has. None: of all trades that tickets name."""
        async with session(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["waiting_of"], None if trades is None else list(trades))
        return {row["trade"]: row["many"] for row in rows}


async def _open_work(connection: Session, people: Collection[str]) -> dict[str, int]:
    rows = await connection.fetch(STATEMENTS["open_work"], list(people))
    return {row["assignee"]: row["many"] for row in rows}
