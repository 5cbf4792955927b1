"""Counts and reports how sessions end."""

import threading
from enum import StrEnum
from typing import Protocol


class End(StrEnum):
    DONE = "done"
    HUNG_UP = "hung_up"
    LATE = "late"
    FAILED = "failed"
    UNKNOWN = "unknown"  # there is no such script
    REFUSED = "refused"  # too many at once


class Observer(Protocol):
    """Called on threads of the server. Paths are those of registered scripts, or '' for any other."""

    def ended(self, path: str, how: End, error: Exception | None) -> None: ...

    def forged(self, path: str) -> None:
        """A session began with forged lines. It continues without the caller's number."""


class Counts(Observer):
    def __init__(self) -> None:
        self.by: dict[tuple[str, str], int] = {}
        self.forged_count = 0
        self._lock = threading.Lock()

    def ended(self, path: str, how: End, error: Exception | None) -> None:
        with self._lock:
            self.by[path, how] = self.by.get((path, how), 0) + 1

    def forged(self, path: str) -> None:
        with self._lock:
            self.forged_count += 1

    def ends(self) -> dict[tuple[str, str], int]:
        """A copy, for a thread that reads while sessions end."""
        with self._lock:
            return dict(self.by)
