"""What may be asked and told about tickets."""

from typing import Literal

from pydantic import Field

from kit.http.bodies import Body, Id, Named, Short, Words
from kit.http.pages import Count, Digits, Due, Page, Searched
from kit.http.queries import Flag, Name
from kit.http.wire import Instant
from ticketing.bodies import CallRefIn, Dialled, Rating, TicketNumber
from ticketing.clocks.pauses import PauseReason
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Source

SEVERAL_MAX = 50


class TicketsQuery(Page):
    from_: Instant | None = Field(None, alias="from", description="Opened at or after this time")
    to: Instant | None = Field(None, description="Opened before this time")
    mine: Flag | None = Field(None, description="true: only those of the caller")
    status: Status | None = None
    active: Flag | None = Field(None, description="true: open, dispatched or in_progress")
    category: Name | None = None
    priority: Priority | None = None
    assignee: Name | None = None
    unassigned: Flag | None = Field(
        None, description="true: only tickets that no person has, those of a trade included"
    )
    trade: Name | None = None
    due: Due | None = Field(None, description="Active tickets due today, due within the hour, or overdue")
    household: Count | None = Field(None, ge=1)
    building: Name | None = None
    phone: Digits | None = Field(None, description="A phone number, in any form")
    q: Searched | None = Field(None, description="Part of a number, title, contact, resolution, resident or place")


class NewTicket(Body):
    category: Named
    priority: Priority | None = Field(None, description="null: the default of the category")
    difficult: bool | None = None
    title: Short = ""
    household: Id | None = None
    contact: Short = ""
    phone: Dialled = ""
    source: Literal[Source.HAND, Source.API, Source.WALK_IN, Source.VISIT] = Source.API


class ComplaintIn(Body):
    valid: bool | None = None
    response: Words = ""
    settlement: Words = ""
    satisfaction: Rating | None = Field(
        None, description="The complainant's own if a follow-up call has connected; else kept as the desk's word"
    )


class Move(Body):
    """An action, and what it wants told with it."""

    why: Words = ""
    assignee: Named | None = None
    trade: Named | None = None
    resolution: Words = ""
    pause: PauseReason = PauseReason.WAITING_FOR_OTHERS


class TakeAction(Move):
    action: Action
    category: Named | None = Field(None, description="Changed in the same step: for a matter solved on the phone")
    title: Short | None = Field(None, description="Changed in the same step")


class OnVersion(Body):
    number: TicketNumber
    version: int = Field(ge=1, lt=10**9, description="The version that the change is based on")


class ActOnSeveral(Move):
    action: Action
    tickets: list[OnVersion] = Field(min_length=1, max_length=SEVERAL_MAX)


class TicketPatch(Move):
    """Fields to change, or a new `status`. Omitted fields stay as they are."""

    status: Status | None = Field(None, description="The new status; the action that leads there is performed")
    category: Named = ""
    priority: Priority = Priority.NORMAL
    difficult: bool = False
    title: Short = ""
    household: Id | None = None
    contact: Short = ""
    phone: Dialled = ""
    complaint: ComplaintIn | None = None
    rating: Rating | None = None
    rating_comment: Words = ""
    call_any_hour: bool = Field(
        False, description="true: they may be called in quiet hours as well; dispatchers only, alone and with `why`"
    )


class StepMark(Body):
    step: Named
    evidence: Words = ""
    waive: bool = Field(False, description="Waive the step; managers only, with `why`")
    why: Words = ""


class Merge(Body):
    into: TicketNumber
    why: Words = ""


class Split(Body):
    title: Short
    category: Named | None = None
    why: Words = ""


class LinkCall(CallRefIn):
    why: Words = ""
