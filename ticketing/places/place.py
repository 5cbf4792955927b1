"""A place that is no flat: a garage, a lift, a gate. It can carry tickets, and nobody lives there."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from ticketing.places.spelled import building_of


class PlaceKind(StrEnum):
    GARAGE = "garage"
    LIFT = "lift"
    GATE = "gate"
    LOBBY = "lobby"
    STAIRS = "stairs"  # corridors as well
    ROOF = "roof"
    PLANT_ROOM = "plant_room"  # pumps, power, fire control
    GROUNDS = "grounds"  # roads, green, playgrounds
    AMENITY = "amenity"  # pool, gym, club
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPlace:
    id: int = 0
    version: int = 1
    kind: PlaceKind
    estate: str = ""
    building: str = ""  # empty: of the whole estate
    name: str
    notes: str = ""
    retired_at_us: int | None = None


_NUMBER = re.compile(r"([0-9]+)")
_BUILDING = re.compile(r"(?<=[0-9])(?:号楼|#楼|栋|幢|座|楼(?!层))")
_COUNTER = re.compile(r"(?<=[0-9])[号#](?!楼)")
_LETTERED = re.compile(r"(?<=[a-z])(?:号楼|#楼|栋|幢|座|楼)")
_PIECE = re.compile(r" [0-9]+ 栋?|[a-z]+|[^ 0-9a-z-]+")


def words_of(text: str) -> str:
    """As it is searched, however it is spelled: each number stands alone, and so does what counts it."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).lower())
    plain = _COUNTER.sub("", _BUILDING.sub("栋", plain))
    return _NUMBER.sub(r" \1 ", plain)


def searched_of(name: str, building: str, estate: str) -> str:
    """How its name, building and estate are looked through: each alone, and the estate before the name."""
    said = f"{building}栋" if building.isdecimal() else building
    return "\n".join(map(words_of, (name, said, estate, estate + name)))


def key_of(place: SharedPlace) -> str:
    """Two places with the same key are one place, however they are spelled."""
    return searched_of(place.name, building_of(place.building), place.estate)


def pieces_of(text: str) -> list[str]:
    """At least one. All of them are in the words of what is looked for: 电梯3 finds 3号电梯, and not 13号电梯."""
    return _PIECE.findall(_LETTERED.sub(" ", words_of(text))) or [text]
