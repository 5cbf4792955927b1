"""A call while it lasts: its legs, where it waits, and the facts that each event adds to its record.

Every method takes the event that caused it and the list to which facts go. Rules are in `telephony.calls`.
"""

from telephony.calls import WAITING, Signal, advance, disposition_of, outcome_of
from telephony.channels import Channel
from telephony.events import Event
from telephony.facts import (
    Attempt,
    Call,
    CallState,
    Disposition,
    Fact,
    FactKind,
    Measurement,
    Outcome,
    ReceiptLine,
    Transfer,
    TransferKind,
    Unexpected,
)

Out = list[Fact | Unexpected]

GAVE_UP_AFTER_US = 1_000_000
"""A caller still there this long after the last attempt, with no other in sight, has been given up by the dialplan.
Used where the PBX does not show the dialplan's steps; a gap between two rounds of Dial lasts milliseconds."""


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


class LiveCall:
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

    # what is told

    def arrive(self, event: Event, out: Out) -> None:
        self._note(event, "", f"{self.call.direction} call arrived")
        out.append(self._fact(FactKind.CALL_ARRIVED, event))

    def _note(self, event: Event, device: str, effect: str) -> None:
        self.call.receipt.append(ReceiptLine(event.at_us, event.position, event.name, device, effect))

    def _fact(self, kind: FactKind, event: Event, attempt: Attempt | None = None) -> Fact:
        return Fact(kind, event.at_us, event.position, self.call, attempt)

    def _signal(self, signal: Signal, event: Event, out: Out, at_us: int | None = None) -> bool:
        if advance(self.call, signal, event.at_us if at_us is None else at_us):
            return True
        out.append(Unexpected(event.name, self.call.state))
        return False

    # the wait

    def join(self, queue: str, event: Event, out: Out) -> None:
        if not self.waiting:
            return  # transferred into a queue after the answer
        self.queue, self.tried, self.queue_status = queue, True, ""
        self._signal(Signal.JOINED, event, out)
        self._note(event, "", f"joined queue {queue}")
        out.append(self._fact(FactKind.CALL_QUEUED, event))

    def leave_queue(self, event: Event, out: Out) -> None:
        if self.queue is None:
            return
        self._note(event, "", f"left queue {self.queue}")
        self.queue = None
        self._fall_quiet(event, out)

    def begin_leg(self, channel: Channel, event: Event, out: Out) -> Leg | None:
        """A device is tried. None once the call is answered: what is dialled then belongs to a transfer."""
        leg = self.legs.get(channel.uniqueid)
        if leg is not None or not self.waiting:
            return leg
        attempt = Attempt(channel.who, channel.device, event.at_us)
        leg = self.legs[channel.uniqueid] = Leg(attempt)
        self.tried = True
        self.call.attempts.append(attempt)
        self._note(event, channel.device, "dialled")
        out.append(self._fact(FactKind.ATTEMPT_BEGAN, event, attempt))
        return leg

    def ring(self, channel: Channel, event: Event, out: Out) -> None:
        leg = self.begin_leg(channel, event, out)
        if leg is None or leg.silent or leg.attempt.alerted_at_us is not None or not self.waiting:
            return
        first = self.call.alerted_at_us is None
        leg.attempt.alerted_at_us = event.at_us
        self._signal(Signal.RANG, event, out)
        self._note(event, channel.device, "ringing")
        if first:
            out.append(self._fact(FactKind.CALL_ALERTED, event))
        out.append(self._fact(FactKind.ATTEMPT_ALERTED, event, leg.attempt))

    def silence(self, channel: Channel, dial_status: str, event: Event, out: Out) -> None:
        """The leg's dial has ended, or its device is picked up. Only the first end of a leg tells the truth."""
        leg = self.legs.get(channel.uniqueid)
        if leg is None or leg.silent:
            return
        leg.silent, leg.dial_status = True, dial_status
        leg.attempt.ended_at_us = event.at_us
        if dial_status != "ANSWER":
            self._note(event, channel.device, f"dial ended {dial_status or 'without a status'}")
            self._fall_quiet(event, out)

    def _fall_quiet(self, event: Event, out: Out) -> None:
        """After a leg or a queue has ended: does anything ring or wait still?"""
        self.quiet_since_us = event.at_us
        if not self.waiting or self._rings():
            return
        if self.queue is not None:
            self._signal(Signal.QUIET_IN_QUEUE, event, out)
        elif self.call.state is not CallState.GIVEN_UP:
            self._signal(Signal.QUIET, event, out)

    def _rings(self) -> bool:
        """A device rings, or has just been picked up and is about to be bridged."""
        return any(
            leg.attempt.alerted_at_us is not None and (not leg.silent or leg.dial_status == "ANSWER")
            for leg in self.legs.values()
        )

    def hear_cause(self, channel: Channel, cause: str) -> None:
        leg = self.legs.get(channel.uniqueid)
        if leg is not None:
            leg.cause = cause

    def drop_leg(self, channel: Channel, cause: str, event: Event, out: Out) -> None:
        """The device's channel is gone: the attempt's outcome is known."""
        self.silence(channel, "", event, out)
        leg = self.legs.pop(channel.uniqueid, None)
        if leg is None:
            return
        self._settle(leg, cause, event, out)
        if leg.dial_status == "ANSWER":
            self._fall_quiet(event, out)

    def _settle(self, leg: Leg, cause: str, event: Event, out: Out) -> None:
        attempt = leg.attempt
        if attempt.outcome is not None:
            return
        if attempt.ended_at_us is None:
            attempt.ended_at_us = event.at_us
        attempt.outcome = outcome_of(leg.dial_status, cause or leg.cause, attempt.alerted_at_us is not None)
        self._note(event, attempt.device, f"attempt {attempt.outcome}")
        out.append(self._fact(FactKind.ATTEMPT_ENDED, event, attempt))

    def give_up(self, event: Event, out: Out) -> None:
        """The dialplan goes on to something that is no agent. After the caller's own hang-up its steps mean nothing."""
        if self.caller.hangup_requested_at_us is not None:
            return
        if not self.tried or not self.waiting or self.call.state is CallState.GIVEN_UP:
            return
        self.queue = None
        self._signal(Signal.GAVE_UP, event, out, event.at_us if self.quiet_since_us is None else self.quiet_since_us)
        self._note(event, "", "given up by the dialplan")
        out.append(self._fact(FactKind.CALL_CHANGED, event))

    # the talk

    def meet(self, person: Channel, event: Event, out: Out) -> None:
        """The caller is bridged with a person: the answer, or the other end of a transfer.

        Not the answer where the caller has hung up just before: the switch bridges what is left of the channel.
        """
        if self.waiting:
            if self.caller.hangup_requested_at_us is not None:
                return
            self._answer(person, event, out)
        elif self.pending_transfer is not None and person is not self.person:
            self.transferred(self.pending_transfer._replace(to_agent=person.who), event, out)
        self.person = person

    def _answer(self, person: Channel, event: Event, out: Out) -> None:
        leg = self.legs.get(person.uniqueid)
        if leg is not None and leg.attempt.outcome is None:
            leg.silent, leg.attempt.outcome = True, Outcome.ANSWERED
            if leg.attempt.ended_at_us is None:
                leg.attempt.ended_at_us = event.at_us
            out.append(self._fact(FactKind.ATTEMPT_ENDED, event, leg.attempt))
        self._signal(Signal.ANSWERED, event, out)
        if self.call.agent is None:
            self.call.agent = person.who
        self.queue = None
        self._note(event, person.device, "answered")
        out.append(self._fact(FactKind.CALL_ANSWERED, event))

    def hold(self, signal: Signal, event: Event, out: Out) -> None:
        if self._signal(signal, event, out):
            out.append(self._fact(FactKind.CALL_CHANGED, event))

    def transfer(self, kind: TransferKind, from_agent: str, target: Channel | None, event: Event, out: Out) -> None:
        """`target` is the device the caller was handed to, where the switch names one; else the next person met is."""
        if self.waiting:
            return
        begun = Transfer(event.at_us, kind, from_agent, None)
        if target is None and self.person is not None and self.person.who != from_agent:
            target = self.person
        if target is None:
            self.pending_transfer = begun
        else:
            self.transferred(begun._replace(to_agent=target.who), event, out)

    def transferred(self, transfer: Transfer, event: Event, out: Out) -> None:
        self.pending_transfer = None
        self.call.transfers.append(transfer)
        self._note(event, "", f"{transfer.kind} transfer")
        out.append(self._fact(FactKind.CALL_TRANSFERRED, event))

    # the end

    def end(self, event: Event, out: Out) -> None:
        """The caller's channel is gone."""
        call, asked_at_us = self.call, self.caller.hangup_requested_at_us
        at_us = event.at_us if asked_at_us is None else asked_at_us
        if self._given_up_silently(at_us):
            self._signal(Signal.GAVE_UP, event, out, self.quiet_since_us)
        caller_left = asked_at_us is not None and call.state is not CallState.GIVEN_UP
        self._settle_all(event, out)
        if call.answered_at_us is None:
            call.disposition = disposition_of(call, caller_left, self.tried, self.queue_status, self.congested)
        self._close(
            at_us if caller_left or self.quiet_since_us is None else max(at_us, self.quiet_since_us), event, out
        )

    def _given_up_silently(self, at_us: int) -> bool:
        """The wait ended some time ago, by the switch, though no step of the dialplan said so."""
        if self.call.state is not CallState.ARRIVED or not self.tried or self.quiet_since_us is None:
            return False
        return self.caller.hangup_requested_at_us is None or at_us - self.quiet_since_us >= GAVE_UP_AFTER_US

    def lose(self, at_us: int, event: Event, out: Out) -> None:
        """Gone while the link was down; `at_us` is the last instant it was known to live."""
        self.call.measurement = Measurement.ESTIMATED
        self._settle_all(event, out)
        if self.call.answered_at_us is None:
            self.call.disposition = Disposition.FAILED
        self._note(event, "", "gone after a gap in the link")
        self._close(at_us, event, out)

    def _settle_all(self, event: Event, out: Out) -> None:
        for leg in self.legs.values():
            self._settle(leg, "", event, out)
        self.legs.clear()
        if self.pending_transfer is not None:
            self.transferred(self.pending_transfer, event, out)

    def _close(self, at_us: int, event: Event, out: Out) -> None:
        call = self.call
        self._signal(Signal.GONE, event, out, max(at_us, call.answered_at_us or 0, call.ring_ended_at_us or 0))
        self._note(event, "", f"ended {call.disposition}")
        out.append(self._fact(FactKind.CALL_ENDED, event))
