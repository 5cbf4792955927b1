"""What people tell and ask about duties, field by field."""

from typing import Annotated, Literal

from pydantic import Field

from kit.http.bodies import Body, Words
from kit.http.days import Day
from kit.http.pages import Page
from kit.http.queries import Flag, Name
from kit.http.wire import Instant
from ticketing.duties.occurrence import Action, State

File = Annotated[str, Field(max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$")]


class DutyDone(Body):
    findings: Words = Field("", description="What was found; the minutes of a training or meeting")
    attendees: Words = Field("", description="Who was there; required, with the minutes, for a training or meeting")
    evidence: File = Field("", description="The path of a photo or file")
    at: Instant | None = Field(None, description="When it was done; now by default. Managers only")


class DutyAction(Body):
    action: Literal[Action.SIGN, Action.RETURN, Action.CALL_OFF]
    why: Words = Field("", description="Required for return and call_off")


class DutiesQuery(Page):
    date: Day | None = Field(None, description="Can be done on this local day; today by default")
    from_: Day | None = Field(None, alias="from", description="Can be done on this local day or later")
    to: Day | None = Field(None, description="Can be done on this local day or before")
    state: State | None = None
    name: Name | None = None
    department: Name | None = None
    unsigned: Flag | None = Field(None, description="true: done, but not yet signed by a manager")
