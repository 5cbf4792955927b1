"""What is known of a call while it lasts, and how it is told: a line of its receipt, a fact, a signal to its state."""

from telephony.calls.channels import Channel
from telephony.calls.states import WAITING, Signal, advance
from telephony.events import NEVER_STAMPED, Event
from telephony.facts import Attempt, Call, ClockNews, Fact, FactKind, Measurement, ReceiptLine, Transfer, Unexpected
from telephony.shifting import shift_call, shifted

Out = list[Fact | Unexpected | ClockNews]


class Leg:
    """One dialled device. `silent`: it rings no longer, or never did and its dial has ended.

    `cause` is the device's own word for its end: its Hangup may come after the caller's, when nobody asks any more.
    """

    __slots__ = ("attempt", "cause", "dial_status", "picked_up", "silent")

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.cause = ""
        self.dial_status = ""
        self.picked_up = False
        self.silent = False


class ToldCall:
    __slots__ = (
        "abandoned_at_us",
        "call",
        "caller",
        "calls_back",
        "closed",
        "congested",
        "cut",
        "dial_status",
        "legs",
        "pending_transfer",
        "person",
        "queue",
        "queue_status",
        "quiet_since_us",
        "silent_at_us",
        "stepped",
        "tried",
        "unheard_since_us",
    )

    def __init__(self, call: Call, caller: Channel) -> None:
        self.call = call
        self.caller = caller
        self.calls_back = False  # the PBX has called a customer by itself
        self.legs: dict[str, Leg] = {}
        self.queue: str | None = None
        self.queue_status = ""
        self.tried = False
        self.stepped = False  # a step of the dialplan was heard
        self.closed = False  # and the last one ended the call
        self.congested = False
        self.dial_status = ""  # of the last device that fell silent
        self.silent_at_us: int | None = None  # when it did
        self.abandoned_at_us: int | None = None
        self.cut: Attempt | None = None  # the last that was picked up, and was gone without a word of its own
        self.quiet_since_us: int | None = None
        self.person: Channel | None = None
        self.pending_transfer: Transfer | None = None
        self.unheard_since_us: int | None = None  # while it is told what happened when nobody listened

    @property
    def waiting(self) -> bool:
        return self.call.state in WAITING

    def arrive(self, event: Event, out: Out) -> None:
        self._note(event, "", f"{self.call.direction} call arrived")
        if event.received_us and "Timestamp" not in event.headers and event.name not in NEVER_STAMPED:
            self._note(event, "", "times are those of receipt")
        out.append(self._fact(FactKind.CALL_ARRIVED, event))

    def number(self, number: str, event: Event, out: Out) -> None:
        """What the caller's number is now. Once anybody is tried, another one is the dialplan's own, for its trunks."""
        tried = self.call.queued_at_us is not None or bool(self.call.attempts)
        if number == self.call.caller_raw or (self.call.caller_raw and tried):
            return
        self.call.caller_raw = number
        self._note(event, "", "the number of the caller is known")
        out.append(self._fact(FactKind.CALL_NUMBERED, event))

    def doubt(self) -> None:
        """An instant of it may be wrong by more than its stamps are."""
        self.call.measurement = Measurement.ESTIMATED

    def shift(self, by_us: int) -> None:
        """A clock was set: the timeline goes on elsewhere, and all that was heard of this call moves with it."""
        shift_call(self.call, by_us)
        self.quiet_since_us = shifted(self.quiet_since_us, by_us)
        self.silent_at_us = shifted(self.silent_at_us, by_us)
        self.abandoned_at_us = shifted(self.abandoned_at_us, by_us)
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
