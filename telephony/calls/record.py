"""What an event adds to a call: a line of its receipt, a fact, a step of its state."""

from telephony.calls.states import Signal, advance
from telephony.events import Event
from telephony.facts import Attempt, Call, ClockNews, Fact, FactKind, ReceiptLine, Unexpected

Out = list[Fact | Unexpected | ClockNews]


class Record:
    __slots__ = ("call",)

    def __init__(self, call: Call) -> None:
        self.call = call

    def note(self, event: Event, device: str, effect: str) -> None:
        """`device` is '' where the event is about the caller's own channel."""
        self.call.receipt.append(ReceiptLine(event.at_us, event.position, event.name, device, effect))

    def tell(self, kind: FactKind, event: Event, out: Out, attempt: Attempt | None = None) -> None:
        out.append(Fact(kind, event.at_us, event.position, self.call, attempt))

    def signal(self, signal: Signal, event: Event, out: Out, at_us: int | None = None) -> bool:
        """False where the call's state has no such transition: the event is then counted as unexpected."""
        if advance(self.call, signal, event.at_us if at_us is None else at_us):
            return True
        out.append(Unexpected(event.name, self.call.state))
        return False
