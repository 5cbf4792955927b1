"""The devices that a call tries. Each is an attempt of the call."""

from collections.abc import Iterator

from telephony.calls.channels import Channel
from telephony.calls.record import Out, Record
from telephony.calls.states import outcome_of
from telephony.events import Event
from telephony.facts import Attempt, FactKind, Outcome


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

    @property
    def rings(self) -> bool:
        """It rings, or has just been picked up and is about to be bridged."""
        return self.attempt.alerted_at_us is not None and (not self.silent or self.dial_status == "ANSWER")


class Legs:
    """By the uniqueid of the device's channel."""

    __slots__ = ("_legs", "_record")

    def __init__(self, record: Record) -> None:
        self._record = record
        self._legs: dict[str, Leg] = {}

    def __iter__(self) -> Iterator[Leg]:
        return iter(self._legs.values())

    @property
    def channels(self) -> list[str]:
        return list(self._legs)

    @property
    def any_rings(self) -> bool:
        """Whether the caller hears ringing. They do not hear phones that the service rings beside the dialplan."""
        return any(leg.rings and not leg.attempt.is_rescue for leg in self)

    def get(self, channel: Channel) -> Leg | None:
        return self._legs.get(channel.uniqueid)

    def begin(self, channel: Channel, event: Event, out: Out) -> Leg:
        attempt = Attempt(channel.who, channel.device, event.at_us, is_rescue=bool(channel.rescues))
        leg = self._legs[channel.uniqueid] = Leg(attempt)
        self._record.call.attempts.append(attempt)
        self._record.note(event, channel.device, "dialled for a rescue" if attempt.is_rescue else "dialled")
        self._record.tell(FactKind.ATTEMPT_BEGAN, event, out, attempt)
        return leg

    def answer(self, person: Channel, is_timed: bool, event: Event, out: Out) -> None:
        """The caller is bridged with this person."""
        leg = self.get(person) or self._of_a_pool()
        if leg is None or leg.attempt.outcome is not None:
            return
        leg.silent, leg.attempt.outcome = True, Outcome.ANSWERED
        leg.attempt.is_timed = leg.attempt.is_timed and is_timed
        if leg.attempt.ended_at_us is None:
            leg.attempt.ended_at_us = event.at_us
        self._record.tell(FactKind.ATTEMPT_ENDED, event, out, leg.attempt)

    def _of_a_pool(self) -> Leg | None:
        """An agent whose login nobody heard rings as Local/1001@agents."""
        return next((leg for leg in self if leg.attempt.device.startswith("Local/")), None)

    def hear_cause(self, channel: Channel, cause: str) -> None:
        leg = self.get(channel)
        if leg is not None:
            leg.cause = cause

    def drop(self, channel: Channel) -> Leg | None:
        return self._legs.pop(channel.uniqueid, None)

    def settle(self, leg: Leg, cause: str, event: Event, out: Out) -> None:
        """The outcome of an attempt that is over; one that has its outcome keeps it."""
        attempt = leg.attempt
        if attempt.outcome is not None:
            return
        if attempt.ended_at_us is None:
            attempt.ended_at_us = event.at_us
        attempt.outcome = outcome_of(leg.dial_status, cause or leg.cause, attempt.alerted_at_us is not None)
        self._record.note(event, attempt.device, f"attempt {attempt.outcome}")
        self._record.tell(FactKind.ATTEMPT_ENDED, event, out, attempt)

    def settle_all(self, event: Event, out: Out) -> None:
        """The call ends around them."""
        for leg in self:
            if leg.dial_status == "ANSWER":
                leg.dial_status = ""
            self.settle(leg, "", event, out)
