"""Somebody has left, and their work is free for others. Or somebody has a new name, and keeps their work."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal, NamedTuple

from kit.refusals import RefusedError
from ticketing.tickets.changes import Changed
from ticketing.tickets.leaving import give_back, pass_on
from ticketing.tickets.ticket import Asked, Ticket
from ticketing.workflows.service_desk import ServiceDesk

Left = Literal["deleted", "deactivated"]
WHY: Mapping[Left, str] = {"deleted": "their account was deleted", "deactivated": "their account was deactivated"}


class GivenBack(NamedTuple):
    tickets: list[Ticket]
    callbacks: int


async def give_back_work(desk: ServiceDesk, name: str, who: str, at_us: int, how: Left = "deleted") -> GivenBack:
    """Safe to repeat. A ticket that somebody else changes at the same moment is theirs to deal with."""
    callbacks = await desk.callbacks.release_agent(name)
    await desk.callbacks.pass_assigned_on(name, None)
    await desk.duty_ends(name, at_us)
    asked = partial(_asked, who, at_us, WHY[how], None)
    return GivenBack(await _changed(desk, name, lambda ticket: give_back(ticket, asked(ticket))), callbacks)


async def pass_work_on(desk: ServiceDesk, name: str, other: str, who: str, at_us: int) -> GivenBack:
    """The same person is called `other` now: their open tickets, households, duty and shifts go on. Safe to repeat."""
    callbacks = await desk.callbacks.release_agent(name)
    await desk.callbacks.pass_assigned_on(name, other)
    await desk.households.rename_housekeeper(name, other)
    await desk.duty_goes_on(name, other, at_us)
    asked = partial(_asked, who, at_us, "", other)
    return GivenBack(await _changed(desk, name, lambda ticket: pass_on(ticket, asked(ticket))), callbacks)


async def _changed(desk: ServiceDesk, name: str, change: Callable[[Ticket], Changed]) -> list[Ticket]:
    tickets = []
    for number in await desk.tickets.active_of(name):
        try:
            tickets.append(await desk.tickets.change(number, change))
        except RefusedError:
            continue
    return tickets


def _asked(who: str, at_us: int, why: str, assignee: str | None, ticket: Ticket) -> Asked:
    return Asked(who, at_us, ticket.version, why, assignee=assignee)
