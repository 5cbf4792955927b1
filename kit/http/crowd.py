"""How many connections there may be, in all and of one client, and which has to go when there are too many. Pure.

Whoever comes is let in, and the connection that has waited longest without a request goes: idle connections hold
places only that nobody else wants. Where every connection has its request, who comes is refused.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

C = TypeVar("C", bound=Hashable)


class Crowd(Generic[C]):
    """`most_of_one` is not for a proxy of ours, which is no client but brings them."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._of: dict[C, str] = {}
        self._all: dict[str, set[C]] = {}
        self._idle: dict[str, OrderedDict[C, None]] = {}

    def __len__(self) -> int:
        return len(self._of)

    def of(self, client: str) -> int:
        return len(self._all.get(client, ()))

    def enter(self, client: str, one: C, *, bounded: bool = True) -> C | None:
        """The connection to close; it may be `one` itself, which is then refused."""
        goes = None
        if bounded and self.of(client) >= self._most_of_one:
            goes = self._longest_idle(client) or one
        elif len(self) >= self._most:
            goes = self._longest_idle_of_the_largest() or one
        if goes is not None:
            self.leave(goes)
        if goes != one:
            self._of[one] = client
            self._all.setdefault(client, set()).add(one)
            self.idle(one)
        return goes

    def idle(self, one: C) -> None:
        """The connection has no complete request, or its client does not read the answer."""
        client = self._of.get(one)
        if client is not None:
            self._idle.setdefault(client, OrderedDict())[one] = None

    def busy(self, one: C) -> None:
        client = self._of.get(one)
        if client is not None:
            self._forget_idle(client, one)

    def leave(self, one: C) -> None:
        client = self._of.pop(one, None)
        if client is None:
            return
        self._forget_idle(client, one)
        self._all[client].discard(one)
        if not self._all[client]:
            del self._all[client]

    def make_room(self) -> C | None:
        """Removes the connection to close when no more files can be opened."""
        goes = self._longest_idle_of_the_largest()
        if goes is not None:
            self.leave(goes)
        return goes

    def _forget_idle(self, client: str, one: C) -> None:
        idle = self._idle.get(client)
        if idle is not None:
            idle.pop(one, None)
            if not idle:
                del self._idle[client]

    def _longest_idle(self, client: str) -> C | None:
        return next(iter(self._idle.get(client, ())), None)

    def _longest_idle_of_the_largest(self) -> C | None:
        """The longest idle connection of the client with the most idle ones."""
        largest = max(self._idle, key=lambda client: len(self._idle[client]), default=None)
        return None if largest is None else self._longest_idle(largest)
