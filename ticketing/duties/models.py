"""What the API answers about duties, field by field."""

from datetime import date

from pydantic import Field

from kit.http.out import ChangeOut, Out, PageOut
from kit.http.wire import Instant
from kit.roles import Role
from ticketing.duties.occurrence import Action, State


class TitleOut(Out):
    zh: str
    en: str


class DutyChangeOut(ChangeOut):
    what: str = Field(description="done, sign, return, call_off or missed")


class DutyOut(Out):
    id: int
    version: int = Field(description="Also the ETag; actions send it as If-Match")
    name: str
    title: TitleOut
    objective: int | None = Field(description="The line of the quality sheet to which it counts")
    department: str
    day: date = Field(description="The day, or the first day of the week or month")
    number: int = Field(description="1, 2 … within that day, week or month")
    since: Instant
    until: Instant = Field(description="The first instant that is late")
    provisional: bool = Field(description="The holidays of that year are not known yet, so the duty may be called off")
    owner: Role = Field(description="The role that does it; higher roles may too")
    state: State
    done_at: Instant | None
    done_by: str | None
    findings: str
    evidence: str = Field(description="The path of a photo or file")
    attendees: str = Field(description="Who was there")
    minutes_required: bool = Field(description="It is done only with `attendees` and `findings`")
    sign_off: bool = Field(description="Whether a manager must sign it")
    signed_at: Instant | None
    signed_by: str | None
    called_off_at: Instant | None
    called_off_by: str | None
    possible: list[Action] = Field(description="The actions that are possible now")
    history: list[DutyChangeOut] = Field(description="Empty in lists")


class DutyPage(PageOut[DutyOut]):
    pass


class LiveDutyOut(Out):
    """The data of one `event: duty` of the live stream."""

    at: Instant
    what: str = Field(description="made, confirmed, done, sign, return, call_off, due_soon or missed")
    id: int
    name: str
    title: TitleOut
    department: str
    until: Instant
    state: State
