"""What may be asked of shifts."""

from typing import Annotated

from pydantic import Field

from kit.http.bodies import Body, Named, Words
from kit.http.days import Day
from kit.http.pages import Page
from kit.http.queries import Query
from kit.http.wire import Instant

PEOPLE_MAX = 100

People = Annotated[list[Named], Field(max_length=PEOPLE_MAX)]


class DaysQuery(Query):
    from_: Day | None = Field(None, alias="from", description="First local day; today by default")
    to: Day | None = Field(None, description="Last local day; six days after the first by default, 61 at most")


class AbsencesQuery(Page):
    from_: Day | None = Field(None, alias="from", description="Away on this local day or later; today by default")
    to: Day | None = Field(None, description="Away on this local day or before; a year on by default")


class TurnPeople(Body):
    people: People = Field(default_factory=list, description="In this order; an empty list: nobody")
    managers: People = Field(default_factory=list, description="Duty managers")


class HandoverText(Body):
    text: Annotated[str, Field(min_length=1, max_length=4_000, pattern=r"^[^\x00]*\S[^\x00]*$")]


class NewAbsence(Body):
    person: Named
    stand_in: Named | None = Field(None, description="Who does meanwhile what they do; null: nobody")
    since: Instant
    until: Instant = Field(description="The first instant at which they are back")
    note: Words = ""


class AbsenceChange(Body):
    """What is not named stays."""

    stand_in: Named | None = Field(None, description="null: nobody stands in any more")
    since: Instant | None = None
    until: Instant | None = None
    note: Words | None = None
