"""Who may try a password. After a few wrong ones a name has to wait at that address, longer each time. Pure: time
comes in.

The lock is on the pair of name and address, so that nobody locks an admin out from elsewhere. Names that nobody has are
treated the same, so that nobody learns which there are.
"""

from collections import OrderedDict
from typing import NamedTuple

TRIES = 5
FIRST_WAIT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 3_600.0
REMEMBERED = 50_000


class Pair(NamedTuple):
    name: str
    client: str  # its address


class _Wrong(NamedTuple):
    tries: int
    until_seconds: float


class Lockout:
    def __init__(self) -> None:
        self._wrong: OrderedDict[Pair, _Wrong] = OrderedDict()

    def wait_seconds(self, pair: Pair, now_seconds: float) -> float:
        """Seconds to wait; 0.0 if a password may be tried now."""
        known = self._wrong.get(pair)
        return 0.0 if known is None else max(0.0, known.until_seconds - now_seconds)

    def wrong(self, pair: Pair, now_seconds: float) -> float:
        """Records a wrong password; returns how long the pair must wait."""
        count = self._wrong.pop(pair, _Wrong(0, 0.0)).tries + 1
        over = count - TRIES
        wait = 0.0 if over < 0 else min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** min(over, 10))
        self._wrong[pair] = _Wrong(count, now_seconds + wait)
        if len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)
        return wait

    def right(self, pair: Pair) -> None:
        self._wrong.pop(pair, None)

    def take_back(self, pair: Pair) -> None:
        """Removes an attempt that was recorded as wrong but was never checked."""
        known = self._wrong.pop(pair, None)
        if known is not None and known.tries > 1:
            self._wrong[pair] = _Wrong(known.tries - 1, 0.0)
