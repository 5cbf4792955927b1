"""Tickets of calls in PostgreSQL: opened for each, given the number that came later, taken by whoever answered."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kit.database.changing import hand_over
from kit.database.instants import stored
from kit.database.pool import Sessions, session
from kit.database.statements import read_statements
from kit.instants import local_day
from telephony.facts import CallRef
from ticketing.news import Hearer, TicketNews, nobody
from ticketing.notices import Opened
from ticketing.site_rules import SiteRules
from ticketing.tickets.rows import TICKET, place_of, ticket_row
from ticketing.tickets.store import linked
from ticketing.tickets.ticket import THE_HOTLINE, Source, Ticket

STATEMENTS = read_statements(Path(__file__).with_name("calls.sql"), ticket=TICKET)


class Arrival(NamedTuple):
    pbx: str
    linkedid: str
    at_us: int
    phone: str = ""
    household: int | None = None
    contact: str = ""
    place: str | None = None  # of the household

    @property
    def call(self) -> CallRef:
        return CallRef(self.pbx, self.linkedid)


class CallTickets:
    def __init__(self, pool: Sessions, rules: SiteRules, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._rules = rules
        self._hear = hear

    async def open_for_call(self, arrival: Arrival) -> Opened:
        """Safe to call any number of times for one call, from any number of processes at once."""
        ticket = self._draft(arrival)
        values = {**arrival.call._asdict(), "day": local_day(arrival.at_us, self._rules.site.zone), "who": THE_HOTLINE}
        row = ticket_row(ticket, self._rules.dues(ticket))
        async with session(self._pool) as connection:
            opened = await connection.fetchrow(*STATEMENTS.filled("open_for_call", row, **values))
            if opened is not None and opened["joined"]:
                news = await linked(connection, opened["number"], arrival.call, arrival.at_us)
                hand_over([news], self._hear)
                return Opened(opened["number"], new=True, others=opened["others"])
            if opened is not None:
                new = replace(ticket, number=opened["number"])
                news = TicketNews(None, new, "opened", arrival.at_us, arrival.place, arrival.call)
                hand_over([news], self._hear)
                return Opened(new.number, new=True, others=opened["others"])
            return Opened(await connection.fetchval(STATEMENTS["of_call"], arrival.pbx, arrival.linkedid), new=False)

    async def known(self, call: CallRef, phone: str) -> Opened | None:
        """The ticket that the call has, as it usually has when it ends. None: it has none, or lacks its number."""
        async with session(self._pool) as connection:
            number = await connection.fetchval(STATEMENTS["known_call"], *call, phone)
        return None if number is None else Opened(number, new=False)

    def _draft(self, arrival: Arrival) -> Ticket:
        """It has no number yet."""
        category = self._rules.category(self._rules.category_of_calls)
        return Ticket(
            "",
            arrival.at_us,
            Source.CALL,
            category=self._rules.category_of_calls,
            priority=category.priority,
            difficult=category.difficult,
            household=arrival.household,
            contact=arrival.contact,
            phone=arrival.phone,
        )

    async def number_call(self, arrival: Arrival) -> bool:
        """The number came later than the call: its ticket has it now. False where there was nothing to change."""
        if not arrival.phone:
            return False
        async with session(self._pool) as connection:
            row = await connection.fetchrow(*STATEMENTS.filled("number_call", arrival._asdict(), who=THE_HOTLINE))
            if row is None:
                return False
            after = TICKET.of(row)
            fields = {name: row[f"{name}_before"] for name in ("phone", "household", "contact")}
            before = replace(after, version=after.version - 1, **fields)
            hand_over([TicketNews(before, after, "amended", arrival.at_us, place_of(row), arrival.call)], self._hear)
            return True

    async def unknown_calls(self, calls: Collection[CallRef]) -> list[CallRef]:
        """Those that the desk has not heard of, or that PostgreSQL forgot when it crashed."""
        keys = [pbx for pbx, _ in calls], [linkedid for _, linkedid in calls]
        async with session(self._pool) as connection:
            return [CallRef(*row) for row in await connection.fetch(STATEMENTS["unknown_calls"], *keys)]

    async def take(self, call: CallRef, agent: str, at_us: int) -> None:
        """Who answered a call has its ticket, unless somebody has it already."""
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["take"], *call, agent, stored(at_us))
            if row is not None:
                after = TICKET.of(row)
                before = replace(after, version=after.version - 1, assignee=None, assigned_by=None)
                news = TicketNews(before, after, "answered", at_us, place_of(row), call)
                hand_over([news], self._hear)
