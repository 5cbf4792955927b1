"""For frequent problems that should be reported once a minute."""

import time
from collections.abc import Callable

EVERY_SECONDS = 60.0


class Seldom:
    """Returns how often something happened since the last report, or 0 if it is too early to report again."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._count = 0
        self._said_at = float("-inf")

    def times(self) -> int:
        self._count += 1
        now = self._monotonic()
        if now - self._said_at < EVERY_SECONDS:
            return 0
        count, self._count, self._said_at = self._count, 0, now
        return count
