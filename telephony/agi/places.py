"""Limits the number of sessions, in all and per address. Pure except for its lock."""

import threading
from collections import Counter


class Places:
    def __init__(self, sessions_max: int, of_one_address_max: int) -> None:
        self._sessions_max, self._of_one_max = sessions_max, of_one_address_max
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, address: str) -> bool:
        """False if no place is free."""
        with self._lock:
            if self._taken.total() >= self._sessions_max or self._taken[address] >= self._of_one_max:
                return False
            self._taken[address] += 1
            return True

    def give_back(self, address: str) -> None:
        with self._lock:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]
