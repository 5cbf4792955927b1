"""What an objective is: its target, its period, what counts and what is left out."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from metrics.objectives.standing import Tally


class Text(NamedTuple):
    zh: str
    en: str


class Open(NamedTuple):
    """How an objective counts open and further items: as cases, calls, money or files."""

    left: Text
    more: Text
    unit: Text = Text("项", "")
    figures: Text = Text("", "")  # the unit behind each figure; empty where a number alone is clear


OPEN_CASES = Open(
    Text("{count} 项未完成", "{count} open"),
    Text("未完成的 {open} 项中还须达标 {more} 项", "{more} more of the {open} open ones"),
)
BY_STANDARD = Text("质量目标原文", "the department's own objectives")
"""Where a target comes from that the site has not set."""


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Kind(StrEnum):
    SHARE = "share"  # met of eligible
    COUNT = "count"  # so many in a period


class Source(StrEnum):
    CALLS = "calls"
    CALLBACKS = "callbacks"
    TICKETS = "tickets"
    HOUSEHOLDS = "households"
    READINGS = "readings"
    SURVEYS = "surveys"  # and readings, for what was asked on paper
    DUTIES = "duties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """`version` is that of its rule: it rises when what counts, what is left out or the formula changes."""

    id: int  # its line on the paper sheet
    key: str  # its name in metrics
    title: Text
    target: Fraction
    period: Period
    source: Source
    evidence: str  # the named statement whose rows prove it
    formula: Text
    counts: Text
    left_out: Text
    example: Tally
    kind: Kind = Kind.SHARE
    times: int = 0  # of a count: how often in a period
    version: int = 1
    grows: bool = False  # further ones come by themselves and can still make up for what was missed
    recoverable: bool = False  # what a reading lacks can still be made good, such as a fee
    open: Open = OPEN_CASES
    standard_zh: str = ""  # the customer's own words for the target, with {target} or {times} in them
    origin: Text = BY_STANDARD  # where the target comes from
    waits_days: int = 0  # after its end, for readings that come late; then the period is closed and kept
