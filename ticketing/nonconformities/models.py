"""What the API answers about nonconformities, field by field."""

from datetime import date

from pydantic import Field

from kit.http.out import ChangeOut, Out, PageOut
from kit.http.wire import Instant
from ticketing.nonconformities.nonconformity import Source
from ticketing.nonconformities.states import Action, State


class NonconformityChangeOut(ChangeOut):
    what: str = Field(description="raised, an action, due_soon or overdue")


class NonconformityOut(Out):
    id: int
    version: int = Field(description="Also the ETag; actions send it as If-Match")
    source: Source
    finding: int | None
    ticket: str | None = Field(description="The ticket whose promise was broken")
    survey: int | None
    response: str | None = Field(description="The answer to this survey that it is about")
    link: str | None = Field(description="The path of the finding, ticket or answer; null: created by hand")
    title: str
    description: str
    department: str
    state: State
    raised_at: Instant
    raised_by: str
    issued_at: Instant | None
    issued_by: str | None = Field(description="The manager who signed it")
    responsible: str
    due: date | None = Field(description="The last local day in time")
    overdue: bool
    corrective: str
    preventive: str
    acted_at: Instant | None
    acted_by: str | None
    verified_at: Instant | None
    verified_by: str | None
    verification: str
    closed_at: Instant | None
    closed_by: str | None
    possible: list[Action]
    history: list[NonconformityChangeOut] = Field(description="Empty in lists")


class NonconformityPage(PageOut[NonconformityOut]):
    pass


class LiveNonconformityOut(Out):
    """The data of one `event: nonconformity` of the live stream."""

    at: Instant
    what: str = Field(description="raised, an action, due_soon or overdue")
    id: int
    source: Source
    state: State
    due: date | None
