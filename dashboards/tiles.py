"""What a board is made of. Nothing here knows Grafana's JSON: `panels` does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from dashboards.tones import Tone
from metrics.calls.service_level import Policy
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Objective

THREE_RINGS, CALLBACK_RATE = 10, 9  # lines of the sheet


class Kind(StrEnum):
    HEADING = "heading"  # a text, which asks nobody and stands whatever is away
    FIGURE = "figure"  # one number for each series
    TREND = "trend"  # over time
    BARS = "bars"  # of PostgreSQL: one for each value of the first column, a part of it for each other
    TILES = "tiles"  # of PostgreSQL: a large figure for each row, named by its first column
    TABLE = "table"  # a row for each series
    LIGHTS = "lights over time"  # a row for each series, coloured by what it said
    ROWS = "rows"  # of PostgreSQL
    HOURS = "hours of the week"  # a row for each weekday, coloured by number
    CURVES = "curves"  # of PostgreSQL, a line for each of `metric`


class Shows(StrEnum):
    BOTH = "title and value"
    VALUE = "value"


class Saying(NamedTuple):
    """What stands for a value."""

    value: int
    text: str
    tone: Tone


class Query(NamedTuple):
    """`unit`, `sayings` and `width` are those of its column, in a table; `unit` also of what it returns in a figure."""

    expr: str
    legend: str = ""
    rare: bool = False  # no series at all is good news, as of unexpected events
    unit: str = ""
    sayings: tuple[Saying, ...] = ()
    tone: Tone | None = None  # of whatever this query returns, instead of the tile's steps
    width: int = 0  # of its column, in pixels; 0: what is left


class Column(NamedTuple):
    """Of rows of PostgreSQL: its name there, its title, the words for its values, and where a click on it leads."""

    name: str
    title: str
    unit: str = ""
    words: Mapping[str, str] = {}
    every: str = ""  # the word for whatever value there is
    link: str = ""
    width: int = 0  # pixels; 0: what is left


class Place(NamedTuple):
    """On Grafana's grid: 24 columns; a row is 38 pixels."""

    x: int
    y: int
    width: int
    height: int


class Step(NamedTuple):
    """What values mean from this one on; None: from the lowest."""

    since: float | None
    tone: Tone


class Sizes(NamedTuple):
    """Pixels of a figure's title and value. Grafana cuts titles where it has to choose one of them itself."""

    title: int
    value: int


FIGURE_SIZES = Sizes(18, 44)


@dataclass(frozen=True, slots=True)
class Tile:
    title: str
    meaning: str
    queries: tuple[Query, ...]
    place: Place
    kind: Kind = Kind.FIGURE
    unit: str = "locale"
    decimals: int | None = 0
    steps: tuple[Step, ...] = (Step(None, Tone.NEUTRAL),)
    sayings: tuple[Saying, ...] = ()
    stacked: bool = False  # bars of one $period each, upon each other
    lowest: float | None = 0
    highest: float | None = None
    large: bool = False  # read at five metres
    shows: Shows = Shows.BOTH  # of a large one
    headed: bool = False  # its title stands above it, in a heading
    in_rows: bool = False  # the figures of several series lie upon each other, not side by side
    sizes: Sizes = FIGURE_SIZES
    words: Mapping[str, str] = field(default_factory=dict)  # for the values of a label: of legends, or of a table's key
    key: str = "agent"  # the label that a table has a row for
    worst_first: str = ""  # the column that a table is sorted by, falling; else by its key
    ranked_by: str = ""  # the column that a table is sorted by, rising; where it is equal, by the key
    sql: str = ""  # asked of PostgreSQL instead of queries
    columns: tuple[Column, ...] = ()
    rare: bool = False  # no row at all is good news
    nothing: str = ""  # the words where there is no value, if they are not those of all panels
    back: str = ""  # looks so far back whatever time is chosen
    link: str = ""  # the page of Third Ring that a click on the figure leads to


def lowered(tiles: Sequence[Tile], rows: int) -> tuple[Tile, ...]:
    """The same tiles so many rows further down."""
    return tuple(replace(tile, place=tile.place._replace(y=tile.place.y + rows)) for tile in tiles)


@dataclass(frozen=True, slots=True)
class Board:
    """`slug` is part of its uid and of its file's name, and never changes."""

    slug: str
    title: str
    meaning: str
    tiles: tuple[Tile, ...]
    since: str = "now/d"
    refresh: str = "30s"
    marked: bool = True  # its curves show restarts, gaps, alerts and incidents
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
        """In Chinese with Chinese commas only: the sheet's own words have Western ones."""
        return self.say(objective.title.en, objective.title.zh.replace(",", "、"))

    def objective(self, line: int) -> Objective:
        return next(one for one in self.objectives if one.id == line)

    def target(self, line: int) -> float:
        return float(self.objective(line).target)

    def steps_of(self, line: int) -> tuple[Step, ...]:
        """At risk where up to twice as much is missed as may be."""
        target = self.target(line)
        nearly = (Step(round(1 - 2 * (1 - target), 6), Tone.AT_RISK),) if target < 1 else ()
        return Step(None, Tone.MISSED), *nearly, Step(target, Tone.FINE)

    @property
    def rings(self) -> int:
        return self.policy.rings_within

    @property
    def within(self) -> str:
        return self.say(f"Answered within {self.rings} rings", f"{self.rings_in_chinese}声内接听".strip())

    @property
    def rings_in_chinese(self) -> str:
        """三声, as people say it; other numbers as digits."""
        return "三" if self.rings == 3 else f" {self.rings} "

    @property
    def share_steps(self) -> tuple[Step, ...]:
        return self.steps_of(THREE_RINGS)
