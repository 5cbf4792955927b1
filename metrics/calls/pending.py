"""The calls that changed since they were last stored. Pure.

A call that is still live is kept as it is and written as it then stands, so that many changes cost one write. A call
that has ended is turned into rows at once, for nobody else keeps its record.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from metrics.calls.rows import CallRows
from telephony.facts import Call, CallRef, Fact, FactKind

Encode: TypeAlias = Callable[[Call], CallRows]

CALLS_MAX = 20_000  # about 100 MB; more than that is read again from the journal


class Change(NamedTuple):
    """`since`: the position of the oldest event that is not stored."""

    since: int
    call: Call | CallRows


Changes: TypeAlias = dict[CallRef, Change]


class Pending:
    """`complete_from`: a store that is applied up to this position lacks only the calls in here."""

    def __init__(self, encode: Encode, calls_max: int = CALLS_MAX) -> None:
        self.complete_from = 0
        self._encode = encode
        self._calls_max = calls_max
        self._changes: Changes = {}

    def __len__(self) -> int:
        return len(self._changes)

    def mark(self, fact: Fact) -> None:
        call = fact.call
        key = CallRef(call.pbx, call.linkedid)
        known = self._changes.get(key)
        since = fact.position if known is None else known.since
        self._changes[key] = Change(since, self._encode(call) if fact.kind is FactKind.CALL_ENDED else call)

    @property
    def overflowed(self) -> bool:
        return len(self._changes) > self._calls_max

    def sibling(self) -> "Pending":
        """An empty copy that makes the same rows."""
        return Pending(self._encode, self._calls_max)

    def restart(self, position: int) -> None:
        self._changes.clear()
        self.complete_from = position

    def take(self, live_max: int | None = None) -> Changes:
        """All ended calls, and the `live_max` live ones that have waited longest. The others keep waiting."""
        taken: Changes = {}
        live = 0
        for key, change in self._changes.items():
            if not isinstance(change.call, CallRows):
                live += 1
                if live_max is not None and live > live_max:
                    continue
            taken[key] = change
        self._changes = {key: change for key, change in self._changes.items() if key not in taken}
        return taken

    def put_back(self, taken: Changes) -> None:
        """The calls were not stored. Newer changes are kept, with the earlier `since`."""
        for key, change in self._changes.items():
            taken[key] = Change(taken[key].since, change.call) if key in taken else change
        self._changes = taken

    def stored_up_to(self, position: int) -> int:
        """The position that is stored once all taken calls are, if events up to `position` are derived."""
        return min((change.since - 1 for change in self._changes.values()), default=position)

    def rows(self, changes: Changes) -> list[CallRows]:
        return [
            change.call if isinstance(change.call, CallRows) else self._encode(change.call)
            for change in changes.values()
        ]
