"""What the API answers about tickets. openapi.json is made from these models."""

from pydantic import Field

from kit.http.out import Out, PageOut
from kit.http.shown import Plain
from kit.http.wire import Instant
from ticketing.bodies import MaskedNumber
from ticketing.clocks.pauses import PauseReason
from ticketing.tickets.categories import Priority
from ticketing.tickets.complaint import Heard
from ticketing.tickets.procedures import Evidence
from ticketing.tickets.states import Action, Status
from ticketing.tickets.step_terms import StepState
from ticketing.tickets.ticket import Source


class ChangeOut(Out):
    version: int = Field(description="The version of the ticket after this change")
    at: Instant
    who: Plain
    what: Plain
    from_status: Status
    to_status: Status
    why: str
    to_whom: str | None


class StepOut(Out):
    key: Plain
    zh: str
    en: str
    evidence: Evidence = Field(description="What evidence is required")
    state: StepState = Field(description="not_begun: an earlier step is open; open: its turn has come")
    term: list[str] = Field(description="How long it may take once its turn has come, such as 3 workdays")
    due_at: Instant | None = Field(description="The first instant that is late; null: no term, not begun, or paused")
    late: bool = Field(description="It is late, or was settled late")
    done: bool
    waived: bool
    who: str | None
    at: Instant | None
    told: str = Field(description="The evidence, or the reason for the waiver")


class PauseOut(Out):
    since: Instant
    until: Instant | None
    reason: PauseReason
    limit: Instant | None = Field(description="Until when it stops the clocks at most; a longer one needs a dispatcher")


class ComplaintOut(Out):
    valid: bool | None
    response: str
    responded_at: Instant | None
    settlement: str
    satisfaction: int | None = Field(description="1 to 5, from the complainant: by key, link or follow-up call")
    satisfaction_by: Heard | None
    satisfaction_by_desk: int | None = Field(description="1 to 5, typed without such a call; it does not count")


class TicketOut(Out):
    number: Plain
    version: int = Field(description="Also the ETag; changes send it as If-Match")
    category: Plain
    priority: Priority
    difficult: bool
    status: Status
    paused: bool
    paused_seconds: float = Field(description="How long its clocks have stood still")
    source: Source
    resolution: str
    title: str
    household: int | None
    place_id: int | None = Field(description="A place that is no flat, such as a lift")
    place: str | None = Field(description="The name of that place, else where the household is, such as 3-2-1201")
    contact: str
    phone: MaskedNumber = Field(description="Masked unless `masked` is false")
    masked: bool = Field(description="Whether numbers are masked: 138****0001")
    assignee: Plain | None
    trade: str | None
    opened_at: Instant
    responded_at: Instant | None
    resolved_at: Instant | None
    closed_at: Instant | None
    response_due_at: Instant | None
    due_at: Instant | None = Field(description="The first instant that is late; null: no deadline, or paused")
    step_due_at: Instant | None = Field(
        description="The first instant that is late for the step whose turn has come; null: no term, or paused"
    )
    next_due_at: Instant | None = Field(
        description="The earliest of what is still to be done: first response, step, resolution; lists go by it"
    )
    due_provisional: bool = Field(description="true: depends on holidays that are not announced yet, so it may move")
    breached: bool = Field(description="The first response, a step or the resolution is late, or was")
    calls: list[str] = Field(description="ids of calls")
    callbacks: list[int] = Field(description="ids of callbacks")
    rating: int | None
    rating_comment: str
    call_any_hour_from: Instant | None = Field(
        description="From then on they may be called in quiet hours as well: a dispatcher said so, with a reason"
    )
    reopened_count: int
    returned_count: int
    merged_into: Plain | None
    split_from: Plain | None
    complaint: ComplaintOut | None
    pauses: list[PauseOut]
    steps: list[StepOut] = Field(description="The procedure of its category")
    possible: list[Action] = Field(description="The actions that are possible now")
    history: list[ChangeOut] = Field(description="Empty in lists")


class TicketPage(PageOut[TicketOut]):
    pass


class OneOfSeveralOut(Out):
    number: Plain
    status: int = Field(description="As if asked alone: 200, 404, 409 (changed meanwhile) or 422")
    version: int | None = Field(description="After the change; null: nothing was changed")
    detail: str = Field(description="Why nothing was changed")


class SeveralOut(Out):
    items: list[OneOfSeveralOut] = Field(description="In the order they were asked for")


class CategoryOut(Out):
    key: str
    zh: str
    en: str
    priority: Priority
    difficult: bool
    follow_up: bool = Field(
        description="Resolved tickets need a callback, which counts in the callback rate of the day"
    )
    complaint: bool
    procedure: str | None


class CategoriesOut(Out):
    items: list[CategoryOut]


class NumberOut(Out):
    number: str


class LiveTicketOut(Out):
    """The data of one `event: ticket` of the live stream."""

    at: Instant
    what: str = Field(description="opened, answered, an action, amended, response_due_soon, resolution_overdue …")
    number: Plain
    version: int | None = Field(description="Of the ticket after this; null: as before, such as when a call was linked")
    call: str | None = Field(description="The id of the call that brought it about")
    household: int | None
    place: str | None
    contact: str
    phone: MaskedNumber
    status: Status | None
    assignee: Plain | None
