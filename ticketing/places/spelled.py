"""The parts of a place however they are written: `2号楼`, `2栋` and `2#` are building 2. Pure."""

import re
import unicodedata
from collections.abc import Iterable

BUILDING = ("号楼", "#楼", "栋", "幢", "座", "楼", "号", "#")
UNIT = ("单元",)
ROOM = ("号房", "号室", "室", "房", "号")
_COUNTERS = frozenset("号#")  # they may be part of a word, but not behind a number
_NUMBER = re.compile(r".*[0-9A-Za-z]")


def bare(text: str, ends: Iterable[str]) -> str:
    """Without what says which part it is: `3号楼` and `3栋` are building 3, `1201室` is room 1201."""
    for end in ends:
        rest = text.removesuffix(end).rstrip()
        if rest and rest != text.rstrip() and (end[0] not in _COUNTERS or _NUMBER.fullmatch(rest)):
            return rest
    return text


def building_of(text: str) -> str:
    """As buildings are stored; what is already stored so stays."""
    return bare(unicodedata.normalize("NFKC", text).strip(), BUILDING)
