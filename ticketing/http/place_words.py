"""A place as people say it, as patterns of how it is stored (`building-unit-room`). Pure."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from ticketing.http.lists import part_of
from ticketing.places.spelled import BUILDING, ROOM

_NAME = "[0-9A-Za-z]+"
_ROOM_DIGITS = 4
_WHOLE = re.compile(r"-[0-9]{3,}$")
"""A room of three digits is one that was typed to its end: 1-1-101 is not 1-1-1011. Of fewer, more may follow."""
_ESTATE = r"(.*?[^\x00-\x7f])??"
_SAID = re.compile(
    rf"{_ESTATE}(?:({_NAME})({'|'.join(BUILDING)})-?)?(?:({_NAME})单元-?)?(?:({_NAME})({'|'.join(ROOM)})?)?"
)
_IN_SHORT = re.compile(rf"{_ESTATE}({_NAME}(?:[-/.]{_NAME}){{1,3}})(?:{'|'.join(ROOM)})?")


class SaidPlace(NamedTuple):
    patterns: list[str]  # one of them has to be like the place
    estate: str  # a pattern as well


def place_said(text: str) -> SaidPlace:
    """`1号楼1单元101` is 1-1-101, `1栋` all of building 1; else any place with this text in it."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if short := _IN_SHORT.fullmatch(plain):
        place = re.sub("[/.]", "-", short[2])
        whole = _WHOLE.search(place) is not None
        ends = ("", "-%") if whole else ("%",)
        patterns = [f"{above}{place}{end}" for end in ends for above in ("", "%-")]
        return SaidPlace(patterns, part_of(short[1] or ""))
    said = _SAID.fullmatch(plain)
    estate, building, counter, unit, room, called = said.groups() if said else (None,) * 6
    if counter == "号" and unit is None and room is None:
        building, room, called = None, building, counter
    patterns = _patterns(building, unit, room, called) or [part_of(text)]
    return SaidPlace(patterns, part_of(estate or "") if building or unit or called else "%")


def _patterns(building: str | None, unit: str | None, room: str | None, called: str | None) -> list[str]:
    above, ends = building or "%", ["%"] if room is None else _rooms(room)
    if unit is not None:
        return [f"{above}-{unit}-{end}" for end in ends]
    if building is not None:
        return [pattern for end in ends for pattern in (f"{above}-{end}", f"{above}-%-{end}")]
    if room is None or called is None:
        return []
    return [pattern for end in ends for pattern in (end, f"%-{end}", *([f"{end}-%"] if called == "号" else []))]


def _rooms(room: str) -> list[str]:
    """Room 601 is also written 0601."""
    if not room.isdecimal():
        return [room]
    short = room.lstrip("0") or room
    return list(dict.fromkeys((room, short, short.zfill(_ROOM_DIGITS))))


def in_each(patterns: Sequence[str]) -> str:
    """The longest text that whatever is like one of the patterns has; '' where there is none."""
    first, *others = map(_texts, patterns)
    return max((_common(text, others) for text in first), key=len)


def _texts(pattern: str) -> list[str]:
    """What stands between the wildcards of a pattern."""
    return re.sub(r"\\(.)|[%_]", lambda found: found[1] or "\0", pattern).split("\0")


def _common(text: str, others: Sequence[Sequence[str]]) -> str:
    """The longest part of a text that stands in one of the texts of each of the others."""
    if not others:
        return text
    parts = (text[first:last] for first in range(len(text)) for last in range(len(text), first, -1))
    return max(
        (part for part in parts if all(any(part in one for one in each) for each in others)), key=len, default=""
    )
