"""What may be asked and told about households and residents."""

from typing import Annotated

from pydantic import Field

from kit.http.bodies import Body, Named, Short, Words
from kit.http.days import Day
from kit.http.pages import Count, Digits, Page, Searched
from kit.http.queries import Name
from ticketing.bodies import Dialled
from ticketing.households.household import Part


class HouseholdsQuery(Page):
    building: Name | None = None
    housekeeper: Name | None = None
    phone: Digits | None = Field(None, description="A phone number of the household, in any form")
    q: Searched | None = Field(
        None,
        description="Part of a resident's name, the place or the notes; names and places also by pinyin; a "
        "phone number by its last four digits",
    )


class ResidentsQuery(Page):
    phone: Digits | None = Field(None, description="A phone number, in any form; the most likely resident comes first")
    household: Count | None = Field(None, ge=1)
    building: Name | None = None
    part: Part | None = None
    q: Searched | None = Field(
        None, description="Part of a name or of the place, also by pinyin; or the last four digits of a phone number"
    )


class PersonIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    part: Part
    phones: tuple[Dialled, ...] = Field((), max_length=20)


class DocumentIn(Body):
    """A line of the file checklist."""

    title: Named
    since: Day | None = None


class HouseholdIn(Body):
    """Omitted fields stay as they are. Nobody is deleted."""

    estate: Short = ""
    building: Short = ""
    unit: Short = ""
    room: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    people: tuple[PersonIn, ...] = Field((), max_length=50)
    housekeeper: Named | None = None
    notes: Words | None = None
    consent: bool | None = None
    vip: bool | None = None
    documents: tuple[DocumentIn, ...] = Field((), max_length=100)


class HouseholdPatch(Body):
    """Omitted fields stay as they are; null empties a field."""

    housekeeper: Named | None = None
    notes: Words | None = None
    consent: bool | None = Field(None, description="Consent to be stored and called; null: never asked")
    vip: bool | None = None
    documents: tuple[DocumentIn, ...] = Field(
        (), max_length=100, description="The complete list; it replaces the stored one"
    )


class ResidentPatch(Body):
    """Omitted fields stay as they are."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")] = "-"
    part: Part = Part.OWNER
    phones: tuple[Dialled, ...] = Field((), max_length=20, description="All phones; they replace the stored ones")
