"""What people tell and ask about readings, field by field."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from kit.http.bodies import Body, Words
from kit.http.days import Day
from kit.http.pages import Page
from ticketing.readings import reading
from ticketing.readings.confirming import Action

Amount = Annotated[Decimal, Field(strict=False, ge=0, lt=10**reading.DIGITS_MAX, decimal_places=reading.DECIMALS_MAX)]
"""A number, or its text: both are read exactly."""
_TEXT = r"^[^\x00-\x1f\x7f]*$"
Series = Annotated[str, Field(max_length=reading.SERIES_MAX, pattern=_TEXT)]
Unit = Annotated[str, Field(max_length=reading.UNIT_MAX, pattern=_TEXT)]
Evidence = Annotated[str, Field(max_length=reading.EVIDENCE_MAX, pattern=_TEXT)]
Why = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\x00]*\S[^\x00]*$")]
Line = Annotated[
    int, Field(ge=1, le=21, description=f"A line that takes readings: {', '.join(map(str, reading.LINES))}")
]


class FiguresIn(Body):
    met: Amount
    total: Amount = Field(description="0 of 0 withdraws a reading")
    unit: Unit = ""
    evidence: Evidence = Field("", description="A note, the number of a form, or the path of a photo or file")


class NewReading(FiguresIn):
    objective: Line
    day: date = Field(description="The local day; not in the future")
    series: Series = Field(
        "", description="Distinguishes readings of the same line and day: attendance, a team, a kind of fee"
    )


class Correction(FiguresIn):
    why: Why


class ReadingAction(Body):
    action: Action
    why: Words = Field("", description="Required for reject")


class ReadingsQuery(Page):
    state: reading.State | None = Field(None, description="told: those that wait for a manager")
    objective: Annotated[str, Field(pattern="^([1-9]|1[0-9]|2[01])$")] | None = Field(None, description="1 to 21")
    series: Annotated[str, Field(max_length=reading.SERIES_MAX, pattern=_TEXT)] | None = None
    from_: Day | None = Field(None, alias="from", description="From this local day on")
    to: Day | None = Field(None, description="Until this local day, inclusive")
