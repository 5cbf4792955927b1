"""Tickets as somebody may see them. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kit.http.links import call_id
from kit.http.wire import instant, instant_or_none
from telephony.masking import mask_number, mask_text
from ticketing.clocks.alarms import Due, breached
from ticketing.clocks.promises import Dues
from ticketing.rules import DeskRules
from ticketing.tickets.models import ChangeOut, ComplaintOut, PauseOut, StepOut, TicketOut
from ticketing.tickets.procedures import PROCEDURES, StepDone, Waiver
from ticketing.tickets.states import ACTIVE, possible
from ticketing.tickets.ticket import Change, Ticket


class Around(NamedTuple):
    """What stands beside a ticket."""

    place: str | None = None
    calls: Sequence[tuple[str, str]] = ()
    callbacks: Sequence[int] = ()
    history: Iterable[Change] = ()


def ticket_out(ticket: Ticket, rules: DeskRules, now_us: int, around: Around, full: bool) -> TicketOut:
    due = rules.dues(ticket)

    def text(words: str) -> str:
        return words if full else mask_text(words)

    return TicketOut(
        number=ticket.number,
        version=ticket.version,
        category=ticket.category,
        priority=ticket.priority,
        difficult=ticket.difficult,
        status=ticket.status,
        paused=ticket.paused,
        source=ticket.source,
        resolution=text(ticket.resolution),
        title=text(ticket.title),
        household=ticket.household,
        place=around.place and text(around.place),
        contact=text(ticket.contact),
        phone=ticket.phone if full else mask_number(ticket.phone),
        masked=not full,
        assignee=ticket.assignee,
        trade=ticket.trade,
        opened_at=instant(ticket.opened_at_us),
        responded_at=instant_or_none(ticket.responded_at_us),
        resolved_at=instant_or_none(ticket.resolved_at_us),
        closed_at=instant_or_none(ticket.closed_at_us),
        response_due_at=instant_or_none(due.response_us),
        due_at=instant_or_none(due.resolution_us),
        due_provisional=rules.provisional(ticket, due),
        breached=_breached(ticket, due, now_us),
        calls=[call_id(*call) for call in around.calls],
        callbacks=list(around.callbacks),
        rating=ticket.rating,
        rating_comment=text(ticket.rating_comment),
        reopened_count=ticket.reopened_count,
        returned_count=ticket.returned_count,
        merged_into=ticket.merged_into,
        split_from=ticket.split_from,
        complaint=_complaint(ticket, full),
        pauses=[
            PauseOut(since=instant(p.since_us), until=instant_or_none(p.until_us), reason=p.reason)
            for p in ticket.pauses
        ],
        steps=_steps(ticket, rules, full),
        possible=list(possible(ticket.status, ticket.paused)),
        history=[_change(change, full) for change in around.history],
    )


def _breached(ticket: Ticket, due: Dues, now_us: int) -> bool:
    over_us = ticket.resolved_at_us
    if ticket.status not in ACTIVE and over_us is None:
        return False
    return breached(Due(due.resolution_us, over_us), now_us)


def _complaint(ticket: Ticket, full: bool) -> ComplaintOut | None:
    known = ticket.complaint
    if known is None:
        return None
    response, settlement = (words if full else mask_text(words) for words in (known.response, known.settlement))
    return ComplaintOut(
        valid=known.valid,
        response=response,
        responded_at=instant_or_none(known.responded_at_us),
        settlement=settlement,
        satisfaction=known.satisfaction,
    )


def _steps(ticket: Ticket, rules: DeskRules, full: bool) -> list[StepOut]:
    procedure = rules.category(ticket.category).procedure
    if procedure is None:
        return []
    settled: dict[str, StepDone | Waiver] = {item.step: item for item in ticket.steps_waived}
    settled |= {item.step: item for item in ticket.steps_done}
    shown = []
    for step in PROCEDURES[procedure].steps:
        item = settled.get(step.key)
        told = "" if item is None else item.evidence if isinstance(item, StepDone) else item.why
        shown.append(
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
    return shown


def _change(change: Change, full: bool) -> ChangeOut:
    return ChangeOut(
        version=change.version,
        at=instant(change.at_us),
        who=change.who,
        what=change.what,
        from_status=change.from_status,
        to_status=change.to_status,
        why=change.why if full else mask_text(change.why),
        to_whom=change.to_whom,
    )
