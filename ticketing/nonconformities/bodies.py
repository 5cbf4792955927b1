"""What may be asked and told about nonconformities."""

from datetime import date
from typing import Literal

from pydantic import Field

from kit.http.bodies import Body, Words
from kit.http.pages import Count, Page
from kit.http.queries import Flag, Name
from ticketing.inspections.bodies import Text, Title
from ticketing.nonconformities import states


class NonconformityIn(Body):
    title: Title
    description: Words = ""
    department: Text = ""


class NonconformityAction(Body):
    action: states.Action
    why: Words = Field("", description="Of reject, cancel and reopen; of verify: what was looked at")
    responsible: Text = Field("", description="Of issue: who puts it right")
    due: date | None = Field(None, description="Of issue and reopen: the last local day on which it is in time")
    corrective: Words = Field("", description="Of act: what was put right")
    preventive: Words = Field("", description="Of act: what keeps it from coming again")


class NonconformitiesQuery(Page):
    state: states.State | None = None
    open: Flag | None = Field(None, description="true: neither closed nor cancelled")
    overdue: Flag | None = Field(None, description="true: issued, and its day is over")
    source: Literal["finding", "ticket", "survey", "hand"] | None = None
    ticket: Name | None = None
    survey: Count | None = Field(None, ge=1)
    department: Name | None = None
