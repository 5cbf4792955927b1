"""A place as people say it, as patterns of how it is stored (`building-unit-room`). Pure."""

import re
import unicodedata

from ticketing.front.lists import part_of

_NAME = "[0-9A-Za-z]+"
_SAID = re.compile(rf"(?:({_NAME})(?:号楼|栋|幢|座|楼))?(?:({_NAME})单元)?(?:({_NAME})(?:室|房|号)?)?")


def places_of(text: str) -> list[str]:
    """`1号楼1单元101` is 1-1-101, `1栋` all of building 1; else any place with this text in it."""
    said = _SAID.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    building, unit, room = said.groups() if said else (None, None, None)
    if building is None and unit is None:
        return [part_of(text)]
    above, end = building or "%", room or "%"
    if unit is not None:
        return [f"{above}-{unit}-{end}"]
    return [f"{above}-{end}", f"{above}-%-{end}"]
