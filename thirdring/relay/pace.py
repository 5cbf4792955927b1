"""The rate limit of a robot. Pure: time is an argument."""

from collections import deque

MINUTE_US = 60_000_000


class Pace:
    """At most `per_minute` messages in any minute, and none while it is held."""

    def __init__(self, per_minute: int) -> None:
        self._sent_us: deque[int] = deque(maxlen=per_minute)
        self._held_until_us = 0

    def wait_us(self, now_us: int) -> int:
        """Microseconds to wait; 0 if a message may be sent now."""
        full = len(self._sent_us) == self._sent_us.maxlen
        free_us = self._sent_us[0] + MINUTE_US if full else now_us
        return max(0, free_us - now_us, self._held_until_us - now_us)

    def sent(self, now_us: int) -> None:
        self._sent_us.append(now_us)

    def hold(self, until_us: int) -> None:
        """Pauses, because the robot reported too many messages."""
        self._held_until_us = max(self._held_until_us, until_us)
