"""What the API answers about the quality sheet, field by field."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from kit.http.wire import Instant
from metrics.objectives.cases import Outcome
from metrics.objectives.objective import Kind, Period, Source
from metrics.objectives.standing import Status

Amount = int | float


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)


class TextOut(_Out):
    zh: str
    en: str


class StandingOut(_Out):
    met: Amount
    eligible: Amount
    open: Amount = Field(description="Of the eligible, those that are neither met nor missed yet")
    ratio: float | None = Field(description="met / eligible; null: nothing was eligible")
    target: float = Field(description="The ratio that it is held to")
    status: Status
    needs: TextOut | None = Field(description="Where it is at risk: what it takes")


class ObjectiveOut(_Out):
    id: int = Field(description="Its line on the sheet, 1 to 21")
    key: str = Field(description="Its name in metrics")
    title: TextOut
    target: float = Field(description="As a ratio; a count such as 2 a day is 1: all of them")
    target_text: TextOut
    period: Period
    from_: date = Field(alias="from", description="First local day of the period")
    to: date = Field(description="Its last day")
    met: Amount
    eligible: Amount
    open: Amount
    ratio: float | None
    status: Status
    needs: TextOut | None
    closed_at: Instant | None = Field(description="Since when the figures are kept as they were; null: they still move")
    rule_version: int
    evidence: str = Field(description="Where the rows are that prove the figures")


class ObjectivePage(_Out):
    date: date
    items: list[ObjectiveOut]
    next: str | None = Field(description="Always null: the sheet is one page")


class PastOut(StandingOut):
    from_: date = Field(alias="from")
    to: date
    rule_version: int
    closed_at: Instant
    evidence: str = Field(description="Where its rows are, as its sources have them now")


class ObjectiveDetailOut(ObjectiveOut):
    kind: Kind
    source: Source
    formula: TextOut
    counts: TextOut
    left_out: TextOut
    recomputed: StandingOut | None = Field(
        description="Beside a closed period: what its sources say now. null: the period is not closed"
    )
    history: list[PastOut] = Field(description="Closed periods before this one, the newest first")


class EvidenceOut(_Out):
    kind: str = Field(description="call, ticket, household, reading, inspection, survey or duty")
    ref: str = Field(description="Its name in the API")
    at: Instant = Field(description="The instant by which it belongs to the period")
    outcome: Outcome
    why: str = Field(description="Why it is not met, in a word; empty where it is")
    eligible: Amount
    met: Amount
    link: str | None = Field(description="Where it is in the API; null: it has no page of its own")


class EvidencePage(_Out):
    items: list[EvidenceOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")
