"""The talk: the answer, hold, and transfers to another agent."""

from telephony.calls.channels import Channel
from telephony.calls.live.told import Leg, Out
from telephony.calls.live.waiting import WaitingCall
from telephony.calls.states import Signal
from telephony.events import Event
from telephony.facts import FactKind, Outcome, Transfer, TransferKind


class TalkingCall(WaitingCall):
    __slots__ = ()

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
        leg = self.legs.get(person.uniqueid) or self._leg_of_pool()
        if leg is not None and leg.attempt.outcome is None:
            leg.silent, leg.attempt.outcome = True, Outcome.ANSWERED
            leg.attempt.is_timed = leg.attempt.is_timed and self.unheard_since_us is None
            if leg.attempt.ended_at_us is None:
                leg.attempt.ended_at_us = event.at_us
            out.append(self._fact(FactKind.ATTEMPT_ENDED, event, leg.attempt))
        self._signal(Signal.ANSWERED, event, out)
        self.call.answered_after_us = self.unheard_since_us
        if self.call.agent is None:
            self.call.agent = person.who
        self.queue = None
        self._note(event, person.device, "answered")
        out.append(self._fact(FactKind.CALL_ANSWERED, event))

    def _leg_of_pool(self) -> Leg | None:
        """An agent whose login nobody heard rings as Local/1001@agents."""
        return next((leg for leg in self.legs.values() if leg.attempt.device.startswith("Local/")), None)

    def hold(self, signal: Signal, event: Event, out: Out) -> None:
        if self._signal(signal, event, out):
            out.append(self._fact(FactKind.CALL_CHANGED, event))

    def transfer(self, kind: TransferKind, from_agent: str, target: Channel | None, event: Event, out: Out) -> None:
        """`target` is the device the caller was handed to, where the switch names one; else the next person met is."""
        if self.waiting:
            return
        if self.pending_transfer is not None and kind is TransferKind.PARKED:
            self.pending_transfer = self.pending_transfer._replace(kind=kind)
            return  # a blind transfer to the parking lot
        begun = Transfer(event.at_us, kind, from_agent, None)
        if target is None and self.person is not None and self.person.who != from_agent:
            target = self.person
        if target is None:
            self.pending_transfer = begun
        else:
            self.transferred(begun._replace(to_agent=target.who), event, out)

    def hand_over(self, other: Channel) -> None:
        """Who called hands the other side on: the call lasts as long as that does."""
        if other is self.caller or other.owns is not None:
            return
        self.person, self.caller = self.caller, other
        self.person.owns, other.owns = None, self.person.owns

    def transferred(self, transfer: Transfer, event: Event, out: Out) -> None:
        self.pending_transfer = None
        self.call.transfers.append(transfer)
        self._note(event, "", f"{transfer.kind} transfer")
        out.append(self._fact(FactKind.CALL_TRANSFERRED, event))
