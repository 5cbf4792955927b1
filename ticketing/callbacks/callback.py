"""A callback, its attempts, and what settled it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from telephony.facts import CallRef
from ticketing.callbacks.states import State


class Reason(StrEnum):
    MISSED_CALL = "missed_call"
    RESOLVED_TICKET = "resolved_ticket"
    REQUESTED = "requested"


class Way(StrEnum):
    """How it was settled. Only the first two are proven outbound calls."""

    CLICK = "click"  # our own Originate, known by the callback id that travelled with the call
    BY_HAND = "by_hand"  # dialled on the phone, known by number and agent
    INBOUND = "inbound"  # they called, and were answered
    MANUAL = "manual"  # somebody's word


PROVEN = frozenset(Way) - {Way.MANUAL}


class AttemptOutcome(StrEnum):
    REACHED = "reached"
    TOO_SHORT = "too_short"  # connected, and over before anything could be said
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    AGENT_NO_ANSWER = "agent_no_answer"  # our own agent did not pick up the click-to-call
    HUNG_UP = "hung_up"  # our own agent hung up the click-to-call from the page before they answered
    MACHINE_SUSPECTED = "machine_suspected"
    FAILED = "failed"
    QUIET_HOURS = "quiet_hours"  # connected in quiet hours, about nothing that may be called about then


class CallbackAttempt(NamedTuple):
    at_us: int
    agent: str
    outcome: AttemptOutcome
    call: CallRef | None = None
    talk_us: int = 0


@dataclass(frozen=True, slots=True)
class Callback:
    id: int
    reason: Reason
    phone: str  # E.164, or as the switch said it where it has no such form
    born_at_us: int
    due_at_us: int
    not_before_us: int  # when the next attempt may be made
    household: int | None = None
    ticket: str | None = None
    state: State = State.PENDING
    version: int = 1
    claimed_by: str | None = None
    claimed_until_us: int | None = None
    attempts: tuple[CallbackAttempt, ...] = ()
    missed_count: int = 0  # missed calls that it stands for
    settled_at_us: int | None = None
    way: Way | None = None
    why: str = ""  # a person's reason, where a person settled it
    asked_by: str | None = None  # the person whose act brought it about; None: a call did
    given: bool = False  # the queue gave it to who holds it; else they picked it out
    assigned_to: str | None = None  # whom a dispatcher gave it to
    assigned_by: str | None = None  # who said so last, or left it to others
    assigned_at_us: int | None = None

    def held_by(self, now_us: int) -> str | None:
        """The agent whose claim still stands."""
        if self.state is not State.CALLING or self.claimed_until_us is None or self.claimed_until_us <= now_us:
            return None
        return self.claimed_by

    def kept_for(self, now_us: int) -> str | None:
        """The only person who may call now."""
        return self.assigned_to if now_us < self.due_at_us else None
