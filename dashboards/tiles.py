"""What a board is made of. Nothing here knows Grafana's JSON: `panels` does."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from metrics.service_level import Policy

GREEN, ORANGE, RED, GREY, BLUE = "green", "orange", "red", "#8e8e8e", "blue"


class Kind(StrEnum):
    FIGURE = "figure"  # one number for each series
    TREND = "trend"  # over time
    BARS = "bars"  # buckets of a histogram
    TABLE = "table"  # a row for each series
    HEAT = "heat map"  # hours by days


class Query(NamedTuple):
    expr: str
    legend: str = ""
    rare: bool = False  # no series at all is good news, as of unexpected events


class Place(NamedTuple):
    """On Grafana's grid: 24 columns; a row is 38 pixels."""

    x: int
    y: int
    width: int
    height: int


class Step(NamedTuple):
    """The colour from a value on; None: from the lowest."""

    since: float | None
    color: str


class Saying(NamedTuple):
    """What stands for a value."""

    value: int
    text: str
    color: str


@dataclass(frozen=True, slots=True)
class Tile:
    title: str
    meaning: str
    queries: tuple[Query, ...]
    place: Place
    kind: Kind = Kind.FIGURE
    unit: str = "short"
    decimals: int | None = 0
    steps: tuple[Step, ...] = (Step(None, BLUE),)
    sayings: tuple[Saying, ...] = ()
    stacked: bool = False  # bars of one $period each, upon each other
    lowest: float | None = 0
    highest: float | None = None
    large: bool = False  # read at five metres


@dataclass(frozen=True, slots=True)
class Board:
    """`slug` is part of its uid and of its file's name, and never changes."""

    slug: str
    title: str
    meaning: str
    tiles: tuple[Tile, ...]
    since: str = "now/d"
    refresh: str = "30s"
    periods: bool = True  # has bars, and so a choice of how long one is
    hotlines: bool = True  # can be narrowed down to one hotline


@dataclass(frozen=True, slots=True)
class Site:
    """For whom boards are built: a language and what callers are promised."""

    language: str = "en"
    policy: Policy = field(default_factory=Policy)
    share: float = 0.95  # of the calls, within the promised rings

    def say(self, english: str, chinese: str) -> str:
        return chinese if self.language == "zh" else english

    @property
    def rings(self) -> int:
        return self.policy.rings_within

    @property
    def within(self) -> str:
        return self.say(f"Answered within {self.rings} rings", f"{self.rings} 声铃内接听")

    @property
    def share_steps(self) -> tuple[Step, ...]:
        """Orange where twice as many are missed as may be."""
        return Step(None, RED), Step(round(1 - 2 * (1 - self.share), 6), ORANGE), Step(self.share, GREEN)
