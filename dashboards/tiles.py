"""What a board is made of. Nothing here knows Grafana's JSON: `panels` does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Objective
from metrics.service_level import Policy

GREEN, ORANGE, RED, GREY, BLUE = "green", "orange", "red", "#8e8e8e", "blue"
THREE_RINGS, CALLBACK_RATE = 10, 9  # lines of the sheet


class Kind(StrEnum):
    FIGURE = "figure"  # one number for each series
    TREND = "trend"  # over time
    BARS = "bars"  # buckets of a histogram
    TABLE = "table"  # a row for each series
    HEAT = "heat map"  # hours by days
    LIGHTS = "lights over time"  # a row for each series, coloured by what it said
    ROWS = "rows"  # of PostgreSQL
    HOURS = "hours of the week"  # a row for each weekday, coloured by number
    CURVES = "curves"  # of PostgreSQL, a line for each of `metric`


class Saying(NamedTuple):
    """What stands for a value."""

    value: int
    text: str
    color: str


class Query(NamedTuple):
    """`unit` and `sayings` are those of its column, in a table."""

    expr: str
    legend: str = ""
    rare: bool = False  # no series at all is good news, as of unexpected events
    unit: str = ""
    sayings: tuple[Saying, ...] = ()


class Column(NamedTuple):
    """Of rows of PostgreSQL: its name there, its title, the words for its values, and where a click on it leads."""

    name: str
    title: str
    unit: str = ""
    words: Mapping[str, str] = {}
    link: str = ""


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
    title_pixels: int = 0  # of a large one; 0: as large as all
    words: Mapping[str, str] = field(default_factory=dict)  # for the values of a label: of legends, or of a table's key
    key: str = "agent"  # the label that a table has a row for
    worst_first: str = ""  # the column that a table is sorted by, falling; else by its key
    sql: str = ""  # asked of PostgreSQL instead of queries
    columns: tuple[Column, ...] = ()
    rare: bool = False  # no row at all is good news
    nothing: str = ""  # the words where there is no value, if they are not those of all panels
    back: str = ""  # looks so far back whatever time is chosen


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
    objectives: bool = False  # can be narrowed down to lines of the sheet


@dataclass(frozen=True, slots=True)
class Site:
    """For whom boards are built: a language, what callers are promised, and what the sheet wants."""

    language: str = "en"
    policy: Policy = field(default_factory=Policy)
    objectives: Sequence[Objective] = OBJECTIVES

    def say(self, english: str, chinese: str) -> str:
        return chinese if self.language == "zh" else english

    def title_of(self, objective: Objective) -> str:
        return self.say(objective.title.en, objective.title.zh)

    def target(self, line: int) -> float:
        return float(next(one.target for one in self.objectives if one.id == line))

    def steps_of(self, line: int) -> tuple[Step, ...]:
        """Orange where twice as much is missed as may be."""
        target = self.target(line)
        return Step(None, RED), Step(round(1 - 2 * (1 - target), 6), ORANGE), Step(target, GREEN)

    @property
    def rings(self) -> int:
        return self.policy.rings_within

    @property
    def within(self) -> str:
        return self.say(f"Answered within {self.rings} rings", f"{self.rings} 声铃内接听")

    @property
    def share_steps(self) -> tuple[Step, ...]:
        return self.steps_of(THREE_RINGS)
