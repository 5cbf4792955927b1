"""Tickets in PostgreSQL. Each change is one transaction: the ticket by compare-and-set, the row of its history, and
what follows from it."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.instants import stored, stored_or_none
from kit.database.pool import DatabasePool, Session, session
from kit.database.statements import read_statements
from kit.instants import local_day
from ticketing.notices import Opened
from ticketing.rules import DeskRules
from ticketing.tickets.amendments import amend, merge, split
from ticketing.tickets.changes import Changed, act, recorded
from ticketing.tickets.numbers import Number
from ticketing.tickets.refusals import StaleError
from ticketing.tickets.rows import change_of, change_values, ticket_of, ticket_values
from ticketing.tickets.states import ACTIVE, Action
from ticketing.tickets.ticket import THE_HOTLINE, Asked, Change, Source, Ticket

STATEMENTS = read_statements(Path(__file__).with_name("tickets.sql"))
AfterAction = Callable[[Session, Action, Ticket, Asked], Awaitable[None]]
"""What else an action means, in its own transaction: a resolved ticket wants a callback, a reopened one no more."""


OnChanged = Callable[[Ticket, Ticket], None]
"""Hears of each change once it is committed: the ticket before it, and after."""


class Arrival(NamedTuple):
    pbx: str
    linkedid: str
    at_us: int
    phone: str = ""
    household: int | None = None
    contact: str = ""


class NoTicketError(Exception):
    def __init__(self, number: str) -> None:
        super().__init__(f"there is no ticket {number}")


async def _nothing_else(connection: Session, action: Action, ticket: Ticket, asked: Asked) -> None:
    pass


def _tell_nobody(before: Ticket, after: Ticket) -> None:
    pass


class TicketStore:
    def __init__(
        self,
        pool: DatabasePool,
        rules: DeskRules,
        after: AfterAction = _nothing_else,
        on_changed: OnChanged = _tell_nobody,
    ) -> None:
        self._pool = pool
        self._rules = rules
        self._after = after
        self._on_changed = on_changed

    async def open_for_call(self, arrival: Arrival) -> Opened:
        """Safe to call any number of times for one call, from any number of processes at once."""
        category = self._rules.category(self._rules.category_of_calls)
        ticket = Ticket(
            *("", arrival.at_us, Source.CALL, self._rules.category_of_calls, category.priority, category.difficult),
            household=arrival.household,
            contact=arrival.contact,
            phone=arrival.phone,
        )
        due = self._rules.dues(ticket)
        async with session(self._pool) as connection:
            opened = await connection.fetchrow(
                STATEMENTS["open_for_call"],
                *(arrival.pbx, arrival.linkedid, local_day(arrival.at_us, self._rules.site.zone)),
                *(ticket.category, ticket.priority, ticket.difficult, ticket.household, ticket.contact, ticket.phone),
                *(stored(arrival.at_us), *map(stored_or_none, due), THE_HOTLINE),
            )
            if opened is not None:
                return Opened(opened["number"], new=True, others=opened["others"])
            return Opened(await connection.fetchval(STATEMENTS["of_call"], arrival.pbx, arrival.linkedid), new=False)

    async def number_call(self, arrival: Arrival) -> bool:
        """The number came later than the call: its ticket has it now. False where there was nothing to change."""
        if not arrival.phone:
            return False
        async with session(self._pool) as connection:
            said = (arrival.household, arrival.contact, arrival.phone, THE_HOTLINE)
            number = await connection.fetchval(STATEMENTS["number_call"], arrival.pbx, arrival.linkedid, *said)
            return number is not None

    async def unknown_calls(self, calls: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those (pbx, linkedid) that the desk has not heard of, or that PostgreSQL forgot when it crashed."""
        keys = [pbx for pbx, _ in calls], [linkedid for _, linkedid in calls]
        async with session(self._pool) as connection:
            return [tuple(row) for row in await connection.fetch(STATEMENTS["unknown_calls"], *keys)]

    async def open(self, draft: Ticket, who: str) -> Ticket:
        """`draft` has no number yet."""
        async with session(self._pool) as connection, connection.transaction():
            ticket = replace(draft, number=await self._take_number(connection, draft.opened_at_us))
            await self._insert(connection, Changed(ticket, self._opened(ticket, who)))
            return ticket

    async def get(self, number: str) -> Ticket:
        async with session(self._pool) as connection:
            return await self._get(connection, number)

    async def active_of(self, assignee: str) -> list[str]:
        async with session(self._pool) as connection:
            return [row["number"] for row in await connection.fetch(STATEMENTS["active_of"], assignee)]

    async def history(self, number: str) -> list[Change]:
        async with session(self._pool) as connection:
            return [change_of(row) for row in await connection.fetch(STATEMENTS["history"], number)]

    async def act(self, number: str, action: Action, asked: Asked) -> Ticket:
        async with session(self._pool) as connection, connection.transaction():
            ticket = await self._get(connection, number)
            changed = act(ticket, action, asked, self._rules.category(ticket.category))
            await self._save(connection, changed)
            await self._after(connection, action, changed.ticket, asked._replace(at_us=changed.change.at_us))
        self._on_changed(ticket, changed.ticket)
        return changed.ticket

    async def take(self, pbx: str, linkedid: str, agent: str, at_us: int) -> None:
        """Who answered a call has its ticket, unless somebody has it already."""
        async with session(self._pool) as connection:
            await connection.execute(STATEMENTS["take"], pbx, linkedid, agent, stored(at_us))

    async def amend(self, number: str, asked: Asked, fields: Mapping[str, Any]) -> Ticket:
        return await self.change(number, lambda ticket: amend(ticket, asked, fields))

    async def change(self, number: str, decide: Callable[[Ticket], Changed]) -> Ticket:
        async with session(self._pool) as connection, connection.transaction():
            ticket = await self._get(connection, number)
            changed = decide(ticket)
            await self._save(connection, changed)
        self._on_changed(ticket, changed.ticket)
        return changed.ticket

    async def merge(self, number: str, into: str, asked: Asked) -> Ticket:
        """The calls go along; `into` is returned."""
        async with session(self._pool) as connection, connection.transaction():
            return await self._merge(connection, await self._get(connection, number), into, asked)

    async def link_call(self, number: str, pbx: str, linkedid: str, asked: Asked) -> Ticket:
        """An agent says that a call was about a ticket there was already: the one that it opened is merged into it."""
        async with session(self._pool) as connection, connection.transaction():
            own = await connection.fetchval(STATEMENTS["of_call"], pbx, linkedid)
            opened = None if own in (None, number) else await self._get(connection, own)
            if opened is not None and opened.status in ACTIVE:
                return await self._merge(connection, opened, number, asked._replace(version=opened.version))
            ticket = await self._get(connection, number)
            await connection.execute(STATEMENTS["link_call"], pbx, linkedid, number)
            return ticket

    async def _merge(self, connection: Session, ticket: Ticket, into: str, asked: Asked) -> Ticket:
        ended, kept = merge(ticket, await self._get(connection, into), asked)
        for changed in sorted((ended, kept), key=lambda changed: changed.ticket.number):
            await self._save(connection, changed)
        await connection.execute(STATEMENTS["move_calls"], ticket.number, into)
        await self._after(connection, Action.CANCEL, ended.ticket, asked)
        return kept.ticket

    async def split(self, number: str, asked: Asked, fields: Mapping[str, Any]) -> Ticket:
        """The new ticket."""
        async with session(self._pool) as connection, connection.transaction():
            ticket = await self._get(connection, number)
            kept, twin = split(ticket, await self._take_number(connection, asked.at_us), asked, fields)
            await self._save(connection, kept)
            await self._insert(connection, twin)
            return twin.ticket

    async def calls(self, number: str) -> list[tuple[str, str]]:
        async with session(self._pool) as connection:
            return [tuple(row) for row in await connection.fetch(STATEMENTS["calls"], number)]

    async def _get(self, connection: Session, number: str) -> Ticket:
        row = await connection.fetchrow(STATEMENTS["get"], number)
        if row is None:
            raise NoTicketError(number)
        return ticket_of(row)

    async def _save(self, connection: Session, changed: Changed) -> None:
        values = ticket_values(changed.ticket, self._rules.dues(changed.ticket))
        if await connection.fetchval(STATEMENTS["save"], *values) is None:
            raise StaleError((await self._get(connection, changed.ticket.number)).version)
        await connection.execute(STATEMENTS["insert_change"], *change_values(changed.change))

    async def _insert(self, connection: Session, changed: Changed) -> None:
        await connection.execute(STATEMENTS["insert"], *ticket_values(changed.ticket, self._rules.dues(changed.ticket)))
        await connection.execute(STATEMENTS["insert_change"], *change_values(changed.change))

    async def _take_number(self, connection: Session, at_us: int) -> str:
        day = local_day(at_us, self._rules.site.zone)
        return str(Number(day, await connection.fetchval(STATEMENTS["take_place"], day)))

    def _opened(self, ticket: Ticket, who: str) -> Change:
        return recorded(ticket, ticket, Asked(who, ticket.opened_at_us, ticket.version), "opened")
