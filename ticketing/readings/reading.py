"""A reading, which lines of the quality sheet are fed by readings, and what makes one right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import FieldError

DIGITS_MAX = 11  # with the decimals as many as a JSON number holds exactly
DECIMALS_MAX = 4
SERIES_MAX = 60
UNIT_MAX = 20
EVIDENCE_MAX = 400
FIRST_DAY = date(2000, 1, 1)


class Line(NamedTuple):
    """`series` are those that are usual; a site may name others, such as its teams or kinds of fees."""

    zh: str
    en: str
    series: tuple[str, ...] = ()


LINES: Mapping[int, Line] = {
    1: Line("出勤、仪容", "attendance, appearance", ("attendance", "appearance")),
    3: Line("费用收缴", "fees", ("property", "water", "parking")),
    7: Line("员工考核", "staff assessments", ("equipment", "residents")),
    17: Line("年度满意度调查", "yearly survey"),
    18: Line("绿化、保洁", "greening, cleaning", ("greening", "cleaning")),
}
"""By the line of the sheet that they feed."""


class Key(NamedTuple):
    """There is one reading of each; a correction is a further version of it."""

    objective: int
    day: date
    series: str = ""


class Figures(NamedTuple):
    """What is read. 0 of 0 takes back a reading that should not be there."""

    met: Decimal
    total: Decimal
    unit: str = ""
    evidence: str = ""  # a note, the number of a form, a file


class State(StrEnum):
    TOLD = "told"  # waits for a manager
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Told:
    """One version: its figures, who told them, and who made this version when and why."""

    key: Key
    figures: Figures
    version: int
    who: str
    at_us: int
    why: str = ""
    state: State = State.CONFIRMED
    told_by: str = ""


class ReadingError(FieldError):
    def __init__(self, field: str, text: str) -> None:
        super().__init__(field, text, "This cannot be read.")


def check_key(key: Key, today: date) -> None:
    """Raises ReadingError."""
    if key.objective not in LINES:
        raise ReadingError("objective", f"is a line fed by readings: {', '.join(map(str, LINES))}")
    if not FIRST_DAY <= key.day <= today:
        raise ReadingError("day", f"must be from {FIRST_DAY} to today, {today}: what is still to come cannot be read")


def check_figures(figures: Figures) -> None:
    """Raises ReadingError."""
    for name, amount in (("met", figures.met), ("total", figures.total)):
        if not storable(amount):
            raise ReadingError(name, f"must be 0 or more, of {DIGITS_MAX} digits and {DECIMALS_MAX} decimals at most")
    if figures.met > figures.total:
        raise ReadingError("met", "cannot be more than the total")


def storable(amount: Decimal) -> bool:
    if not amount.is_finite() or amount < 0 or amount >= 10**DIGITS_MAX:
        return False
    return amount == amount.quantize(Decimal(1).scaleb(-DECIMALS_MAX))
