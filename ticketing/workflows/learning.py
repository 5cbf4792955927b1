"""Whoever gives the ticket of a call a household says whose its number is."""

from kit.database.pool import Session
from ticketing.households.learning import Tie, learn
from ticketing.tickets.ticket import Change, Source, Ticket


async def learn_from(connection: Session, ticket: Ticket, household: int | None, change: Change) -> None:
    """`tickets.store.Tied`."""
    if ticket.source is Source.CALL and ticket.phone:
        await learn(connection, Tie(ticket.phone, household, ticket.number, change.who, change.at_us))
