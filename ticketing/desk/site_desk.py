"""The desk of this site: what ticketing decides, carried out in PostgreSQL."""

from collections.abc import Callable
from typing import Protocol

import structlog

from kit.database.instants import stored
from kit.database.pool import AWAY, DatabasePool, session
from ticketing.callbacks.access import STATEMENTS
from ticketing.callbacks.callback import CallbackAttempt, Reason
from ticketing.callbacks.follow_up import FollowUp
from ticketing.callbacks.missed_news import ended_of
from ticketing.callbacks.sightings import Sighting
from ticketing.callbacks.store import CallbackStore
from ticketing.desk.anew import compute_dues_anew
from ticketing.disclosure import Rule
from ticketing.households.lookup import Match
from ticketing.households.residents_store import Residents
from ticketing.households.store import HouseholdStore
from ticketing.notices import Answered, Arrived, Desk, Opened
from ticketing.rules import DeskRules
from ticketing.tickets.store import Arrival, TicketStore
from ticketing.tickets.ticket import Ticket

_AT_ONCE = 200

log = structlog.get_logger()


OnOpened = Callable[[Arrived, str, Match | None], None]


def _count_nothing(rule: Rule) -> None:
    pass


def _tell_nobody(arrived: Arrived, number: str, match: Match | None) -> None:
    pass


class Counts(Protocol):
    """Hears of what is committed. `metrics.prometheus.desk_counts.DeskCounts` is one."""

    def changed(self, before: Ticket, after: Ticket) -> None: ...

    def tried(self, reason: Reason, attempt: CallbackAttempt) -> None: ...

    def disclosed(self, rule: Rule) -> None: ...


class SiteDesk:
    """All stores of the desk, joined."""

    def __init__(
        self,
        pool: DatabasePool,
        rules: DeskRules,
        on_opened: OnOpened = _tell_nobody,
        counts: Counts | None = None,
    ) -> None:
        """`on_opened` hears of each ticket that a call opens."""
        self.rules = rules
        self.on_disclosed = _count_nothing if counts is None else counts.disclosed
        self.households = HouseholdStore(pool)
        self.residents = Residents(pool)
        self.callbacks = CallbackStore(pool, rules, *(() if counts is None else [counts.tried]))
        follow_up = FollowUp(self.callbacks, rules)
        self.tickets = TicketStore(pool, rules, follow_up, *(() if counts is None else [counts.changed]))
        self.desk = Desk(_Tickets(self.tickets, on_opened), self.callbacks, self.households)
        self._pool = pool

    async def sighting(self, pbx: str, linkedid: str) -> Sighting | None:
        """A stored call that has ended, as callbacks look at it."""
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["ended_call"], pbx, linkedid)
        return None if row is None else ended_of(row, self.rules.numbering).seen

    async def compute_dues_anew(self) -> int:
        """By the rules that hold now. How many tickets and callbacks are due at another time."""
        return await compute_dues_anew(self._pool, self.rules)

    async def catch_up(self, since_us: int, until_us: int) -> int:
        """Some of the calls that ended between the two and that the desk has not heard of. How many it has now; 0: no
        more. One that cannot be dealt with does not hold up the others."""
        async with session(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["not_dealt_with"], stored(since_us), stored(until_us), _AT_ONCE)
        done = 0
        for row in rows:
            try:
                await self.desk.carry_out(ended_of(row, self.rules.numbering))
            except AWAY:
                raise
            except Exception as error:
                log.exception("the desk cannot deal with a stored call", why=type(error).__name__)
            else:
                done += 1
        return done


class _Tickets:
    """`ticketing.notices.Tickets` on the store."""

    def __init__(self, store: TicketStore, on_opened: OnOpened) -> None:
        self._store = store
        self._on_opened = on_opened

    async def open_for(self, arrived: Arrived, match: Match | None) -> Opened:
        household, contact = (None, "") if match is None else (match.household, match.name)
        arrival = Arrival(arrived.pbx, arrived.linkedid, arrived.at_us, arrived.number, household, contact)
        opened = await self._store.open_for_call(arrival)
        if opened.new or await self._store.number_call(arrival):
            self._on_opened(arrived, opened.number, match)
        return opened

    async def take(self, answered: Answered) -> None:
        await self._store.take(answered.pbx, answered.linkedid, answered.agent, answered.at_us)
