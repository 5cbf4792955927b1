"""What the API answers about forms, inspections and findings, field by field."""

from datetime import date

from pydantic import Field

from kit.http.out import ChangeOut, Out, PageOut
from kit.http.wire import Instant
from kit.roles import Role
from ticketing.duties.models import TitleOut
from ticketing.inspections.findings import Action, Severity, State
from ticketing.inspections.inspection import Result
from ticketing.inspections.patrol import Mark, Strength


class FindingChangeOut(ChangeOut):
    what: str = Field(description="found, correct, pass, fail, escalate, close or reopen")


class InspectionFindingOut(Out):
    id: int
    version: int = Field(description="Also the ETag; actions send it as If-Match")
    inspection: int
    form: str
    department: str
    day: date
    who: str = Field(description="Who inspected")
    item: str
    title: TitleOut
    severity: Severity
    note: str
    evidence: str
    state: State
    nonconformity: int | None
    possible: list[Action] = Field(description="The actions that are possible now")
    history: list[FindingChangeOut]


class InspectionFindingPage(PageOut[InspectionFindingOut]):
    pass


class ItemOut(Out):
    key: str
    title: TitleOut
    objective: int | None = Field(description="The line of the quality sheet to which its results count")


class FormOut(Out):
    key: str
    title: TitleOut
    duty: str = Field(description="The duty that it completes")
    owner: Role = Field(description="The role that inspects; higher roles may too")
    items: list[ItemOut]
    rechecks: list[int] = Field(description="Findings to re-check in the next one; see /api/v1/findings")


class FormPage(Out):
    items: list[FormOut]
    next: str | None = Field(description="Always null: there is one page")


class CheckedOut(Out):
    item: str
    title: TitleOut
    result: Result
    note: str
    evidence: str
    finding: int | None


class ScanOut(Out):
    item: str
    at: Instant = Field(description="When it arrived: sent at once where there is a network")
    device_at: Instant = Field(description="By the clock of the telephone")
    strength: Strength = Field(description="What it proves: a printed code may be photographed")
    marks: list[Mark] = Field(description="What is odd about it; whoever signs judges")


class InspectionOut(Out):
    id: int
    form: str
    department: str
    day: date
    who: str
    at: Instant
    duty: int | None = Field(description="The duty that it completed; a manager signs there")
    signed_at: Instant | None
    signed_by: str | None
    notes: str
    ok_count: int
    minor_count: int
    major_count: int
    not_applicable_count: int
    results: list[CheckedOut] = Field(description="Empty in lists")
    scans: list[ScanOut] = Field(description="Of the codes at its points; empty in lists")
    scans_of: int | None = Field(
        description="The inspection that was sent first with the same walk: the scans are its own, and prove this one "
        "nothing; null: there is none, and in lists"
    )


class InspectionPage(PageOut[InspectionOut]):
    pass


class LiveInspectionOut(Out):
    """The data of one `event: inspection` of the live stream."""

    at: Instant
    what: str = Field(description="filled")
    id: int
    form: str
    day: date


class LiveFindingOut(Out):
    """The data of one `event: finding` of the live stream."""

    at: Instant
    what: str = Field(description="found, correct, pass, fail, escalate, close or reopen")
    id: int
    severity: Severity
    state: State
