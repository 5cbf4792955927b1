"""What an inspection found, and how it is settled.

Theory of operation. A minor finding is corrected by word, and looked at again by the next weekly inspection: it passes,
or fails and gets a nonconformity. Any other finding has a nonconformity from the beginning, and is closed with it. The
pair (state, action) is looked up in TRANSITIONS; where no row stands there, nothing changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import ImpossibleError, MissingError, NotYoursError
from kit.roles import Role, reaches


class Severity(StrEnum):
    MINOR = "minor"
    MAJOR = "major"


class State(StrEnum):
    OPEN = "open"
    CORRECTED = "corrected"  # by word
    ESCALATED = "escalated"  # it has a nonconformity
    CLOSED = "closed"


class Action(StrEnum):
    CORRECT = "correct"
    PASS = "pass"  # noqa: S105 - looked at again, and in order
    FAIL = "fail"  # looked at again, and not in order
    ESCALATE = "escalate"
    CLOSE = "close"  # its nonconformity is over
    REOPEN = "reopen"  # its nonconformity starts again


TRANSITIONS: Mapping[State, Mapping[Action, State]] = {
    State.OPEN: {
        Action.CORRECT: State.CORRECTED,
        Action.PASS: State.CLOSED,
        Action.FAIL: State.ESCALATED,
        Action.ESCALATE: State.ESCALATED,
    },
    State.CORRECTED: {Action.PASS: State.CLOSED, Action.FAIL: State.ESCALATED, Action.ESCALATE: State.ESCALATED},
    State.ESCALATED: {Action.CLOSE: State.CLOSED},
    State.CLOSED: {Action.REOPEN: State.ESCALATED},
}

BY_HAND = (Action.CORRECT, Action.ESCALATE)
"""The others come with a weekly inspection, or with the nonconformity."""
MAY: Mapping[Action, Role] = {action: Role.AGENT if action is Action.CORRECT else Role.MANAGER for action in Action}


@dataclass(frozen=True, slots=True)
class Finding:
    id: int
    severity: Severity
    state: State
    version: int = 1

    @classmethod
    def first_state(cls, severity: Severity) -> State:
        return State.OPEN if severity is Severity.MINOR else State.ESCALATED

    def possible(self) -> tuple[Action, ...]:
        return tuple(action for action in TRANSITIONS[self.state] if action in BY_HAND)


class Told(NamedTuple):
    """Who says what of it, in which role."""

    who: str
    role: Role
    at_us: int
    why: str = ""


class Change(NamedTuple):
    version: int
    at_us: int
    who: str
    what: str
    why: str


def act(finding: Finding, action: Action, told: Told) -> tuple[Finding, Change]:
    """Raises RefusedError."""
    state = TRANSITIONS[finding.state].get(action)
    if state is None:
        raise ImpossibleError("finding", finding.state, action, finding.possible())
    if not reaches(told.role, MAY[action]):
        raise NotYoursError(action, MAY[action])
    if action in BY_HAND and not told.why.strip():
        raise MissingError(action, ["why"])
    after = replace(finding, state=state, version=finding.version + 1)
    return after, Change(after.version, told.at_us, told.who, action, told.why)
