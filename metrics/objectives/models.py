"""What the API answers about the quality sheet, field by field."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from kit.http.wire import Instant
from metrics.objectives.cases import Outcome
from metrics.objectives.objective import Kind, Period, Source
from metrics.objectives.standing import Status

Amount = int | float


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True, defer_build=True)


class TextOut(_Out):
    zh: str
    en: str


class StandingOut(_Out):
    met: Amount
    eligible: Amount
    open: Amount = Field(description="Eligible items that are neither met nor missed yet")
    ratio: float | None = Field(description="met / eligible; null if nothing was eligible")
    target: float = Field(description="The target as a ratio")
    status: Status
    needs: TextOut | None = Field(description="For at_risk: what is needed to reach the target, and by when")
    within_reach: bool | None = Field(
        description="For at_risk: whether enough items are expected at the pace so far; else null"
    )


class ObjectiveOut(_Out):
    id: int = Field(description="Line on the sheet, 1 to 21")
    key: str = Field(description="The name in metrics")
    title: TextOut
    target: float = Field(description="A ratio; 1 for a target that is a count, such as 2 a day")
    target_text: TextOut
    target_origin: TextOut = Field(description="Where the target comes from")
    period: Period
    from_: date = Field(alias="from", description="First local day of the period")
    to: date = Field(description="Last local day of the period")
    met: Amount
    eligible: Amount
    open: Amount
    ratio: float | None
    status: Status
    needs: TextOut | None
    within_reach: bool | None
    closed_at: Instant | None = Field(description="When the period was closed; null: the figures still change")
    rule_version: int
    evidence: str = Field(description="The path of the rows behind the figures")


class TrendOut(_Out):
    from_: date = Field(alias="from", description="First local day of the period")
    ratio: float | None
    status: Status


class SheetLineOut(ObjectiveOut):
    trend: list[TrendOut] = Field(description="The last closed periods, oldest first; at most 12")


class ObjectivePage(_Out):
    date: date
    at: Instant = Field(description="When the figures were read; those of today are read every 30 seconds")
    items: list[SheetLineOut]
    next: str | None = Field(description="Always null: there is one page")


class PastOut(StandingOut):
    from_: date = Field(alias="from")
    to: date
    rule_version: int
    closed_at: Instant
    evidence: str = Field(description="The path of the rows, as the sources are now")


class ObjectiveDetailOut(ObjectiveOut):
    kind: Kind
    source: Source
    formula: TextOut
    counts: TextOut
    left_out: TextOut
    recomputed: StandingOut | None = Field(
        description="For a closed period: the figures computed again from the present sources; otherwise null"
    )
    history: list[PastOut] = Field(description="Earlier closed periods, newest first")


class EvidenceOut(_Out):
    kind: str = Field(description="call, ticket, household, reading, inspection, survey or duty")
    ref: str = Field(description="The identifier in the API")
    at: Instant = Field(description="The instant that assigns it to the period")
    outcome: Outcome
    why: str = Field(description="Why it is not met, as a key; empty if it is met")
    eligible: Amount
    met: Amount
    link: str | None = Field(description="The path in the API; null if it has none")


class CauseOut(_Out):
    why: str = Field(description="Why rows are not met, as a key; `why` of the evidence asks for these rows")
    count: int
    evidence: str = Field(description="The path of these rows")


class CausesOut(_Out):
    items: list[CauseOut] = Field(description="The most frequent first")


class EvidencePage(_Out):
    items: list[EvidenceOut]
    next: str | None = Field(description="The cursor of the next page; null on the last page")
