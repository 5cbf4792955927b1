"""What an ended call means for tickets of short calls, in the transaction in which its callbacks are settled."""

from collections.abc import Sequence

from kit.database.instants import stored
from kit.database.pool import Session
from telephony.facts import Direction
from ticketing.callbacks.policy import is_quiet
from ticketing.callbacks.proof import spoken_to
from ticketing.callbacks.sightings import Sighting
from ticketing.news import TicketNews
from ticketing.site_rules import SiteRules
from ticketing.tickets.rows import TICKET, tickets_of
from ticketing.tickets.short_calls import CALLED_BACK, GOT_THROUGH, NUMBER_WITHHELD, became_short, ended
from ticketing.tickets.store import STATEMENTS, TicketStore
from ticketing.tickets.ticket import THE_HOTLINE, Asked, Ticket


class ShortCalls:
    """`callbacks.store.AfterCall`."""

    def __init__(self, tickets: TicketStore, rules: SiteRules) -> None:
        self._tickets = tickets
        self._rules = rules

    async def __call__(self, connection: Session, seen: Sighting) -> Sequence[TicketNews]:
        gone_us = seen.gave_up_after_us
        if gone_us is not None and gone_us < self._rules.short_call_us:
            return await self._told_apart(connection, seen, seen.arrived_at_us + gone_us)
        if spoken_to(seen, self._rules.callbacks.talk_us_min) and seen.answered_at_us is not None:
            return await self._ended(connection, seen, seen.answered_at_us)
        return ()

    async def _told_apart(self, connection: Session, seen: Sighting, at_us: int) -> Sequence[TicketNews]:
        row = await connection.fetchrow(STATEMENTS["opened_by_call"], *seen.call)
        if row is None:
            return ()
        ticket = TICKET.of(row)
        changed = became_short(ticket, _asked(ticket, at_us), self._rules.category_of_calls)
        if changed is None:
            return ()
        short = await self._tickets.save_within(connection, ticket, changed)
        news = [short._replace(call=seen.call)]
        if not seen.number:
            news += await self._end(connection, short.after, at_us, NUMBER_WITHHELD)
        return news

    async def _ended(self, connection: Session, seen: Sighting, at_us: int) -> Sequence[TicketNews]:
        rows = await connection.fetch(STATEMENTS["short_calls_of"], seen.number, stored(seen.arrived_at_us))
        by = GOT_THROUGH if seen.direction is Direction.INBOUND else CALLED_BACK
        how = f"{by}: {seen.call.pbx}/{seen.call.linkedid}"
        news: list[TicketNews] = []
        for _row, ticket in tickets_of(rows):
            if self._counts(ticket, seen):
                news += await self._end(connection, ticket, at_us, how)
        return news

    def _counts(self, ticket: Ticket, seen: Sighting) -> bool:
        """A call of ours in quiet hours counts only where it was allowed before."""
        if seen.direction is Direction.INBOUND:
            return True
        quiet = is_quiet(self._rules.callbacks, seen.arrived_at_us, self._rules.site.zone)
        allowed_us = ticket.call_any_hour_from_us
        return not quiet or (allowed_us is not None and allowed_us <= seen.arrived_at_us)

    async def _end(self, connection: Session, ticket: Ticket, at_us: int, how: str) -> Sequence[TicketNews]:
        changed = ended(ticket, _asked(ticket, at_us), how)
        return () if changed is None else [await self._tickets.save_within(connection, ticket, changed)]


def _asked(ticket: Ticket, at_us: int) -> Asked:
    return Asked(THE_HOTLINE, at_us, ticket.version)
