"""The picture of a call: a line of time with each phone's ringing, the rings, the promise and the answer. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

WIDTH = 1000.0
ROW = 34.0
_LEFT, _TOP, _MARGIN_SECONDS = 120.0, 40.0, 2.0
_LABEL = 170.0
_TALK_SHOWN_SECONDS = 10.0
"""Of a long talk only the beginning is drawn: what is looked at is the wait."""


class Mark(NamedTuple):
    x: float
    kind: str  # arrival, alert, answer, end, limit
    seconds: float
    row: int = 0  # of its label, so that labels do not cover each other


class Bar(NamedTuple):
    label: str
    x: float
    width: float
    y: float
    outcome: str


LABEL_ROW = 20.0


class Timeline(NamedTuple):
    width: float
    floor: float  # below it are the labels
    marks: Sequence[Mark]
    bars: Sequence[Bar]
    rings: Sequence[float]  # where each ring begins

    @property
    def height(self) -> float:
        return self.floor + LABEL_ROW * (1 + max((mark.row for mark in self.marks), default=0)) + 8


def timeline(call: Mapping[str, Any], limit_seconds: float, period_seconds: float) -> Timeline:
    """`call` as the API has it. What never happened, or is not known, is not drawn."""
    begun = _at(call["arrived_at"])
    alerted, answered, ended = (_after(call[name], begun) for name in ("alerted_at", "answered_at", "ended_at"))
    shown = [_after(each[name], begun) or 0.0 for each in call["attempts"] for name in ("alerted_at", "ended_at")]
    wait_over = answered if answered is not None else ended
    until = max(1.0, *shown, wait_over or 0.0, (alerted or 0.0) + limit_seconds) + _MARGIN_SECONDS
    if answered is not None and ended is not None:
        until = max(until, min(ended, answered + _TALK_SHOWN_SECONDS))
    scale = (WIDTH - _LEFT) / until

    def x(seconds: float) -> float:
        return round(_LEFT + seconds * scale, 1)

    marks = [Mark(x(0.0), "arrival", 0.0)]
    marks += [Mark(x(at), kind, at) for at, kind in ((alerted, "alert"), (answered, "answer")) if at is not None]
    if ended is not None and ended <= until:
        marks.append(Mark(x(ended), "end", ended))
    if alerted is not None:
        marks.append(Mark(x(alerted + limit_seconds), "limit", alerted + limit_seconds))
    bars = [_bar(each, begun, x, place, until) for place, each in enumerate(call["attempts"]) if each["alerted_at"]]
    rung = _rings(alerted, wait_over, period_seconds)
    floor = _TOP + ROW * max(1, len(call["attempts"]))
    return Timeline(WIDTH, floor, _apart(marks), bars, [x(each) for each in rung])


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Each label in the first row where it covers no other."""
    taken: list[float] = []
    apart = []
    for mark in sorted(marks, key=lambda mark: mark.x):
        row = next((row for row, until in enumerate(taken) if until <= mark.x), len(taken))
        taken[row : row + 1] = [mark.x + _LABEL]
        apart.append(mark._replace(row=row))
    return apart


def _bar(attempt: Mapping[str, Any], begun: datetime, x: Any, place: int, until: float) -> Bar:
    begins = _after(attempt["alerted_at"], begun) or 0.0
    ends = _after(attempt["ended_at"], begun)
    end = until if ends is None else ends
    width = max(2.0, x(end) - x(begins))
    return Bar(attempt["agent"], x(begins), width, _TOP + ROW * place, attempt["outcome"] or "live")


def _rings(alerted: float | None, over: float | None, period_seconds: float) -> list[float]:
    if alerted is None or over is None:
        return []
    return [alerted + period_seconds * number for number in range(min(60, int((over - alerted) / period_seconds) + 1))]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _after(text: str | None, begun: datetime) -> float | None:
    return None if text is None else (_at(text) - begun).total_seconds()
