"""Tells workmen of dispatched tickets by the robot or the e-mail of their trade, each with a link of its own.

What is still to be told is found in the database: a ticket that was dispatched in the last day, and has no link since
that was delivered or that somebody made by hand. So a service that was killed goes on where it was. A message that was
not taken is sent again with the link that it had; after a restart, which knows no token, with a new one.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping

import structlog

from kit.database.pool import DatabasePool, session
from kit.database.rounds import keep_on
from kit.instants import DAY_US, SECOND_US
from kit.refusals import RefusedError
from thirdring.relay.pace import MINUTE_US, Pace
from thirdring.relay.robots import Outcome, Verdict
from thirdring.settings.work import Work
from thirdring.work_texts import Texts
from thirdring.work_tries import Tries
from thirdring.work_ways import Carrier, Told, carriers_of
from ticketing.tickets.categories import Priority
from ticketing.tickets.lists import ticket_around
from ticketing.tickets.ticket import Ticket
from ticketing.trades.store import on_duty
from ticketing.work_links.link import Link, Way, made
from ticketing.work_links.store import (
    AboutToBeGiven,
    Reach,
    links_of,
    tell_delivered,
    tickets_to_tell,
    tickets_to_text,
)
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.working import make_work_link

ROUND_SECONDS = 3.0
UNREACHED_US = 10 * SECOND_US
RULE_US = 20 * SECOND_US
"""So long a ticket that a rule gives to a person at once is left to the message to that person."""
_THE_SERVICE = "thirdring"

log = structlog.get_logger(__name__)


class WorkNotices:
    def __init__(
        self,
        pool: DatabasePool,
        desk: ServiceDesk,
        settings: Work,
        public_url: str,
        now_us: Callable[[], int],
    ) -> None:
        self._pool = pool
        self._desk = desk
        self._language = settings.language
        self._public_url = public_url
        self._now_us = now_us
        self._carriers: Mapping[str, Carrier] = carriers_of(settings)
        sms = settings.sms
        pace = Pace(settings.messages_per_minute)
        self._texts = None if sms.url is None else Texts(sms, pace, settings.timeout_seconds)
        self._told_tries, self._text_tries = Tries(), Tries()

    async def run(self) -> None:
        """Never returns; without a robot or an e-mail there is nothing to do."""
        if not self._carriers:
            await asyncio.Event().wait()
        await keep_on("messages to workmen", self.look_around, ROUND_SECONDS, give_up_seconds=600.0)

    async def look_around(self) -> bool:
        """One round. Raises one of AWAY."""
        now_us = self._now_us()
        async with session(self._pool) as connection:
            not_yet = self._told_tries.not_yet(now_us)
            given = self._about_to_be_given(await on_duty(connection), now_us)
            numbers = await tickets_to_tell(connection, now_us - DAY_US, self._reach(now_us), not_yet, given)
        for number in numbers:
            await self._tell(number)
        if self._texts is not None:
            await self._text_all(self._texts)
        return True

    def _reach(self, now_us: int) -> Reach:
        """What cannot be told now takes nobody's place."""
        rules = self._desk.rules
        people = {name for trade in self._carriers for name in rules.trades.get(trade, ())}
        free = [trade for trade, carrier in self._carriers.items() if not carrier.pace.wait_us(now_us)]
        first = {name: next(each for each in rules.trades_of(name) if each in self._carriers) for name in people}
        return Reach(list(self._carriers), people, free, [name for name in people if first[name] in free])

    def _about_to_be_given(self, duty: Collection[str], now_us: int) -> AboutToBeGiven:
        """One message that works, in place of one to the trade whose link ends with the one to the person."""
        rules = self._desk.rules
        after_us = rules.assign_after_us
        there = [trade for trade, names in rules.trades.items() if any(name in duty for name in names)]
        at_once = [each for each in Priority if after_us is not None and (each is not Priority.NORMAL or after_us == 0)]
        return AboutToBeGiven(there, at_once, now_us - RULE_US)

    async def _text_all(self, texts: Texts) -> None:
        now_us = self._now_us()
        if texts.pace.wait_us(now_us):
            return
        until_us = now_us - int(texts.sms.after_minutes * MINUTE_US)
        people = set(texts.sms.people)
        trades = [trade for trade, names in self._desk.rules.trades.items() if people & set(names)]
        reach, not_yet = Reach(trades, people, trades, people), self._text_tries.not_yet(now_us)
        async with session(self._pool) as connection:
            numbers = await tickets_to_text(connection, until_us, now_us - DAY_US, reach, not_yet)
        for number in numbers:
            await self._text(texts, number)

    async def _text(self, texts: Texts, number: str) -> None:
        """Sends the message with a new link. The earlier link ends, since nobody accepted it."""
        ticket = await self._desk.tickets.get(number)
        people = [ticket.assignee] if ticket.assignee else self._desk.rules.trades.get(ticket.trade or "", ())
        numbers = texts.numbers_of(list(people))
        if not numbers or texts.pace.wait_us(self._now_us()):
            return
        linked = await self._linked(ticket, Way.SMS, self._text_tries)
        if linked is not None:
            told = await self._told(ticket, f"{self._public_url}/w/{linked[1]}")
            texts.pace.sent(self._now_us())
            await self._note(*linked, texts, self._text_tries, await texts.bring(told, numbers))

    async def _linked(self, ticket: Ticket, way: Way, tries: Tries) -> tuple[Link, str] | None:
        """The link of the try before, or a new one. None: it was taken away meanwhile."""
        now_us, last = self._now_us(), tries.last(ticket.number)
        try:
            async with session(self._pool) as connection:
                links = await links_of(connection, ticket.number)
                if last is not None and links and _is_still(links[0], last.link, made(ticket, "", now_us, way)):
                    return links[0], last.token
                return await make_work_link(connection, self._desk, ticket.number, _THE_SERVICE, now_us, way)
        except RefusedError:
            return None

    def _carrier(self, ticket: Ticket) -> Carrier | None:
        trades = [ticket.trade] if ticket.trade else []
        trades += self._desk.rules.trades_of(ticket.assignee or "")
        return next((self._carriers[trade] for trade in trades if trade in self._carriers), None)

    async def _tell(self, number: str) -> None:
        ticket = await self._desk.tickets.get(number)
        carrier = self._carrier(ticket)
        if carrier is None or carrier.pace.wait_us(self._now_us()):
            return
        linked = await self._linked(ticket, carrier.way, self._told_tries)
        if linked is not None:
            told = await self._told(ticket, f"{self._public_url}/w/{linked[1]}")
            carrier.pace.sent(self._now_us())
            await self._note(*linked, carrier, self._told_tries, await carrier.bring(told, self._now_us()))

    async def _told(self, ticket: Ticket, address: str) -> Told:
        async with session(self._pool) as connection:
            _, around = await ticket_around(connection, ticket.number)
        category = self._desk.rules.category(ticket.category)
        named = {"zh": category.zh, "en": category.en}[self._language]
        return Told(ticket.number, ticket.title, around.place or "", named, address, self._language)

    async def _note(self, link: Link, token: str, carrier: Carrier | Texts, tries: Tries, found: Verdict) -> None:
        """Who is busy is tried again; after some tries that is said on the ticket's page."""
        now_us = self._now_us()
        if found.outcome is not Outcome.DELIVERED:
            log.warning("a message to a workman was not taken", way=link.way, code=found.code, why=found.why)
        if found.outcome is Outcome.TOO_MANY:
            carrier.pace.hold(now_us + MINUTE_US)
            tries.put_off(link, token, now_us + MINUTE_US)
            return
        if found.outcome is Outcome.LATER:
            carrier.pace.hold(now_us + UNREACHED_US)
            if tries.failed(link, token, now_us, unheard=found.unheard):
                return
        delivered = found.outcome is Outcome.DELIVERED
        tries.forget(link.ticket)
        async with session(self._pool) as connection:
            failed = "" if delivered else f"{link.way} {found.code}"
            await tell_delivered(connection, link, now_us if delivered else None, failed)


def _is_still(newest: Link, last: Link, wanted: Link) -> bool:
    """Whether the link of the last try can be used again for the next receiver."""
    return newest.ended_at_us is None and (newest.id, newest.who, newest.trade) == (last.id, wanted.who, wanted.trade)
