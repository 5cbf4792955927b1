"""Tickets and callbacks as whoever asks may see them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from thirdring.web.desk.ask import Ask
from thirdring.web.desk.disclosures import Seen, disclosed, is_known, seen_before
from thirdring.web.desk.models.callbacks import CallbackOut
from thirdring.web.desk.models.tickets import TicketOut
from thirdring.web.desk.show import Around, callback_out, ticket_out
from ticketing.callbacks.callback import Callback
from ticketing.disclosure import Right
from ticketing.tickets.ticket import Ticket

Out = TypeVar("Out", TicketOut, CallbackOut)


@dataclass(frozen=True, slots=True)
class Forms(Generic[Out]):
    """The same thing in full or masked."""

    right: Right
    out: Callable[[bool], Out]

    def is_plain(self) -> bool:
        """Masking would hide nothing."""
        return self.out(True).model_copy(update={"masked": True}) == self.out(False)


async def tickets_seen(ask: Ask, found: Sequence[tuple[Ticket, Around]]) -> list[TicketOut]:
    return await _listed(ask, [_ticket(ask, *each) for each in found])


async def ticket_seen(ask: Ask, ticket: Ticket, around: Around) -> TicketOut:
    return await _looked_at(ask, _ticket(ask, ticket, around))


async def callbacks_seen(ask: Ask, found: Sequence[Callback]) -> list[CallbackOut]:
    return await _listed(ask, [_callback(ask, each) for each in found])


async def callback_seen(ask: Ask, callback: Callback) -> CallbackOut:
    return await _looked_at(ask, _callback(ask, callback))


async def _listed(ask: Ask, forms: Sequence[Forms[Out]]) -> list[Out]:
    """A list shows nobody a number for the first time."""
    if ask.viewer.sees_all():
        return [each.out(True) for each in forms]
    seen = await seen_before(ask, [each.right for each in forms if each.right.is_work])
    return [each.out(_in_list(each, seen)) for each in forms]


def _in_list(form: Forms[Out], seen: Seen) -> bool:
    return form.right.is_work and (is_known(form.right, seen) or form.is_plain())


async def _looked_at(ask: Ask, form: Forms[Out]) -> Out:
    if ask.viewer.sees_all() or (form.right.is_work and form.is_plain()):
        return form.out(True)
    return form.out(await disclosed(ask, form.right))


def _ticket(ask: Ask, ticket: Ticket, around: Around) -> Forms[TicketOut]:
    def out(full: bool) -> TicketOut:
        return ticket_out(ticket, ask.desk.rules, ask.now_us, around, full)

    return Forms(ask.viewer.right_to_ticket(ticket), out)


def _callback(ask: Ask, callback: Callback) -> Forms[CallbackOut]:
    def out(full: bool) -> CallbackOut:
        return callback_out(callback, full)

    return Forms(ask.viewer.right_to_callback(callback), out)
