"""Tickets as somebody may see them. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kit.http.links import call_id
from kit.http.shown import shown
from kit.http.wire import instant, instant_or_none
from kit.instants import SECOND_US
from telephony.facts import CallRef
from telephony.masking import mask_text
from ticketing.clocks.alarms import Due, breached
from ticketing.clocks.promises import Dues
from ticketing.rules import DeskRules
from ticketing.tickets.models import ChangeOut, StepOut, TicketOut
from ticketing.tickets.procedures import PROCEDURES, StepDone, Waiver
from ticketing.tickets.states import ACTIVE, possible
from ticketing.tickets.ticket import Change, Ticket


class Around(NamedTuple):
    """What stands beside a ticket."""

    place: str | None = None
    calls: Sequence[CallRef] = ()
    callbacks: Sequence[int] = ()
    history: Iterable[Change] = ()


def ticket_out(ticket: Ticket, rules: DeskRules, now_us: int, around: Around, full: bool) -> TicketOut:
    hide, due = None if full else mask_text, rules.dues(ticket)
    return shown(
        TicketOut,
        ticket,
        hide,
        masked=not full,
        place=around.place if full else around.place and mask_text(around.place),
        response_due_at=instant_or_none(due.response_us),
        due_at=instant_or_none(due.resolution_us),
        due_provisional=rules.provisional(ticket, due),
        paused_seconds=rules.stopped_us(ticket, now_us) / SECOND_US,
        breached=_breached(ticket, due, now_us),
        calls=[call_id(*call) for call in around.calls],
        callbacks=list(around.callbacks),
        steps=_steps(ticket, rules, full),
        possible=list(possible(ticket.status, ticket.paused)),
        history=[shown(ChangeOut, change, hide) for change in around.history],
    )


def _breached(ticket: Ticket, due: Dues, now_us: int) -> bool:
    over_us = ticket.resolved_at_us
    if ticket.status not in ACTIVE and over_us is None:
        return False
    response = Due(due.response_us, ticket.responded_at_us)
    return breached(response, now_us) or breached(Due(due.resolution_us, over_us), now_us)


def _steps(ticket: Ticket, rules: DeskRules, full: bool) -> list[StepOut]:
    procedure = rules.category(ticket.category).procedure
    if procedure is None:
        return []
    settled: dict[str, StepDone | Waiver] = {item.step: item for item in ticket.steps_waived}
    settled |= {item.step: item for item in ticket.steps_done}
    listed = []
    for step in PROCEDURES[procedure].steps:
        item = settled.get(step.key)
        told = "" if item is None else item.evidence if isinstance(item, StepDone) else item.why
        listed.append(
            StepOut(
                key=step.key,
                zh=step.zh,
                en=step.en,
                evidence=step.evidence,
                done=isinstance(item, StepDone),
                waived=isinstance(item, Waiver),
                who=None if item is None else item.who,
                at=None if item is None else instant(item.at_us),
                told=told if full else mask_text(told),
            )
        )
    return listed
