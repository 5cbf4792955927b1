"""How long a busy link waits before it reads again, so that it reads more events at once. Pure.

Each read costs a wake-up of the link, of the journal with its commit, and of all that derives from it. At 40 calls a
second most of a call's cost were such wake-ups. Where there is less to hear, nothing waits.
"""

from math import exp

BUSY_EVENTS_A_SECOND = 1_000.0  # about 25 calls a second
BREATH_SECONDS_MAX = 0.02
_SECONDS_AN_EVENT = BREATH_SECONDS_MAX / 500.0  # of those above: the longest breath is that of about 40 calls a second


class Breath:
    def __init__(self) -> None:
        self._events_a_second = 0.0
        self._at_seconds = 0.0

    def after(self, events: int, now_seconds: float) -> float:
        """How long to wait before the next read, after a read with so many events."""
        self._events_a_second *= exp(min(0.0, self._at_seconds - now_seconds))
        self._events_a_second += events
        self._at_seconds = now_seconds
        above = max(0.0, self._events_a_second - BUSY_EVENTS_A_SECOND)
        return min(BREATH_SECONDS_MAX, above * _SECONDS_AN_EVENT)
