"""Tickets and callbacks as whoever asks may see them."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

from ticketing.callbacks.callback import Callback
from ticketing.callbacks.models import CallbackOut
from ticketing.callbacks.shown import callback_out
from ticketing.disclosure import Known, Right, Seen, known
from ticketing.http.ask import Ask
from ticketing.http.disclosures import disclosed, seen_before
from ticketing.tickets.models import TicketOut
from ticketing.tickets.shown import Around, ticket_out
from ticketing.tickets.ticket import Ticket

Out = TypeVar("Out", TicketOut, CallbackOut)


@dataclass(frozen=True, slots=True)
class Forms(Generic[Out]):
    """The same thing in full or masked."""

    right: Right
    out: Callable[[bool], Out]

    def is_plain(self) -> bool:
        """Masking would hide nothing."""
        return self._hides_nothing(self.out(False))

    def with_number(self) -> Out:
        """Masked but for the number itself."""
        full = self.out(True)
        shown = self.out(False).model_copy(update={"phone": full.phone})
        return full if self._hides_nothing(shown) else shown

    def before(self, seen: AbstractSet[Seen]) -> Out:
        """As they had it before."""
        match known(self.right, seen) if self.right.is_work else Known.NOTHING:
            case Known.ALL:
                return self.out(True)
            case Known.NUMBER:
                return self.with_number()
        return self.out(self.right.is_work and self.is_plain())

    def _hides_nothing(self, shown: Out) -> bool:
        return self.out(True).model_copy(update={"masked": True}) == shown


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
    return [each.before(seen) for each in forms]


async def _looked_at(ask: Ask, form: Forms[Out]) -> Out:
    if ask.viewer.sees_all():
        return form.out(True)
    before = form.before(await seen_before(ask, [form.right]))
    if before.masked and await disclosed(ask, form.right):
        return form.out(True)
    return before


def _ticket(ask: Ask, ticket: Ticket, around: Around) -> Forms[TicketOut]:
    def out(full: bool) -> TicketOut:
        return ticket_out(ticket, ask.desk.rules, ask.now_us, around, full)

    return Forms(ask.viewer.right_to_ticket(ticket), out)


def _callback(ask: Ask, callback: Callback) -> Forms[CallbackOut]:
    def out(full: bool) -> CallbackOut:
        return callback_out(callback, full)

    return Forms(ask.viewer.right_to_callback(callback), out)
