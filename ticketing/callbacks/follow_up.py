"""What an action on a ticket means for its callbacks, in the same transaction."""

from collections.abc import Sequence

from kit.database.pool import Session
from ticketing.callbacks.access import STATEMENTS
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.changes import settled_by_word
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.callbacks.store import CallbackStore
from ticketing.news import CallbackNews
from ticketing.site_rules import SiteRules
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Ticket

_NO_LONGER_RESOLVED = frozenset({Action.REOPEN, Action.CANCEL})


class FollowUp:
    """`tickets.AfterAction`: a resolved ticket is called back about, a reopened one is not."""

    def __init__(self, callbacks: CallbackStore, rules: SiteRules) -> None:
        self._callbacks = callbacks
        self._rules = rules

    async def __call__(
        self, connection: Session, action: Action, ticket: Ticket, asked: Asked
    ) -> Sequence[CallbackNews]:
        if action is Action.RESOLVE and self._rules.category(ticket.category).follow_up:
            return await self.call_about(connection, ticket, Reason.RESOLVED_TICKET, asked.at_us, asked.who)
        if action in _NO_LONGER_RESOLVED:
            return await self._cancel(connection, ticket, asked.at_us)
        return ()

    async def call_about(
        self, connection: Session, ticket: Ticket, reason: Reason, at_us: int, asked_by: str | None
    ) -> Sequence[CallbackNews]:
        """Nobody can be called where no number is known; the day's rate leaves such a ticket out."""
        phone = ticket.phone
        if not phone and ticket.household is not None:
            phone = await connection.fetchval(STATEMENTS["phone_of_household"], ticket.household) or ""
        if not phone:
            return ()
        cause = Cause(reason, at_us, phone, ticket.household, ticket.number, asked_by=asked_by)
        return [await self._callbacks.create_within(connection, cause)]

    async def _cancel(self, connection: Session, ticket: Ticket, at_us: int) -> Sequence[CallbackNews]:
        change = self._callbacks.change_within
        return [
            await change(connection, row["id"], lambda known: _cancelled(known, ticket, at_us))
            for row in await connection.fetch(STATEMENTS["open_of_ticket"], ticket.number)
        ]


def _cancelled(callback: Callback, ticket: Ticket, at_us: int) -> Callback:
    return settled_by_word(callback, State.CANCELLED, "desk", f"the ticket is {ticket.status} again", at_us)
