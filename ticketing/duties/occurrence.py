"""One duty that is due, its states, and what may be done with it.

Theory of operation. What is stored are facts: done at, signed at, called off at. The state follows from them and from
the time, so that a duty is missed by itself when its end has come. What may be done in a state stands in POSSIBLE, and
for whom in MAY. Returned by the manager, a duty is as if it had not been done: open, or missed where its end is over.
Done after its end it is late for good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kit.instants import MINUTE_US
from kit.refusals import ImpossibleError, MissingError, NotYoursError, RefusedError
from kit.roles import Role, reaches


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    LATE = "late"  # done after its end
    MISSED = "missed"
    CALLED_OFF = "called_off"


class Action(StrEnum):
    DO = "done"
    SIGN = "sign"
    RETURN = "return"
    CALL_OFF = "call_off"


POSSIBLE: Mapping[State, tuple[Action, ...]] = {
    State.OPEN: (Action.DO, Action.CALL_OFF),
    State.MISSED: (Action.DO, Action.CALL_OFF),
    State.DONE: (Action.SIGN, Action.RETURN),
    State.LATE: (Action.SIGN, Action.RETURN),
    State.CALLED_OFF: (),
}

WANTS_WHY = frozenset({Action.RETURN, Action.CALL_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    id: int
    name: str
    zh: str
    en: str
    objective: int | None
    owner: Role
    sign_off: bool
    first: date
    department: str = ""
    number: int = 1
    since_us: int
    until_us: int
    provisional: bool = False
    version: int = 1
    done_at_us: int | None = None
    done_by: str | None = None
    findings: str = ""
    evidence: str = ""  # a photo or file, by its place
    attendees: str = ""
    signed_at_us: int | None = None
    signed_by: str | None = None
    called_off_at_us: int | None = None
    called_off_by: str | None = None
    idempotency_key: str | None = None  # of the request by which it was done

    def state(self, now_us: int) -> State:
        if self.called_off_at_us is not None:
            return State.CALLED_OFF
        if self.done_at_us is not None:
            return State.DONE if self.done_at_us < self.until_us else State.LATE
        return State.OPEN if now_us < self.until_us else State.MISSED

    def possible(self, now_us: int) -> tuple[Action, ...]:
        signed = self.signed_at_us is not None
        return tuple(
            action
            for action in POSSIBLE[self.state(now_us)]
            if not (signed or (action is Action.SIGN and not self.sign_off))
        )

    def may(self, action: Action) -> Role:
        """The lowest role that may take this action."""
        return self.owner if action is Action.DO else Role.MANAGER


class Asked(NamedTuple):
    """Who asks for something, in which role, when and why; and of what is done, what there is to say of it."""

    who: str
    role: Role
    at_us: int
    why: str = ""
    findings: str = ""
    evidence: str = ""
    attendees: str = ""
    done_at_us: int | None = None  # a manager's word; everybody else does it now
    idempotency_key: str | None = None

    @property
    def done_us(self) -> int:
        return self.at_us if self.done_at_us is None else self.done_at_us


class Wants(NamedTuple):
    """What the site's rule for this duty wants of whoever does it."""

    distance_minutes: int = 0
    minutes: bool = False  # who was there, and the minutes
    others_us: Sequence[int] = ()  # when others of it were done


class Change(NamedTuple):
    """One row of its history. `version` is the duty's after it."""

    version: int
    at_us: int
    who: str
    what: str  # an Action, or missed
    why: str = ""


class WrongTimeError(RefusedError):
    def __init__(self) -> None:
        super().__init__("what was done was done since it began to be due, and not later than now")


class OwnWorkError(RefusedError):
    def __init__(self) -> None:
        super().__init__("who did it does not sign it: another manager signs")


class TooSoonError(RefusedError):
    def __init__(self, minutes: int) -> None:
        super().__init__(f"between two of these are at least {minutes} minutes")


NO_WANTS = Wants()


def act(duty: Occurrence, action: Action, asked: Asked, wants: Wants = NO_WANTS) -> tuple[Occurrence, Change]:
    """Raises RefusedError."""
    possible = duty.possible(asked.at_us)
    if action not in possible:
        raise ImpossibleError("duty", duty.state(asked.at_us), action, possible)
    wanted = duty.may(action)
    if asked.done_at_us is not None and not reaches(wanted, Role.MANAGER):
        wanted = Role.MANAGER
    if not reaches(asked.role, wanted):
        raise NotYoursError(action if asked.done_at_us is None else f"{action} at another time", wanted)
    if action in WANTS_WHY and not asked.why.strip():
        raise MissingError(action, ["why"])
    if action is Action.SIGN and asked.who == duty.done_by:
        raise OwnWorkError
    if action is Action.DO:
        _check_done(asked, wants)
    after = replace(_EFFECTS[action](duty, asked), version=duty.version + 1)
    return after, Change(after.version, asked.at_us, asked.who, action, asked.why)


def _check_done(asked: Asked, wants: Wants) -> None:
    told = {"attendees": asked.attendees, "findings": asked.findings}
    lacking = [name for name, text in told.items() if not text.strip()]
    if wants.minutes and lacking:
        raise MissingError(Action.DO, lacking)
    if any(abs(asked.done_us - other_us) < wants.distance_minutes * MINUTE_US for other_us in wants.others_us):
        raise TooSoonError(wants.distance_minutes)


def _done(duty: Occurrence, asked: Asked) -> Occurrence:
    if not duty.since_us <= asked.done_us <= asked.at_us:
        raise WrongTimeError
    return replace(
        duty,
        done_at_us=asked.done_us,
        done_by=asked.who,
        findings=asked.findings,
        evidence=asked.evidence,
        attendees=asked.attendees,
        idempotency_key=asked.idempotency_key,
    )


def was_done_by(duty: Occurrence, asked: Asked) -> bool:
    """Whether the same request was carried out before. Then its answer was lost."""
    same = asked.idempotency_key is not None and asked.idempotency_key == duty.idempotency_key
    return same and duty.done_by == asked.who


def _signed(duty: Occurrence, asked: Asked) -> Occurrence:
    return replace(duty, signed_at_us=asked.at_us, signed_by=asked.who)


def _returned(duty: Occurrence, _asked: Asked) -> Occurrence:
    return replace(duty, done_at_us=None, done_by=None, findings="", evidence="", attendees="", idempotency_key=None)


def _called_off(duty: Occurrence, asked: Asked) -> Occurrence:
    return replace(duty, called_off_at_us=asked.at_us, called_off_by=asked.who)


_EFFECTS = {Action.DO: _done, Action.SIGN: _signed, Action.RETURN: _returned, Action.CALL_OFF: _called_off}
