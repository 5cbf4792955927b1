"""What people tell the desk, field by field."""

from typing import Annotated, Literal

from pydantic import Field

from thirdring.web.bodies import Body, Id, Named, Short, Words
from thirdring.web.desk.queries import Day
from ticketing.clocks.pauses import PauseReason
from ticketing.households.household import Part
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Source

Dialled = Annotated[str, Field(max_length=40, pattern=r"^[0-9+() -]*$")]
Rating = Annotated[int, Field(ge=1, le=5)]
TicketNumber = Annotated[str, Field(pattern=r"^[0-9]{8}-[0-9]{4,9}$", max_length=18)]


class CallRef(Body):
    pbx: Named
    linkedid: Named


class NewTicket(Body):
    category: Named
    priority: Priority | None = Field(None, description="null: as the category has it")
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
    satisfaction: Rating | None = None


class Move(Body):
    """An action, and what it wants told with it."""

    why: Words = ""
    assignee: Named | None = None
    trade: Named | None = None
    resolution: Words = ""
    pause: PauseReason = PauseReason.WAITING_FOR_OTHERS


class TakeAction(Move):
    action: Action


class TicketPatch(Move):
    """Other words for a ticket, or another `status`: what is left out stays as it is."""

    status: Status | None = Field(None, description="Where it is to go; the action that leads there is taken")
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


class StepMark(Body):
    step: Named
    evidence: Words = ""
    waive: bool = Field(False, description="Not done, and not needed: a manager says so, with `why`")
    why: Words = ""


class Merge(Body):
    into: TicketNumber
    why: Words = ""


class Split(Body):
    title: Short
    category: Named | None = None
    why: Words = ""


class LinkCall(CallRef):
    why: Words = ""


class Why(Body):
    why: Annotated[str, Field(min_length=1, max_length=4_000, pattern=r"^[^\x00]*\S[^\x00]*$")]


class NewCallback(Body):
    """Somebody asked to be called. One of phone, household and ticket says whom."""

    phone: Dialled = ""
    household: Id | None = None
    ticket: TicketNumber | None = None


class CallbackOutcome(Body):
    """What a person says. A call proves itself; this is for what was seen by nobody, and counts apart."""

    state: Literal["reached", "unreachable", "cancelled", "pending"] | None = None
    why: Words = ""
    call: CallRef | None = Field(None, description="The call that was about it, where that was not seen by itself")
    rating: Rating | None = Field(None, description="Stored on the ticket")
    rating_comment: Words = ""


class PersonIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    part: Part
    phones: tuple[Dialled, ...] = Field((), max_length=20)


class DocumentIn(Body):
    """A line of the file checklist."""

    title: Named
    since: Day | None = None


class HouseholdIn(Body):
    """What is left out stays as it is; nobody is deleted."""

    estate: Short = ""
    building: Short = ""
    unit: Short = ""
    room: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    people: tuple[PersonIn, ...] = Field((), max_length=50)
    housekeeper: Named | None = None
    notes: Words | None = None
    consent: bool | None = None
    vip: bool | None = None
    documents: tuple[DocumentIn, ...] = Field((), max_length=100)


class HouseholdPatch(Body):
    """What is left out stays as it is; null empties it."""

    housekeeper: Named | None = None
    notes: Words | None = None
    consent: bool | None = Field(None, description="To be kept and called; null: never asked")
    vip: bool | None = None
    documents: tuple[DocumentIn, ...] = Field((), max_length=100, description="The whole checklist")


class ResidentPatch(Body):
    """What is left out stays as it is."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")] = "-"
    part: Part = Part.OWNER
    phones: tuple[Dialled, ...] = Field((), max_length=20, description="All of theirs")


class RoleIn(Body):
    role: Literal["agent", "dispatcher", "manager", "admin"]


class SignIn(Body):
    name: Named
    password: Annotated[str, Field(min_length=1, max_length=1_000)]
