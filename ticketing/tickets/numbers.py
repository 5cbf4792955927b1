"""Ticket numbers: `20261125-0042` is the 42nd ticket of that local day. Days have no gaps and four digits at least."""

import re
from datetime import date
from typing import NamedTuple

_FORM = re.compile(r"([0-9]{8})-([0-9]{4,9})", re.ASCII)
_PADDED = 4


class Number(NamedTuple):
    day: date
    place: int  # 1, 2, 3 … within the day

    def __str__(self) -> str:
        return f"{self.day:%Y%m%d}-{self.place:0{_PADDED}}"


def parse_number(text: str) -> Number | None:
    """None for what no ticket was ever called: another form, no such day, a place of 0, or too many zeros."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = date(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
    except ValueError:
        return None
    number = Number(day, int(found[2]))
    return number if number.place and str(number) == found[0] else None
