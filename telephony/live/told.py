"""What is known of a call while it lasts, and how it is told: a line of its receipt, a fact, a signal to its state."""

from telephony.calls import WAITING, Signal, advance
from telephony.channels import Channel
from telephony.events import Event
from telephony.facts import Attempt, Call, ClockNews, Fact, FactKind, Measurement, ReceiptLine, Transfer, Unexpected
from telephony.shifting import shift_call, shifted

Out = list[Fact | Unexpected | ClockNews]


class Leg:
    """One dialled device. `silent`: it rings no longer, or never did and its dial has ended.

    `cause` is the device's own word for its end: its Hangup may come after the caller's, when nobody asks any more.
    """

    __slots__ = ("attempt", "cause", "dial_status", "silent")

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.cause = ""
        self.dial_status = ""
        self.silent = False


class ToldCall:
    __slots__ = (
        "call",
        "caller",
        "congested",
        "legs",
        "pending_transfer",
        "person",
        "queue",
        "queue_status",
        "quiet_since_us",
        "tried",
    )

    def __init__(self, call: Call, caller: Channel) -> None:
        self.call = call
        self.caller = caller
        self.legs: dict[str, Leg] = {}
        self.queue: str | None = None
        self.queue_status = ""
        self.tried = False
        self.congested = False
        self.quiet_since_us: int | None = None
        self.person: Channel | None = None
        self.pending_transfer: Transfer | None = None

    @property
    def waiting(self) -> bool:
        return self.call.state in WAITING

    def arrive(self, event: Event, out: Out) -> None:
        self._note(event, "", f"{self.call.direction} call arrived")
        out.append(self._fact(FactKind.CALL_ARRIVED, event))

    def doubt(self) -> None:
        """An instant of it may be wrong by more than its stamps are."""
        self.call.measurement = Measurement.ESTIMATED

    def shift(self, by_us: int) -> None:
        """A clock was set: the timeline goes on elsewhere, and all that was heard of this call moves with it."""
        shift_call(self.call, by_us)
        self.quiet_since_us = shifted(self.quiet_since_us, by_us)
        if self.pending_transfer is not None:
            self.pending_transfer = self.pending_transfer._replace(at_us=self.pending_transfer.at_us + by_us)

    def tell_clock(self, effect: str, event: Event, out: Out) -> None:
        self._note(event, "", effect)
        out.append(self._fact(FactKind.CALL_CHANGED, event))

    def _note(self, event: Event, device: str, effect: str) -> None:
        self.call.receipt.append(ReceiptLine(event.at_us, event.position, event.name, device, effect))

    def _fact(self, kind: FactKind, event: Event, attempt: Attempt | None = None) -> Fact:
        return Fact(kind, event.at_us, event.position, self.call, attempt)

    def _signal(self, signal: Signal, event: Event, out: Out, at_us: int | None = None) -> bool:
        if advance(self.call, signal, event.at_us if at_us is None else at_us):
            return True
        out.append(Unexpected(event.name, self.call.state))
        return False
