"""What the link learns about clocks, for the derivation (see `telephony.clock`). Pure: clocks are arguments."""

from collections.abc import Callable

from telephony.ami.own import own_event
from telephony.clock import SAME_US, correction_for
from telephony.events import OUR_CLOCK

OWN_STEP_US = 500_000
"""NTP slews by less; a clock that was set jumps by more, or by so little that no call shows it."""

ROUND_MOST_US = 1_000_000
"""An answer that took longer says too little about the instant it was made."""

_AT_ONCE_US = 50_000  # two readings further apart were not made at one instant: the process was stopped between them


class AskedClock:
    """What the PBX's clock is taken to be ahead of ours: the same until an answer says that this is off by a second."""

    def __init__(self) -> None:
        self._correction_us = 0

    def correction_us(self, shown_us: int, asked_us: int, received_us: int) -> int | None:
        """None if the answer took too long."""
        if not 0 <= received_us - asked_us <= ROUND_MOST_US:
            return None
        ahead_us = shown_us - (asked_us + received_us) // 2
        if abs(ahead_us - self._correction_us) > SAME_US:
            self._correction_us = correction_for(ahead_us)
        return self._correction_us


class OwnClock:
    """Compares our clock with a monotonic one; when they differ, ours was set."""

    def __init__(self) -> None:
        self._apart_us: int | None = None

    def step_us(self, clock_us: int, steady_us: int) -> int:
        """How far our clock jumped since the last call; 0 if it did not."""
        apart_us = clock_us - steady_us
        before_us, self._apart_us = self._apart_us, apart_us
        step_us = 0 if before_us is None else apart_us - before_us
        return step_us if abs(step_us) >= OWN_STEP_US else 0


class Receipts:
    """The times of receipt, by our clock. If it was set since the last one, an event reports this first."""

    def __init__(
        self, now_us: Callable[[], int], steady_us: Callable[[], int], put: Callable[[bytes, int], None]
    ) -> None:
        self._now_us = now_us
        self._steady_us = steady_us
        self._put = put
        self._own = OwnClock()

    def __call__(self) -> int:
        before_us, steady_us, now_us = self._now_us(), self._steady_us(), self._now_us()
        if 0 <= now_us - before_us <= _AT_ONCE_US:
            step_us = self._own.step_us(now_us, steady_us)
            if step_us:
                self._put(own_event(OUR_CLOCK, Step=str(step_us)), now_us)
        return now_us
