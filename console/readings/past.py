"""The picture of a figure's past: a bar for each reading, as high as its share of the total. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

WIDTH, HEIGHT = 720.0, 120.0
_GAP = 6.0
_WIDEST = 48.0


class Bar(NamedTuple):
    id: int
    day: str
    state: str
    ratio: float
    x: float
    y: float
    width: float
    height: float


class Past(NamedTuple):
    width: float
    height: float
    bars: Sequence[Bar]


def past(readings: Sequence[Mapping[str, Any]]) -> Past | None:
    """`readings` are those of one line and kind, the newest first. Nothing is drawn of one alone, or of 0 of 0."""
    drawn = [one for one in reversed(readings) if one["total"]]
    if len(drawn) < 2:
        return None
    step = min(_WIDEST, WIDTH / len(drawn))
    bars = [_bar(one, place * step, step - _GAP) for place, one in enumerate(drawn)]
    return Past(round(step * len(drawn), 1), HEIGHT, bars)


def _bar(one: Mapping[str, Any], x: float, width: float) -> Bar:
    ratio = one["met"] / one["total"]
    height = max(1.0, round(ratio * HEIGHT, 1))
    return Bar(one["id"], one["day"], one["state"], ratio, round(x, 1), HEIGHT - height, round(width, 1), height)
