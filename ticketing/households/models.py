"""What the API answers about households and their people."""

from datetime import date

from pydantic import Field

from kit.http.out import Out, PageOut
from kit.http.shown import Plain
from kit.http.wire import Instant
from ticketing.households.household import Part


class PhoneOut(Out):
    number: str
    raw: str


class PersonOut(Out):
    id: int
    name: str
    part: Part
    phones: list[PhoneOut]


class DocumentOut(Out):
    title: str
    since: date | None


class LearnedOut(Out):
    """A number that is not in the owner's file: somebody gave the ticket of its call this household."""

    id: int
    number: str
    who: Plain
    at: Instant


class HouseholdOut(Out):
    id: int
    version: int = Field(description="Also the ETag; changes send it as If-Match")
    estate: str
    building: str
    unit: str
    room: str
    place: str
    people: list[PersonOut]
    learned: list[LearnedOut] = Field(description="Numbers that are not in the file, learned from tickets of calls")
    masked: bool
    housekeeper: str | None
    documents: list[DocumentOut]
    notes: str | None
    consent: bool | None
    vip: bool | None


class HouseholdPage(PageOut[HouseholdOut]):
    pass


class ResidentOut(Out):
    id: int
    version: int = Field(description="Also the ETag; changes send it as If-Match")
    household: int
    estate: str
    place: str
    name: str
    part: Part
    phones: list[PhoneOut]
    masked: bool = Field(description="Whether numbers are masked: 138****0001")
    housekeeper: str | None
    vip: bool
    consent: bool | None = Field(description="The household's consent to be stored and called; null: never asked")
    last_called_at: Instant | None = Field(description="When one of their numbers last called about the household")


class ResidentPage(PageOut[ResidentOut]):
    items: list[ResidentOut] = Field(description="With a phone number, the most likely first")
