"""The picture of a day's calls: a column for each hour, the calls in time at its foot. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

COLUMN, HEIGHT = 44.0, 120.0
_WIDTH = 30.0


class Part(NamedTuple):
    kind: str  # in_time, late, uncounted
    y: float
    height: float


class Column(NamedTuple):
    at: str
    x: float
    width: float
    calls: int
    late_count: int
    parts: Sequence[Part]
    path: str  # the list of these calls

    @property
    def top(self) -> float:
        return min((part.y for part in self.parts), default=HEIGHT)


def columns(hours: Sequence[Mapping[str, Any]]) -> list[Column]:
    highest = max((hour["calls"] for hour in hours), default=0) or 1
    return [_column(hour, place * COLUMN, HEIGHT / highest) for place, hour in enumerate(hours)]


def _column(hour: Mapping[str, Any], x: float, scale: float) -> Column:
    late = hour["counted"] - hour["in_time"]
    counts = {"in_time": hour["in_time"], "late": late, "uncounted": hour["calls"] - hour["counted"]}
    parts, y = [], HEIGHT
    for kind, count in counts.items():
        if count:
            height = round(count * scale, 1)
            y = round(y - height, 1)
            parts.append(Part(kind, y, height))
    query = {"direction": "inbound", "from": hour["from"], "to": hour["to"]}
    left = x + (COLUMN - _WIDTH) / 2
    return Column(hour["from"], left, _WIDTH, hour["calls"], late, parts, "/calls?" + urlencode(query))
