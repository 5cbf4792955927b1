"""What the tracker tells its consumers: calls, and the facts that happen to them.

A `Call` is the live record: the tracker changes it in place while the call lasts, so a consumer reads what it needs
within its handler (or copies it) and keeps no reference after CALL_ENDED. Facts come in the order of the journal.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class CallRef(NamedTuple):
    """Which call: its linkedid is its own only within one PBX."""

    pbx: str
    linkedid: str


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class Disposition(StrEnum):
    """What the switch saw. A call that is still live has none."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"  # the caller hung up first
    TIMEOUT = "timeout"  # the switch gave up
    NO_AGENT = "no_agent"  # nobody could be rung
    CALLBACK_REQUESTED = "callback_requested"  # by key, while the caller waited in a queue
    CLOSED = "closed"  # the dialplan ended it without trying anybody
    FAILED = "failed"


class Outcome(StrEnum):
    """How one attempt at one device ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    CANCELLED = "cancelled"  # answered by another, picked up elsewhere, or the caller gone
    DROPPED = "dropped"  # picked up and given back before the caller heard anybody: hung up, or not confirmed by key
    FAILED = "failed"


class Measurement(StrEnum):
    MEASURED = "measured"
    RECOVERED = "recovered"
    ESTIMATED = "estimated"


class TransferKind(StrEnum):
    BLIND = "blind"
    ATTENDED = "attended"
    PARKED = "parked"  # left in a parking lot, and fetched from there


class CallState(StrEnum):
    ARRIVED = "arrived"  # in the hotline; nothing waits or rings: IVR, announcement, between two rounds
    QUEUED = "queued"  # waits in a queue and nothing rings
    RINGING = "ringing"  # at least one agent device rings
    TALKING = "talking"
    HELD = "held"
    GIVEN_UP = "given_up"  # the switch gave up: voicemail, announcement after the queue
    ENDED = "ended"


@dataclass(slots=True, eq=False)
class Attempt:
    """One try at one device. `alerted_at_us` stays None for a device that never rang."""

    agent: str  # the agent's name; the device itself where no agent owns it
    device: str
    began_at_us: int
    alerted_at_us: int | None = None
    ended_at_us: int | None = None
    outcome: Outcome | None = None
    is_timed: bool = True  # False: it rang or ended while nobody listened
    is_rescue: bool = False  # the service rang it, so that the call is not missed

    @property
    def ring_us(self) -> int:
        """0 for a device that never rang or still rings."""
        if self.alerted_at_us is None or self.ended_at_us is None:
            return 0
        return max(0, self.ended_at_us - self.alerted_at_us)


class Transfer(NamedTuple):
    at_us: int
    kind: TransferKind
    from_agent: str | None
    to_agent: str | None


class ReceiptLine(NamedTuple):
    """One event that moved the call: when, its AMI name, what it was about, and what it did."""

    at_us: int
    position: int
    event: str
    device: str  # '' where the event is about the caller's own channel
    effect: str  # e.g. 'ringing', 'answered', 'attempt no_answer', 'queue joined hotline'


@dataclass(slots=True, eq=False)
class Call:
    """One call as the site saw it; key (pbx, linkedid). Instants are microseconds since 1970, UTC."""

    pbx: str
    linkedid: str
    direction: Direction
    hotline: str | None
    caller_raw: str  # as the switch said it; '' where it said nothing
    dialled: str
    arrived_at_us: int
    state: CallState = CallState.ARRIVED
    queued_at_us: int | None = None
    alerted_at_us: int | None = None
    answered_at_us: int | None = None
    ring_ended_at_us: int | None = None  # when the wait for an agent ended; None while it lasts
    ended_at_us: int | None = None
    disposition: Disposition | None = None
    agent: str | None = None
    housekeeper: str | None = None  # the household's own agent, once the dialplan has dialled them
    measurement: Measurement = Measurement.MEASURED
    attempts: list[Attempt] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    receipt: list[ReceiptLine] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)  # channel variables named TR_… that travelled with the call
    first_position: int = 0  # of the first event that belongs to it
    alerted_after_us: int | None = None  # the first ring was between this, when the link was lost, and `alerted_at_us`
    answered_after_us: int | None = None  # the same of the answer
    stamped: bool = True  # False: a recording without times
    margin_us: int = 0  # the ringing may have been so much shorter or longer: it was told by the PBX's own records
    rescue_began: bool = False  # the service had more phones ring for it

    @property
    def ring_us(self) -> int:
        """From the first ring to the answer or the end of the wait; 0 where nothing rang or all still rings."""
        if self.alerted_at_us is None or self.ring_ended_at_us is None:
            return 0
        return max(0, self.ring_ended_at_us - self.alerted_at_us)

    @property
    def wait_us(self) -> int:
        """From entering the hotline to the answer or the end of the wait."""
        return 0 if self.ring_ended_at_us is None else max(0, self.ring_ended_at_us - self.arrived_at_us)

    @property
    def is_timed(self) -> bool:
        """False: when it rang or was answered is not known, only between what instants."""
        return self.stamped and self.alerted_after_us is None and self.answered_after_us is None

    @property
    def answered_by_rescue(self) -> bool:
        return any(attempt.is_rescue and attempt.outcome is Outcome.ANSWERED for attempt in self.attempts)

    @property
    def abandoned(self) -> bool:
        return self.disposition is Disposition.ABANDONED

    @property
    def gave_up_after_us(self) -> int | None:
        """How long after the first ring, or after arriving if nothing rang, the caller hung up; None: they did not."""
        if not self.abandoned:
            return None
        since_us = self.arrived_at_us if self.alerted_at_us is None else self.alerted_at_us
        return (self.ring_ended_at_us or self.ended_at_us or since_us) - since_us

    @property
    def talk_us(self) -> int:
        if self.answered_at_us is None or self.ended_at_us is None:
            return 0
        return max(0, self.ended_at_us - self.answered_at_us)


class FactKind(StrEnum):
    CALL_ARRIVED = "call_arrived"
    CALL_QUEUED = "call_queued"
    ATTEMPT_BEGAN = "attempt_began"
    ATTEMPT_ALERTED = "attempt_alerted"
    ATTEMPT_ENDED = "attempt_ended"
    CALL_ALERTED = "call_alerted"  # the first ring of the call; comes before its ATTEMPT_ALERTED
    CALL_ANSWERED = "call_answered"
    CALL_TRANSFERRED = "call_transferred"
    CALL_NUMBERED = "call_numbered"  # the caller's number came later than the call, or the dialplan has written another
    CALL_CHANGED = "call_changed"  # anything else a screen would show: held, given up, on an announcement
    CALL_ENDED = "call_ended"  # once a call, last; the record is complete


class Fact(NamedTuple):
    kind: FactKind
    at_us: int
    position: int  # of the event that told it
    call: Call
    attempt: Attempt | None = None


class Unexpected(NamedTuple):
    """An event that fits no state: data to count, not an error. `state` is a CallState, or 'unknown' outside a call."""

    event: str
    state: str


class ClockWord(StrEnum):
    """What happened to a clock."""

    STEPPED = "stepped"  # the PBX's clock was set
    REFUSED = "refused"  # one stamp of the PBX was not believed
    OURS = "ours"  # the clock of our own machine was set


class ClockNews(NamedTuple):
    """A clock that cannot be trusted: data to log and to count. `by_us`: by how much it jumped, or a stamp is off."""

    word: ClockWord
    pbx: str
    by_us: int
    position: int
