"""What the API answers about tickets, callbacks and households. openapi.json is made from these models."""

from datetime import date

from pydantic import Field

from thirdring.web.auth.roles import Role
from thirdring.web.models import Out, Seconds
from thirdring.web.wire import Instant
from ticketing.callbacks.callback import AttemptOutcome, Reason, Way
from ticketing.callbacks.states import State
from ticketing.clocks.pauses import PauseReason
from ticketing.households.household import Part
from ticketing.tickets.categories import Priority
from ticketing.tickets.procedures import Evidence
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Source


class ChangeOut(Out):
    version: int = Field(description="The ticket's after it")
    at: Instant
    who: str
    what: str
    from_status: Status
    to_status: Status
    why: str
    to_whom: str | None


class StepOut(Out):
    key: str
    zh: str
    en: str
    evidence: Evidence = Field(description="What has to be told with it")
    done: bool
    waived: bool
    who: str | None
    at: Instant | None
    told: str = Field(description="The evidence, or why it was waived")


class PauseOut(Out):
    since: Instant
    until: Instant | None
    reason: PauseReason


class ComplaintOut(Out):
    valid: bool | None
    response: str
    responded_at: Instant | None
    settlement: str
    satisfaction: int | None


class TicketOut(Out):
    number: str
    version: int = Field(description="Also the ETag; a change names it in If-Match")
    category: str
    priority: Priority
    difficult: bool
    status: Status
    paused: bool
    source: Source
    resolution: str
    title: str
    household: int | None
    place: str | None = Field(description="The household as people say it: 3-2-1201")
    contact: str
    phone: str = Field(description="Masked unless `masked` is false")
    masked: bool = Field(description="Whether numbers are masked: 138****0001")
    assignee: str | None
    trade: str | None
    opened_at: Instant
    responded_at: Instant | None
    resolved_at: Instant | None
    closed_at: Instant | None
    response_due_at: Instant | None
    due_at: Instant | None = Field(description="The first instant that is too late; null: nothing promised, or paused")
    breached: bool
    calls: list[str] = Field(description="ids of calls")
    callbacks: list[int] = Field(description="ids of callbacks")
    rating: int | None
    rating_comment: str
    reopened_count: int
    returned_count: int
    merged_into: str | None
    split_from: str | None
    complaint: ComplaintOut | None
    pauses: list[PauseOut]
    steps: list[StepOut] = Field(description="The procedure of its category")
    possible: list[Action] = Field(description="The actions there are now")
    history: list[ChangeOut] = Field(description="Empty in lists")


class TicketPage(Out):
    items: list[TicketOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")


class CallbackAttemptOut(Out):
    at: Instant
    agent: str
    call: str | None = Field(description="The id of the call; null: none was seen")
    outcome: AttemptOutcome
    talk_seconds: Seconds


class CallbackOut(Out):
    id: int
    version: int
    reason: Reason
    phone: str = Field(description="Masked unless `masked` is false")
    masked: bool
    household: int | None
    ticket: str | None
    born_at: Instant
    due_at: Instant
    not_before: Instant = Field(description="When the next attempt may be made")
    state: State
    claimed_by: str | None
    claimed_until: Instant | None
    missed_count: int = Field(description="Missed calls that it stands for")
    attempts: list[CallbackAttemptOut]
    settled_at: Instant | None
    way: Way | None = Field(description="click and by_hand are proven outbound calls; manual is somebody's word")
    why: str


class CallbackPage(Out):
    items: list[CallbackOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")


class RateOut(Out):
    date: date
    resolved_count: int
    eligible_count: int = Field(description="The denominator: resolved that day, and a follow-up is wanted")
    same_day_count: int
    final_count: int
    same_day_ratio: float | None
    final_ratio: float | None
    target_ratio: float
    missing: list[str] = Field(description="Tickets not called yet, the first resolved first")
    more_by_midnight: int = Field(description="Same-day calls still needed for the target")
    can_be_met: bool


class PhoneOut(Out):
    number: str
    raw: str


class PersonOut(Out):
    name: str
    part: Part
    phones: list[PhoneOut]


class DocumentOut(Out):
    title: str
    since: date | None


class HouseholdOut(Out):
    id: int
    estate: str
    building: str
    unit: str
    room: str
    place: str
    people: list[PersonOut]
    masked: bool
    housekeeper: str | None
    documents: list[DocumentOut]
    notes: str | None
    consent: bool | None
    vip: bool | None


class HouseholdPage(Out):
    items: list[HouseholdOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")


class MatchOut(Out):
    household: int
    estate: str
    place: str
    name: str
    part: Part
    housekeeper: str | None
    vip: bool
    last_called_at: Instant | None


class MatchesOut(Out):
    items: list[MatchOut] = Field(description="The likeliest first")


class CategoryOut(Out):
    key: str
    zh: str
    en: str
    priority: Priority
    difficult: bool
    wants_callback: bool
    complaint: bool
    procedure: str | None


class CategoriesOut(Out):
    items: list[CategoryOut]


class AgentOut(Out):
    name: str
    devices: list[str]
    role: Role | None = Field(description="null: no user of this name signs in")


class AgentsOut(Out):
    items: list[AgentOut]


class NumberOut(Out):
    number: str


class SessionOut(Out):
    token: str = Field(description="For `Authorization: Bearer …`; shown only now")
    name: str
    role: Role
    expires_at: Instant


class MeOut(Out):
    name: str
    role: Role


class AuditEntryOut(Out):
    id: int
    at: Instant
    actor: str
    action: str
    detail: str = Field(description="JSON")


class AuditPage(Out):
    items: list[AuditEntryOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")


class LiveTicketOut(Out):
    """The data of one `event: ticket` of the live stream."""

    at: Instant
    what: str = Field(description="opened, an action, amended, due_soon, overdue …")
    number: str
    call: str | None = Field(description="The id of the call that opened it")
    household: int | None
    place: str | None
    contact: str
    phone: str
    status: Status | None
    assignee: str | None
