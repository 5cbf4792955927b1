"""One dial round: phones are tried at once until one answers, all refuse, or the time or the caller's patience ends.

`Queue()` and `Dial()` say the same with different events: what differs is in `QueueRound` and `DialRound`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lab.sim.channels import Channel, Party
from lab.sim.script import Script
from lab.sim.truth import TrueAttempt, Truth
from telephony.facts import Outcome


class Does(StrEnum):
    """What a phone does when it is tried."""

    RINGS = "rings"  # and nobody comes
    ANSWERS = "answers"
    ANSWERS_AT_ONCE = "answers at once"  # no 180: it never rings
    IS_BUSY = "is busy"
    REJECTS = "rejects"  # rings, then 603
    IS_DEAD = "is dead"  # nothing comes back


class Ended(StrEnum):
    ANSWERED = "answered"
    ALL_REFUSED = "all refused"
    TIME_OVER = "time over"
    CALLER_GONE = "caller gone"


@dataclass(frozen=True, slots=True)
class Phone:
    device: str
    does: Does
    after_us: int = 0  # from the beginning of the round, for what it does


REFUSALS = {Does.IS_BUSY: (17, 486, Outcome.BUSY), Does.REJECTS: (21, 603, Outcome.BUSY)}


@dataclass(slots=True, eq=False)
class Leg:
    phone: Phone
    channel: Channel
    attempt: TrueAttempt
    address: str = ""

    @property
    def pending(self) -> bool:
        return self.attempt.outcome is None

    @property
    def ringing(self) -> bool:
        return self.channel.state == 5


@dataclass(slots=True)
class Round(ABC):
    """`until_us` ends it: because the time is over, or because the caller goes."""

    script: Script
    truth: Truth
    caller: Channel
    until_us: int
    caller_goes: bool
    legs: list[Leg] = field(default_factory=list)

    def play(self, phones: Sequence[Phone]) -> tuple[Ended, Leg | None]:
        began_us = self.script.at_us
        self.begin(phones)
        for at_us, leg, rings in self._plan(began_us):
            if at_us >= self.until_us:
                break
            self.script.wait_until(at_us)
            if rings:
                self._ring(leg)
            elif leg.phone.does in REFUSALS:
                self._refuse(leg)
            else:
                self._settle(leg, Outcome.ANSWERED, self.script.new_state(leg.channel, 6))
                return Ended.ANSWERED, leg
        if not any(leg.pending for leg in self.legs):
            return Ended.ALL_REFUSED, None
        self.script.wait_until(self.until_us)
        return (Ended.CALLER_GONE if self.caller_goes else Ended.TIME_OVER), None

    @abstractmethod
    def begin(self, phones: Sequence[Phone]) -> None:
        """All are dialled."""

    @abstractmethod
    def ring(self, leg: Leg) -> None:
        """The phone rings: what is said besides its channel's new state."""

    @abstractmethod
    def refuse(self, leg: Leg, cause: int, tech: int) -> None:
        """The phone has refused, and its channel is about to hang up."""

    @property
    def pending(self) -> list[Leg]:
        return [leg for leg in self.legs if leg.pending]

    def add(self, phone: Phone, channel: Channel, address: str = "") -> Leg:
        attempt = TrueAttempt(phone.device)
        leg = Leg(phone, channel, attempt, address)
        self.truth.attempts.append(attempt)
        self.legs.append(leg)
        return leg

    def cancel(self, legs: Sequence[Leg], status: str = "CANCEL", outcome: Outcome = Outcome.CANCELLED) -> None:
        """The round ends for these: the event, and what became of them."""
        for leg in legs:
            at_us = self.script.dial_event("DialEnd", self.caller, leg.channel, ("DialStatus", status))
            if leg.pending:
                self._settle(leg, outcome if leg.attempt.alerted_at_us else _silent(outcome), at_us)

    def cancel_as_no_answer(self, legs: Sequence[Leg], again: bool = True) -> None:
        """A queue says it twice for each leg, and only the first time tells the truth."""
        for leg in legs:
            self.cancel([leg], "NOANSWER", Outcome.NO_ANSWER)
            if again:
                self.cancel([leg])

    def _settle(self, leg: Leg, outcome: Outcome, at_us: int) -> None:
        leg.attempt.outcome, leg.attempt.ended_at_us = outcome, at_us

    def _plan(self, began_us: int) -> list[tuple[int, Leg, bool]]:
        """(instant, leg, whether it begins to ring then), in order."""
        plan: list[tuple[int, int, Leg, bool]] = []
        for number, leg in enumerate(self.legs):
            does, acts_us = leg.phone.does, began_us + leg.phone.after_us
            rings_us = self.script.at_us + self.script.random.randrange(300, 40_000)
            if does in (Does.RINGS, Does.ANSWERS, Does.REJECTS):
                plan.append((rings_us, number, leg, True))
            if does not in (Does.RINGS, Does.IS_DEAD):
                plan.append((max(acts_us, rings_us + 1000), number, leg, False))
        return [(at_us, leg, rings) for at_us, _, leg, rings in sorted(plan, key=lambda item: item[:2])]

    def _ring(self, leg: Leg) -> None:
        at_us = self.script.new_state(leg.channel, 5)
        leg.attempt.alerted_at_us = at_us
        if self.truth.alerted_at_us is None:
            self.truth.alerted_at_us = at_us
        self.ring(leg)

    def _refuse(self, leg: Leg) -> None:
        cause, tech, outcome = REFUSALS[leg.phone.does]
        self._settle(leg, outcome, self.script.hangup_request(leg.channel, cause, tech))
        self.refuse(leg, cause, tech)
        self.script.hangup(leg.channel, cause, tech)


def _silent(outcome: Outcome) -> Outcome:
    """A device that was tried to the end and never rang could not be reached."""
    return Outcome.FAILED if outcome is Outcome.NO_ANSWER else outcome


def leg_party(device: str) -> Party:
    return Party(device.partition("/")[2], "Agent")
