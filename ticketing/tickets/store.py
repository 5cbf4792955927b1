"""Tickets in PostgreSQL. Each change is one transaction: the ticket by compare-and-set, the row of its history, and
what follows from it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kit.database.changing import changing
from kit.database.pool import Record, Session, Sessions, session
from kit.database.statements import read_statements
from kit.instants import local_day
from kit.refusals import RefusedError, StaleError
from telephony.facts import CallRef
from ticketing.news import CallbackNews, Hearer, Item, TicketNews, nobody
from ticketing.site_rules import SiteRules
from ticketing.tickets.amendments import amend, merge, split
from ticketing.tickets.changes import Changed, act, recorded
from ticketing.tickets.complaint import Heard
from ticketing.tickets.numbers import Number
from ticketing.tickets.rows import CHANGE, TICKET, place_of, ticket_row
from ticketing.tickets.states import ACTIVE, Action
from ticketing.tickets.ticket import Asked, Change, Ticket

STATEMENTS = read_statements(Path(__file__).with_name("tickets.sql"), ticket=TICKET, change=CHANGE)
AfterAction = Callable[[Session, Action, Ticket, Asked], Awaitable[Sequence[CallbackNews]]]
"""What else an action means, in its own transaction: a resolved ticket wants a callback, a reopened one no more."""


Choose = Callable[[Ticket], Action]
"""The action that a wish comes to, by how the ticket is now."""


class _Merged(NamedTuple):
    kept: TicketNews
    others: Sequence[Item]  # the ticket that ended, and its callbacks


class NoTicketError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such ticket: use `number` from the list.")


async def _row(connection: Session, number: str) -> Record:
    row = await connection.fetchrow(STATEMENTS["get"], number)
    if row is None:
        raise NoTicketError
    return row


async def linked(connection: Session, number: str, call: CallRef, at_us: int) -> TicketNews:
    """The news that a call is linked to this ticket. Raises NoTicketError."""
    row = await _row(connection, number)
    ticket = TICKET.of(row)
    return TicketNews(ticket, ticket, "call linked", at_us, place_of(row), call)


async def _nothing_else(*_: object) -> Sequence[CallbackNews]:
    return ()


Tied = Callable[[Session, Ticket, int | None, Change], Awaitable[None]]
"""Called when a change says that the caller belongs to this household; None: to none."""


async def _nobody_learns(*_: object) -> None:
    pass


class TicketStore:
    def __init__(
        self,
        pool: Sessions,
        rules: SiteRules,
        after: AfterAction = _nothing_else,
        hear: Hearer = nobody,
        tied: Tied = _nobody_learns,
    ) -> None:
        self._pool = pool
        self._rules = rules
        self._after = after
        self._hear = hear
        self._tied = tied

    def on(self, connection: Session) -> "TicketStore":
        """The same store in a session that somebody has already."""
        return TicketStore(connection, self._rules, self._after, self._hear, self._tied)

    async def open(self, draft: Ticket, who: str) -> Ticket:
        """`draft` has no number yet."""
        async with changing(self._pool, self._hear) as (connection, told):
            ticket = replace(draft, number=await self._take_number(connection, draft.opened_at_us))
            told.append(await self._insert(connection, Changed(ticket, self._opened(ticket, who))))
        return ticket

    async def get(self, number: str) -> Ticket:
        async with session(self._pool) as connection:
            return await self.get_within(connection, number)

    async def active_of(self, assignee: str) -> list[str]:
        async with session(self._pool) as connection:
            return [row["number"] for row in await connection.fetch(STATEMENTS["active_of"], assignee)]

    async def history(self, number: str) -> list[Change]:
        async with session(self._pool) as connection:
            return [CHANGE.of(row) for row in await connection.fetch(STATEMENTS["history"], number)]

    async def act(
        self, number: str, wanted: Action | Choose, asked: Asked, fields: Mapping[str, Any] = MappingProxyType({})
    ) -> Ticket:
        """`fields` are amended first, in the same transaction."""
        async with changing(self._pool, self._hear) as (connection, told):
            ticket = await self.get_within(connection, number)
            if fields:
                amended = amend(ticket, asked, fields)
                told.append(await self.save_within(connection, ticket, amended))
                ticket, asked = amended.ticket, asked._replace(version=amended.ticket.version)
            action = wanted if isinstance(wanted, Action) else wanted(ticket)
            allowed = self._rules.allowed(ticket, asked)
            changed = act(ticket, action, allowed, self._rules.category(ticket.category))
            told.append(await self.save_within(connection, ticket, changed))
            told.extend(
                await self._after(connection, action, changed.ticket, asked._replace(at_us=changed.change.at_us))
            )
        return changed.ticket

    async def heard(self, number: str) -> Heard | None:
        """How somebody who types what the caller thinks has heard it: in a follow-up call, or not from them."""
        async with session(self._pool) as connection:
            return Heard.CALLBACK if await connection.fetchval(STATEMENTS["called_back"], number) else None

    async def amend(self, number: str, asked: Asked, fields: Mapping[str, Any]) -> Ticket:
        return await self.change(number, lambda ticket: amend(ticket, asked, fields))

    async def change(self, number: str, decide: Callable[[Ticket], Changed]) -> Ticket:
        async with changing(self._pool, self._hear) as (connection, told):
            ticket = await self.get_within(connection, number)
            changed = decide(ticket)
            told.append(await self.save_within(connection, ticket, changed))
        return changed.ticket

    async def merge(self, number: str, into: str, asked: Asked) -> Ticket:
        """The calls go along; `into` is returned."""
        async with changing(self._pool, self._hear) as (connection, told):
            merged = await self._merge(connection, await self.get_within(connection, number), into, asked)
            told.extend([merged.kept, *merged.others])
        return merged.kept.after

    async def link_call(self, number: str, call: CallRef, asked: Asked) -> Ticket:
        """An agent says that a call was about a ticket there was already: the one that it opened is merged into it."""
        async with changing(self._pool, self._hear) as (connection, told):
            own = await connection.fetchrow(STATEMENTS["opened_by_call"], *call)
            opened = None if own is None or own["number"] == number else TICKET.of(own)
            if opened is not None and opened.status in ACTIVE:
                merged = await self._merge(connection, opened, number, asked._replace(version=opened.version))
                told.extend([merged.kept._replace(what="call linked", call=call), *merged.others])
                return merged.kept.after
            told.append(news := await linked(connection, number, call, asked.at_us))
            await connection.execute(STATEMENTS["link_call"], *call, number)
        return news.after

    async def _merge(self, connection: Session, ticket: Ticket, into: str, asked: Asked) -> _Merged:
        other = await self.get_within(connection, into)
        ended, kept = merge(ticket, other, asked)
        saved: dict[str, TicketNews] = {}
        for before, changed in sorted(((ticket, ended), (other, kept)), key=lambda pair: pair[0].number):
            saved[before.number] = await self.save_within(connection, before, changed)
        await connection.execute(STATEMENTS["move_calls"], ticket.number, into)
        if ticket.household is None and other.household is not None:
            await self._tied(connection, ticket, other.household, ended.change)
        callbacks = await self._after(connection, Action.CANCEL, ended.ticket, asked)
        return _Merged(saved[into]._replace(what="took in"), [saved[ticket.number]._replace(what="merged"), *callbacks])

    async def split(self, number: str, asked: Asked, fields: Mapping[str, Any]) -> Ticket:
        """The new ticket."""
        async with changing(self._pool, self._hear) as (connection, told):
            ticket = await self.get_within(connection, number)
            kept, twin = split(ticket, await self._take_number(connection, asked.at_us), asked, fields)
            told.append(await self.save_within(connection, ticket, kept))
            told.append(await self._insert(connection, twin))
        return twin.ticket

    async def calls(self, number: str) -> list[CallRef]:
        async with session(self._pool) as connection:
            return [CallRef(*row) for row in await connection.fetch(STATEMENTS["calls"], number)]

    async def get_within(self, connection: Session, number: str) -> Ticket:
        return TICKET.of(await _row(connection, number))

    async def save_within(self, connection: Session, before: Ticket, changed: Changed) -> TicketNews:
        ticket, change = changed
        row = await connection.fetchrow(*STATEMENTS.filled("save", ticket_row(ticket, self._rules.dues(ticket))))
        if row is None:
            raise StaleError((await self.get_within(connection, ticket.number)).version)
        await connection.execute(*STATEMENTS.filled("insert_change", CHANGE.row(change)))
        if ticket.household != before.household:
            await self._tied(connection, ticket, ticket.household, change)
        what, _, _ = change.what.partition(":")  # the history names the fields or the step after it
        return TicketNews(before, ticket, what, change.at_us, place_of(row))

    async def _insert(self, connection: Session, changed: Changed) -> TicketNews:
        ticket, change = changed
        row = await connection.fetchrow(*STATEMENTS.filled("insert", ticket_row(ticket, self._rules.dues(ticket))))
        await connection.execute(*STATEMENTS.filled("insert_change", CHANGE.row(change)))
        return TicketNews(None, ticket, "opened", change.at_us, place_of(row))

    async def _take_number(self, connection: Session, at_us: int) -> str:
        day = self._day(at_us)
        return str(Number(day, await connection.fetchval(STATEMENTS["take_place"], day)))

    def _day(self, at_us: int) -> date:
        return local_day(at_us, self._rules.site.zone)

    def _opened(self, ticket: Ticket, who: str) -> Change:
        return recorded(ticket, ticket, Asked(who, ticket.opened_at_us, ticket.version), "opened")
