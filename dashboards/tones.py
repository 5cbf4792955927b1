"""What colours mean on boards, and the paint for each surface. Only what is wrong is bright.

A wall is read from five metres in a lit room: what is fine stays dark and quiet, so that orange and red are seen
at once. On boards a fine figure is plain text.
"""

from enum import StrEnum


class Tone(StrEnum):
    FINE = "fine"
    AT_RISK = "at risk"
    MISSED = "missed"
    NEUTRAL = "neutral"


class Surface(StrEnum):
    TILE = "tile"  # the background of a large figure, below white letters
    FIGURE = "figure"  # the letters of a figure on a board
    AREA = "area"  # cells of tables, bars, curves and lights over time


_ORANGE, _RED = "#d97706", "#c81e1e"
_PAINTS = {
    Surface.TILE: {Tone.FINE: "#1f3b2d", Tone.AT_RISK: _ORANGE, Tone.MISSED: _RED, Tone.NEUTRAL: "#2a2f38"},
    Surface.FIGURE: {Tone.FINE: "text", Tone.AT_RISK: "orange", Tone.MISSED: "red", Tone.NEUTRAL: "text"},
    Surface.AREA: {Tone.FINE: "#3f7f5f", Tone.AT_RISK: _ORANGE, Tone.MISSED: _RED, Tone.NEUTRAL: "#6b7280"},
}


def paint(tone: Tone, surface: Surface) -> str:
    """A colour as Grafana takes it: a hex triple, or a name of its theme."""
    return _PAINTS[surface][tone]


EVENTS = {
    "restart": "#5b8db8",
    "gap": "#8f1d4f",
    "alert": _ORANGE,
    "incident": _RED,
}
"""The colours of what is marked on curves."""

OUTCOMES = {
    # how a call ended
    "answered": "#3f7f5f",
    "callback_requested": "#5b8db8",
    "abandoned": _ORANGE,
    "timeout": _RED,
    "no_agent": "#8f1d4f",
    "closed": "#6b7280",
    "failed": "#7c2d12",
    # how an attempt at a device ended
    "no_answer": _ORANGE,
    "busy": "#a16207",
    "cancelled": "#6b7280",
    "dropped": "#8f1d4f",
    # how an attempt to call back ended
    "reached": "#3f7f5f",
    "too_short": "#a16207",
    "agent_no_answer": "#8f1d4f",
    "hung_up": "#57534e",
    "machine_suspected": "#6b7280",
    "quiet_hours": "#7c2d12",
    # why a call is not counted
    "short_abandon": "#a16207",
    "outside_service_hours": "#6b7280",
    "internal": "#4b5563",
    "test_call": "#5b8db8",
    "unknown_after_gap": "#8f1d4f",
    # whether a call that missed the target was answered after all
    "within": "#3f7f5f",
    "late": _ORANGE,
    "unanswered": _RED,
    # when a callback is due
    "due": "#6b7280",
    "overdue": _ORANGE,
    # how many lines of the sheet are not met, and what is late
    "at_risk": _ORANGE,
    "missed": _RED,
    "tickets": _RED,
    "callbacks": _ORANGE,
    # what agents do
    "idle": "#6b7280",
    "ringing": _ORANGE,
    "talking": "#3f7f5f",
    # how a call was measured
    "measured": "#3f7f5f",
    "recovered": "#5b8db8",
    "estimated": _ORANGE,
}
"""The colour of a series by the value of its label. One table, so that a colour says the same on every board."""
