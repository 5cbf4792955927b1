"""What people tell and ask about inspections, findings and nonconformities, field by field."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kit.http.bodies import Body, Id, Named, Words
from kit.http.days import Day
from kit.http.pages import Count, PageOfIds
from kit.http.queries import Flag, Name
from ticketing.bodies import File, IdempotencyKey
from ticketing.files.bodies import Key
from ticketing.inspections import findings
from ticketing.inspections.inspection import Result

Form = Literal["daily", "weekly"]
Text = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Note = Annotated[str, Field(max_length=1_000, pattern=r"^[^\x00]*$")]
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*\S[^\x00]*$")]


class CheckedIn(Body):
    item: Named
    result: Result
    note: Note = Field("", description="Required for minor and major: what and where")
    evidence: File = Field("", description="The path of a photo or file")


class RecheckIn(Body):
    finding: Id
    ok: bool = Field(description="false: a nonconformity is created")
    note: Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")] = ""


class InspectionIn(Body):
    form: Form
    department: Text = ""
    day: date | None = Field(None, description="The local day; today by default")
    results: tuple[CheckedIn, ...] = Field(max_length=100, description="One for each item of the form")
    rechecks: tuple[RecheckIn, ...] = Field((), max_length=100, description="For the weekly form: one for each finding")
    notes: Words = ""
    idempotency_key: IdempotencyKey | None = Field(
        None, description="A random text: sent again by the same person with the same one, it changes nothing"
    )
    walk: Key | None = Field(None, description="The word with which scans of its points were sent")


class InspectionsQuery(PageOfIds):
    form: Form | None = None
    department: Name | None = None
    from_: Day | None = Field(None, alias="from", description="About this local day or later")
    to: Day | None = Field(None, description="About this local day or before")
    objective: Count | None = Field(
        None, ge=1, le=21, description="Has a result that counts towards this line of the quality sheet"
    )


class FindingAction(Body):
    action: Literal[findings.Action.CORRECT, findings.Action.ESCALATE]
    why: Words = Field("", description="What was done, or why it needs a nonconformity")


class FindingsQuery(PageOfIds):
    state: findings.State | None = None
    unsettled: Flag | None = Field(
        None, description="true: open or corrected, to be re-checked in the next weekly inspection"
    )
    form: Form | None = None
    department: Name | None = None
    inspection: Count | None = Field(None, ge=1)
