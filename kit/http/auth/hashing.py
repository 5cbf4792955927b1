"""Where passwords are hashed: two threads of their own, and a short line before them.

A hash takes 46 MiB and about 50 ms of a core. So two run at once and no more, whatever their clients do: a thread
that has begun goes on when its client hangs up, and the next hash waits for it. Who waits and hangs up leaves the line.
"""

import asyncio
import os
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from kit.http.auth.passwords import hashed, verified

AT_ONCE = 2
WAITING_MAX = 40
"""Two seconds of work: who came later would think the page dead."""
WAITING_OF_ONE_MAX = 10
_YIELDING = 5  # calls are measured first: a hash takes what the event loop leaves of the processors

T = TypeVar("T")


class BusyError(Exception):
    """Too many passwords wait to be hashed."""


class Hashing:
    """`at_once`, `waiting_max` and `waiting_of_one_max` count hashes. A `client` is an address."""

    def __init__(
        self, at_once: int = AT_ONCE, waiting_max: int = WAITING_MAX, waiting_of_one_max: int = WAITING_OF_ONE_MAX
    ) -> None:
        self._threads = ThreadPoolExecutor(at_once, "passwords", _give_way)
        self._places = at_once + waiting_max
        self._places_of_one = waiting_of_one_max
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    async def verified(self, password_hash: str | None, password: str, client: str = "") -> bool:
        """`password_hash` is None for an unknown name, which takes the same time. Raises BusyError."""
        return await asyncio.wrap_future(self._begin(partial(verified, password_hash, password), client))

    async def hashed(self, password: str, client: str = "") -> str:
        """Raises BusyError."""
        return await asyncio.wrap_future(self._begin(partial(hashed, password), client))

    def _begin(self, work: Callable[[], T], client: str) -> Future[T]:
        with self._lock:
            if self._taken.total() >= self._places or self._taken[client] >= self._places_of_one:
                raise BusyError
            self._taken[client] += 1
        begun = self._threads.submit(work)
        begun.add_done_callback(partial(self._leave, client))
        return begun

    def _leave(self, client: str, _done: Future[Any]) -> None:
        """The hash is done, or its client disconnected before it began."""
        with self._lock:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]


def _give_way() -> None:
    """Lowers the priority of this thread; threads of argon2 inherit it."""
    thread = threading.get_native_id()
    nice = os.getpriority(os.PRIO_PROCESS, thread) + _YIELDING
    os.setpriority(os.PRIO_PROCESS, thread, min(nice, 19))
