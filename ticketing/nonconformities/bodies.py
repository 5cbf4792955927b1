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
    why: Words = Field("", description="Required for reject, cancel and reopen; for verify: what was checked")
    responsible: Text = Field("", description="Required for issue: who must correct it")
    due: date | None = Field(None, description="Required for issue and reopen: the last local day in time")
    corrective: Words = Field("", description="Required for act: what was corrected")
    preventive: Words = Field("", description="Required for act: what prevents it from happening again")


class NonconformitiesQuery(Page):
    state: states.State | None = None
    open: Flag | None = Field(None, description="true: neither closed nor cancelled")
    overdue: Flag | None = Field(None, description="true: issued and past its due day")
    source: Literal["finding", "ticket", "survey", "hand"] | None = None
    ticket: Name | None = None
    survey: Count | None = Field(None, ge=1)
    department: Name | None = None
