"""The desk of this site: what ticketing decides, carried out in PostgreSQL."""

from collections.abc import Callable

import structlog

from kit.database.changing import changing
from kit.database.instants import stored
from kit.database.pool import AWAY, DatabasePool, session
from telephony.facts import CallRef
from ticketing.callbacks.access import STATEMENTS
from ticketing.callbacks.follow_up import FollowUp
from ticketing.callbacks.missed_news import ended_of
from ticketing.callbacks.sightings import Sighting
from ticketing.callbacks.store import CallbackStore
from ticketing.disclosure import Rule
from ticketing.households.lookup import Match
from ticketing.households.residents_store import Residents
from ticketing.households.store import HouseholdStore
from ticketing.news import News, ShiftNews
from ticketing.notices import Answered, Arrived, NoticeHandler, Opened
from ticketing.shifts.duty_book import DutyBook
from ticketing.shifts.store import ShiftStore, rename_on_shifts
from ticketing.site_rules import SiteRules
from ticketing.tickets.calls_store import Arrival, CallTickets
from ticketing.tickets.free_store import FreeTickets
from ticketing.tickets.store import TicketStore
from ticketing.trades.store import end_duty, rename_duty
from ticketing.workflows.learning import learn_from
from ticketing.workflows.quiet_ends import QuietEnds
from ticketing.workflows.recompute import recompute_dues
from ticketing.workflows.short_calls import ShortCalls

_AT_ONCE = 200

log = structlog.get_logger()


def _count_nothing(rule: Rule) -> None:
    pass


class ServiceDesk:
    """All stores of the desk, joined. `news` tells what changes in them, and in every other store that is given it."""

    def __init__(
        self,
        pool: DatabasePool,
        rules: SiteRules,
        news: News | None = None,
        on_disclosed: Callable[[Rule], None] = _count_nothing,
    ) -> None:
        """`on_disclosed` hears where a number that is masked was shown to somebody."""
        self.rules = rules
        self.news = news or News()
        self.on_disclosed = on_disclosed
        self.households = HouseholdStore(pool)
        self.residents = Residents(pool)
        self.callbacks = CallbackStore(pool, rules, self.news, ShortCalls(TicketStore(pool, rules), rules))
        self.follow_up = FollowUp(self.callbacks, rules)
        self.tickets = TicketStore(pool, rules, self.follow_up, self.news, learn_from)
        self.free_tickets = FreeTickets(pool, self.tickets, self.news)
        self.call_tickets = CallTickets(pool, rules, self.news)
        quietly = QuietEnds(pool, rules)
        self.shifts = ShiftStore(pool, rules, self.news)
        self.duty = DutyBook(rules.shifts, rules.site.zone, rules.site.workdays.works)
        self.notices = NoticeHandler(_Tickets(self.call_tickets), self.callbacks, self.households, quietly)
        self._pool = pool

    async def duty_ends(self, name: str, at_us: int) -> None:
        async with changing(self._pool, self.news) as (connection, told):
            await end_duty(connection, name)
            if await self.shifts.leave(connection, name, at_us):
                told.append(ShiftNews("roster", at_us))
        await self.look_at_duty(at_us)

    async def duty_goes_on(self, name: str, other: str, at_us: int) -> None:
        async with changing(self._pool, self.news) as (connection, told):
            await rename_duty(connection, name, other)
            if await rename_on_shifts(connection, name, other):
                told.append(ShiftNews("roster", at_us))
        await self.look_at_duty(at_us)

    async def look_at_duty(self, now_us: int) -> None:
        """After a change that is stored: who is on duty follows at once. Never raises."""
        try:
            await self.shifts.read_into(self.duty, now_us)
        except Exception as error:
            log.exception("a change of shifts is stored, but was not read again", why=type(error).__name__)

    async def sighting(self, pbx: str, linkedid: str) -> Sighting | None:
        """A stored call that has ended, as callbacks look at it."""
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["ended_call"], pbx, linkedid)
        return None if row is None else ended_of(row, self.rules.numbering).seen

    async def recompute_dues(self) -> int:
        """By the rules that hold now. How many tickets and callbacks are due at another time."""
        return await recompute_dues(self._pool, self.rules)

    async def catch_up(self, since_us: int, until_us: int) -> int:
        """Some of the calls that ended between the two and that the desk has not heard of. How many it has now; 0: no
        more. One that cannot be dealt with does not hold up the others."""
        async with session(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["not_dealt_with"], stored(since_us), stored(until_us), _AT_ONCE)
        done = 0
        for row in rows:
            try:
                await self.notices.carry_out(ended_of(row, self.rules.numbering))
            except AWAY:
                raise
            except Exception as error:
                log.exception("the desk cannot deal with a stored call", why=type(error).__name__)
            else:
                done += 1
        return done


class _Tickets:
    """`ticketing.notices.Tickets` on the store."""

    def __init__(self, store: CallTickets) -> None:
        self._store = store

    async def known(self, arrived: Arrived) -> Opened | None:
        return await self._store.known(CallRef(arrived.pbx, arrived.linkedid), arrived.number)

    async def open_for(self, arrived: Arrived, match: Match | None) -> Opened:
        whose = () if match is None else (match.household, match.name, match.place.short)
        arrival = Arrival(arrived.pbx, arrived.linkedid, arrived.at_us, arrived.number, *whose)
        opened = await self._store.open_for_call(arrival)
        if not opened.new:
            await self._store.number_call(arrival)
        return opened

    async def take(self, answered: Answered) -> None:
        await self._store.take(CallRef(answered.pbx, answered.linkedid), answered.agent, answered.at_us)
