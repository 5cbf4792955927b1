"""Somebody does not work here any more: what they had to do, others may do now."""

from typing import NamedTuple

from kit.refusals import RefusedError
from ticketing.desk.site_desk import SiteDesk
from ticketing.tickets.leaving import give_back
from ticketing.tickets.ticket import Asked, Ticket

WHY = "their account was deleted"


class GivenBack(NamedTuple):
    tickets: list[Ticket]
    callbacks: int


async def give_back_work(desk: SiteDesk, name: str, who: str, at_us: int) -> GivenBack:
    """Safe to repeat. A ticket that somebody else changes at the same moment is theirs to deal with."""
    callbacks = await desk.callbacks.release_agent(name)
    tickets = []
    for number in await desk.tickets.active_of(name):
        try:
            tickets.append(
                await desk.tickets.change(number, lambda ticket: give_back(ticket, _asked(ticket, who, at_us)))
            )
        except RefusedError:
            continue
    return GivenBack(tickets, callbacks)


def _asked(ticket: Ticket, who: str, at_us: int) -> Asked:
    return Asked(who, at_us, ticket.version, WHY)
