"""When positions of the journal were heard, about: a sample a second. Pure."""

from collections import deque

SPACING_US = 1_000_000
SAMPLES_MAX = 1_000


class Heard:
    def __init__(self) -> None:
        self._samples: deque[tuple[int, int]] = deque(maxlen=SAMPLES_MAX)

    def note(self, position: int, heard_us: int) -> None:
        if not self._samples or heard_us >= self._samples[-1][1] + SPACING_US:
            self._samples.append((position, heard_us))

    def at(self, position: int) -> int:
        """When an event at this position, or one a little before it, was heard; 0: not known."""
        return next((heard_us for at, heard_us in reversed(self._samples) if at <= position), 0)
