"""The past of a line of the sheet in small: a bar for each closed period. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

WIDTH, HEIGHT = 108.0, 24.0
_STEP, _BAR = 9.0, 7.0
_LEAST = 3.0
_ROOM = 0.05
"""Below the lowest share, so that small differences near 100 % are seen."""


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    status: str
    of: str  # the first day of the period
    ratio: float | None


def bars(trend: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """`trend` as the API has it, the oldest first. What has no share is a low bar."""
    ratios = [one["ratio"] for one in trend if one["ratio"] is not None]
    lowest = max(0.0, min(ratios, default=0.0) - _ROOM)
    return [_bar(place, one, lowest) for place, one in enumerate(trend)]


def _bar(place: int, one: Mapping[str, Any], lowest: float) -> Bar:
    ratio = one["ratio"]
    share = 0.0 if ratio is None else (min(1.0, ratio) - lowest) / (1.0 - lowest) if lowest < 1.0 else 1.0
    height = round(max(_LEAST, share * HEIGHT), 1)
    return Bar(place * _STEP, round(HEIGHT - height, 1), _BAR, height, one["status"], one["from"], ratio)
