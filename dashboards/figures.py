"""Figures side by side: each a number, its name, and when it is wrong."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dashboards.tiles import FIGURE_SIZES, Place, Query, Saying, Sizes, Step, Tile
from dashboards.tones import Tone

PLAIN = (Step(None, Tone.NEUTRAL),)
AT_RISK_FROM_ONE = (Step(None, Tone.NEUTRAL), Step(1, Tone.AT_RISK))
MISSED_FROM_ONE = (Step(None, Tone.NEUTRAL), Step(1, Tone.MISSED))


class Figure(NamedTuple):
    """`expr` is one of promql.counted or promql.stated, so that there always is a value."""

    title: str
    meaning: str
    expr: str
    steps: Sequence[Step] = PLAIN
    unit: str = "locale"
    decimals: int = 0
    sayings: tuple[Saying, ...] = ()
    nothing: str = ""


def figures(found: Iterable[Figure], places: Iterable[Place], sizes: Sizes = FIGURE_SIZES) -> tuple[Tile, ...]:
    return tuple(_tile(one, place, sizes) for one, place in zip(found, places, strict=True))


def walls_figures(found: Iterable[Figure], places: Iterable[Place], sizes: Sizes) -> tuple[Tile, ...]:
    """The same, to be read at five metres."""
    return tuple(_tile(one, place, sizes, large=True) for one, place in zip(found, places, strict=True))


def row(y: int, height: int, *widths: int) -> list[Place]:
    """Places beside each other, from the left edge on."""
    return [Place(sum(widths[:at]), y, width, height) for at, width in enumerate(widths)]


def _tile(one: Figure, place: Place, sizes: Sizes, large: bool = False) -> Tile:
    return Tile(
        one.title,
        one.meaning,
        (Query(one.expr),),
        place,
        unit=one.unit,
        decimals=one.decimals,
        steps=tuple(one.steps),
        sayings=one.sayings,
        nothing=one.nothing,
        large=large,
        sizes=sizes,
    )
