"""Tickets and callbacks as somebody may see them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from telephony.masking import mask_number, mask_text
from thirdring.web.auth.roles import SEES_NUMBERS
from thirdring.web.auth.tokens import Token
from thirdring.web.desk.models.callbacks import CallbackAttemptOut, CallbackOut
from thirdring.web.desk.models.households import DocumentOut, HouseholdOut, PersonOut, PhoneOut, ResidentOut
from thirdring.web.desk.models.tickets import ChangeOut, ComplaintOut, PauseOut, StepOut, TicketOut
from thirdring.web.live_call import call_id
from thirdring.web.wire import instant
from ticketing.callbacks.callback import Callback
from ticketing.clocks.alarms import Due, breached
from ticketing.clocks.local import SECOND_US
from ticketing.clocks.promises import Dues
from ticketing.disclosure import Right, of_callback, of_ticket
from ticketing.roles import Role as DeskRole
from ticketing.rules import DeskRules
from ticketing.tickets.procedures import PROCEDURES, StepDone, Waiver
from ticketing.tickets.states import ACTIVE, possible
from ticketing.tickets.ticket import Change, Ticket


class Around(NamedTuple):
    """What stands beside a ticket."""

    place: str | None = None
    calls: Sequence[tuple[str, str]] = ()
    callbacks: Sequence[int] = ()
    history: Iterable[Change] = ()


@dataclass(frozen=True)
class Viewer:
    """Who looks, and when."""

    token: Token
    now_us: int

    def sees_all(self) -> bool:
        return self.token.role in SEES_NUMBERS

    def right_to_ticket(self, ticket: Ticket) -> Right:
        return of_ticket(ticket, self.token.who, DeskRole(self.token.role.value))

    def right_to_callback(self, callback: Callback) -> Right:
        return of_callback(callback, self.token.who, DeskRole(self.token.role.value), self.now_us)

    def words(self, text: str) -> str:
        """What people wrote may hold a number."""
        return text if self.sees_all() else mask_text(text)


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
        responded_at=_instant(ticket.responded_at_us),
        resolved_at=_instant(ticket.resolved_at_us),
        closed_at=_instant(ticket.closed_at_us),
        response_due_at=_instant(due.response_us),
        due_at=_instant(due.resolution_us),
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
            PauseOut(since=instant(p.since_us), until=_instant(p.until_us), reason=p.reason) for p in ticket.pauses
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
        responded_at=_instant(known.responded_at_us),
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


def callback_out(callback: Callback, full: bool) -> CallbackOut:
    return CallbackOut(
        id=callback.id,
        version=callback.version,
        reason=callback.reason,
        phone=callback.phone if full else mask_number(callback.phone),
        masked=not full,
        household=callback.household,
        ticket=callback.ticket,
        born_at=instant(callback.born_at_us),
        due_at=instant(callback.due_at_us),
        not_before=instant(callback.not_before_us),
        state=callback.state,
        claimed_by=callback.claimed_by,
        claimed_until=_instant(callback.claimed_until_us),
        missed_count=callback.missed_count,
        attempts=[
            CallbackAttemptOut(
                at=instant(attempt.at_us),
                agent=attempt.agent if full else mask_text(attempt.agent),
                call=None if attempt.call is None else call_id(*attempt.call),
                outcome=attempt.outcome,
                talk_seconds=attempt.talk_us / SECOND_US,
            )
            for attempt in callback.attempts
        ],
        settled_at=_instant(callback.settled_at_us),
        way=callback.way,
        why=callback.why if full else mask_text(callback.why),
    )


def masked_household(household: HouseholdOut) -> HouseholdOut:
    people = [
        PersonOut(id=one.id, name=mask_text(one.name), part=one.part, phones=_masked_phones(one.phones))
        for one in household.people
    ]
    words = {name: mask_text(getattr(household, name)) for name in ("estate", "building", "unit", "room", "place")}
    documents = [DocumentOut(title=mask_text(one.title), since=one.since) for one in household.documents]
    notes = household.notes and mask_text(household.notes)
    update = {**words, "people": people, "documents": documents, "notes": notes, "masked": True}
    return household.model_copy(update=update)


def masked_resident(resident: ResidentOut) -> ResidentOut:
    words = {name: mask_text(getattr(resident, name)) for name in ("estate", "place", "name")}
    return resident.model_copy(update={**words, "phones": _masked_phones(resident.phones), "masked": True})


def _masked_phones(phones: Iterable[PhoneOut]) -> list[PhoneOut]:
    return [PhoneOut(number=mask_number(phone.number), raw=mask_number(phone.raw)) for phone in phones]


def _instant(at_us: int | None) -> datetime | None:
    return None if at_us is None else instant(at_us)
