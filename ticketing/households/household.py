"""A household, its people and their phones, as a file that the desk keeps."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Part(StrEnum):
    """A person's part in a household."""

    OWNER = "owner"
    TENANT = "tenant"
    FAMILY = "family"
    CONTACT = "contact"


class Place(NamedTuple):
    """Its key: where it is. Parts that an estate does not use stay empty."""

    estate: str
    building: str
    unit: str
    room: str

    @property
    def short(self) -> str:
        """As people say it: `3-2-1201`."""
        return "-".join(part for part in (self.building, self.unit, self.room) if part)


class Phone(NamedTuple):
    number: str  # E.164, or the digits of an extension or intercom
    raw: str  # as it was written


class Person(NamedTuple):
    name: str
    part: Part
    phones: tuple[Phone, ...] = ()


class KeptDocument(NamedTuple):
    """One line of the file checklist."""

    title: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """None and empty: not said. An import leaves what is stored where its sheet says nothing."""

    place: Place
    people: tuple[Person, ...] = ()
    housekeeper: str | None = None  # the agent's name (管家)
    documents: tuple[KeptDocument, ...] = ()
    notes: str | None = None
    consent: bool | None = None  # to be kept and called
    vip: bool | None = None
