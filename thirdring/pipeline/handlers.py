"""Who is told of which fact: the one table where consumers of calls are listed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from telephony.facts import Fact, FactKind

Handler: TypeAlias = Callable[[Fact], None]
Handlers: TypeAlias = Mapping[FactKind, Sequence[Handler]]


@dataclass
class InCharge:
    """`now`: this service stores and acts. Another one does while it is false."""

    now: bool

    def only(self, handler: Handler) -> Handler:
        """A handler that is called only while this service is in charge."""
        return lambda fact: handler(fact) if self.now else None


def handlers(store: Handler, record: Handler, show: Handler, *others: Handler) -> Handlers:
    """The live view comes first, since somebody is looking at it."""
    everybody = (show, *others, store, record)
    return {
        FactKind.CALL_ARRIVED: everybody,
        FactKind.CALL_QUEUED: everybody,
        FactKind.ATTEMPT_BEGAN: everybody,
        FactKind.CALL_ALERTED: everybody,
        FactKind.ATTEMPT_ALERTED: everybody,
        FactKind.ATTEMPT_ENDED: everybody,
        FactKind.CALL_ANSWERED: everybody,
        FactKind.CALL_TRANSFERRED: everybody,
        FactKind.CALL_NUMBERED: everybody,
        FactKind.CALL_CHANGED: everybody,
        FactKind.CALL_ENDED: everybody,
    }
