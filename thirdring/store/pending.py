"""The calls that changed since they were last stored. Pure.

A call that is still live is kept as it is and written as it then stands, so that many changes cost one write. A call
that has ended is turned into rows at once, for nobody else keeps its record.
"""

from collections.abc import Callable
from typing import TypeAlias

from telephony.facts import Call, Fact, FactKind
from thirdring.store.rows import CallRows, Key, key_of

Encode: TypeAlias = Callable[[Call], CallRows]
Changed: TypeAlias = "Call | CallRows"

CALLS_MAX = 20_000  # about 100 MB; more than that is read again from the journal


class Pending:
    """`complete_from`: the calls in here are all that a store applied up to that position lacks."""

    def __init__(self, encode: Encode, calls_max: int = CALLS_MAX) -> None:
        self.complete_from = 0
        self._encode = encode
        self._calls_max = calls_max
        self._changed: dict[Key, Changed] = {}

    def __len__(self) -> int:
        return len(self._changed)

    def mark(self, fact: Fact) -> None:
        """Of too many calls none is kept, until somebody says again from where they are complete."""
        ended = fact.kind is FactKind.CALL_ENDED
        self._changed[key_of(fact.call)] = self._encode(fact.call) if ended else fact.call

    @property
    def overflowed(self) -> bool:
        return len(self._changed) > self._calls_max

    def sibling(self) -> "Pending":
        """An empty one that writes the same rows."""
        return Pending(self._encode, self._calls_max)

    def restart(self, position: int) -> None:
        self._changed.clear()
        self.complete_from = position

    def take(self) -> dict[Key, Changed]:
        """All of them, which are no longer pending then."""
        taken, self._changed = self._changed, {}
        return taken

    def put_back(self, taken: dict[Key, Changed]) -> None:
        """They were not stored after all; what has changed since is newer."""
        self._changed = {**taken, **self._changed}

    def rows(self, changed: dict[Key, Changed]) -> list[CallRows]:
        return [call if isinstance(call, CallRows) else self._encode(call) for call in changed.values()]
