"""Tickets as somebody may see them. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kit.http.links import call_id
from kit.http.shown import shown
from kit.http.wire import instant, instant_or_none
from kit.instants import SECOND_US
from telephony.facts import CallRef
from telephony.masking import mask_text
from ticketing.clocks.promises import Dues
from ticketing.clocks.wording import term_text
from ticketing.site_rules import SiteRules
from ticketing.tickets.lateness import late
from ticketing.tickets.models import ChangeOut, StepOut, TicketOut
from ticketing.tickets.procedures import StepDone, Waiver
from ticketing.tickets.states import ACTIVE, possible
from ticketing.tickets.step_terms import StepClock
from ticketing.tickets.ticket import Change, Ticket


class Around(NamedTuple):
    """What stands beside a ticket."""

    place: str | None = None
    calls: Sequence[CallRef] = ()
    callbacks: Sequence[int] = ()
    history: Iterable[Change] = ()


def ticket_out(ticket: Ticket, rules: SiteRules, now_us: int, around: Around, full: bool) -> TicketOut:
    hide, due = None if full else mask_text, rules.dues(ticket)
    return shown(
        TicketOut,
        ticket,
        hide,
        masked=not full,
        place=around.place if full else around.place and mask_text(around.place),
        response_due_at=instant_or_none(due.response_us),
        due_at=instant_or_none(due.resolution_us),
        step_due_at=instant_or_none(due.step_us),
        next_due_at=instant_or_none(_next_due_us(ticket, due)),
        due_provisional=rules.provisional(ticket, due),
        paused_seconds=rules.stopped_us(ticket, now_us) / SECOND_US,
        breached=late(ticket, due, now_us),
        calls=[call_id(*call) for call in around.calls],
        callbacks=list(around.callbacks),
        steps=[_step(clock, full, now_us) for clock in rules.steps(ticket)],
        possible=list(possible(ticket.status, ticket.paused)),
        history=[shown(ChangeOut, change, hide) for change in around.history],
    )


def _next_due_us(ticket: Ticket, due: Dues) -> int | None:
    """The earliest due time of what is still open."""
    waiting = [due.step_us]
    if ticket.status in ACTIVE:
        waiting += [due.resolution_us, due.response_us if ticket.responded_at_us is None else None]
    return min((due_us for due_us in waiting if due_us is not None), default=None)


def _step(clock: StepClock, full: bool, now_us: int) -> StepOut:
    step, item = clock.step, clock.settled
    told = "" if item is None else item.evidence if isinstance(item, StepDone) else item.why
    return StepOut(
        key=step.key,
        zh=step.zh,
        en=step.en,
        evidence=step.evidence,
        state=clock.state,
        term=[term_text(term) for term in step.term],
        due_at=instant_or_none(clock.due_us),
        late=clock.late(now_us),
        done=isinstance(item, StepDone),
        waived=isinstance(item, Waiver),
        who=None if item is None else item.who,
        at=None if item is None else instant(item.at_us),
        told=told if full else mask_text(told),
    )
