"""What the API answers about households and their people."""

from datetime import date

from pydantic import Field

from thirdring.web.models import Out
from thirdring.web.wire import Instant
from ticketing.households.household import Part


class PhoneOut(Out):
    number: str
    raw: str


class PersonOut(Out):
    name: str
    part: Part
    phones: list[PhoneOut]


class DocumentOut(Out):
    title: str
    since: date | None


class HouseholdOut(Out):
    id: int
    estate: str
    building: str
    unit: str
    room: str
    place: str
    people: list[PersonOut]
    masked: bool
    housekeeper: str | None
    documents: list[DocumentOut]
    notes: str | None
    consent: bool | None
    vip: bool | None


class HouseholdPage(Out):
    items: list[HouseholdOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")


class MatchOut(Out):
    household: int
    estate: str
    place: str
    name: str
    part: Part
    housekeeper: str | None
    vip: bool
    last_called_at: Instant | None


class MatchesOut(Out):
    items: list[MatchOut] = Field(description="The likeliest first")
