"""A period as it was when it was closed. Pure data."""

from datetime import date
from typing import NamedTuple

from metrics.objectives.standing import Standing


class Kept(NamedTuple):
    first: date
    last: date
    standing: Standing
    rule_version: int
    closed_at_us: int
