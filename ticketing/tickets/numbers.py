"""Ticket numbers: `20261125-0042` is the 42nd ticket of that local day. Days have no gaps and four digits at least."""

from datetime import date
from typing import NamedTuple

_PADDED = 4


class Number(NamedTuple):
    day: date
    place: int  # 1, 2, 3 … within the day

    def __str__(self) -> str:
        return f"{self.day:%Y%m%d}-{self.place:0{_PADDED}}"
