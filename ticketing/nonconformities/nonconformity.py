"""A nonconformity, one row of its history, and how an action changes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import ConflictError, ImpossibleError, MissingError, NotYoursError, RefusedError
from kit.roles import Role, reaches
from ticketing.nonconformities.states import MAY, TRANSITIONS, WANTS, Action, State, Want


class Source(StrEnum):
    FINDING = "finding"
    TICKET = "ticket"  # a promise that was broken
    SURVEY = "survey"  # what a household answered
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nonconformity:
    id: int
    source: Source
    finding: int | None = None
    ticket: str | None = None
    survey: int | None = None
    response: str | None = None  # the answer in it
    title: str
    description: str = ""
    department: str = ""
    state: State = State.RAISED
    version: int = 1
    raised_at_us: int
    raised_by: str
    issued_at_us: int | None = None
    issued_by: str | None = None
    responsible: str = ""
    due: date | None = None  # the last day on which it is in time
    corrective: str = ""
    preventive: str = ""
    acted_at_us: int | None = None
    acted_by: str | None = None
    verified_at_us: int | None = None
    verified_by: str | None = None
    verification: str = ""
    closed_at_us: int | None = None
    closed_by: str | None = None

    def possible(self) -> tuple[Action, ...]:
        return tuple(TRANSITIONS[self.state])


class Asked(NamedTuple):
    who: str
    role: Role
    at_us: int
    today: date
    why: str = ""
    responsible: str = ""
    due: date | None = None
    corrective: str = ""
    preventive: str = ""


class Change(NamedTuple):
    version: int
    at_us: int
    who: str
    what: str  # an Action, raised, due_soon or overdue
    why: str = ""


class RaisedError(ConflictError):
    def __init__(self, number: int) -> None:
        super().__init__(f"this answer has nonconformity {number} already: act on that one")
        self.number = number


class DuePastError(RefusedError):
    def __init__(self) -> None:
        super().__init__("it cannot be due before today")


def act(one: Nonconformity, action: Action, asked: Asked) -> tuple[Nonconformity, Change]:
    """Raises RefusedError."""
    state = TRANSITIONS[one.state].get(action)
    if state is None:
        raise ImpossibleError("nonconformity", one.state, action, one.possible())
    if not reaches(asked.role, MAY[action]):
        raise NotYoursError(action, MAY[action])
    lacking = [want.value for want in WANTS[action] if not _told(asked, want)]
    if lacking:
        raise MissingError(action, lacking)
    if Want.DUE in WANTS[action] and asked.due is not None and asked.due < asked.today:
        raise DuePastError
    after = replace(_EFFECTS[action](one, asked), state=state, version=one.version + 1)
    return after, Change(after.version, asked.at_us, asked.who, action, asked.why)


def _told(asked: Asked, want: Want) -> bool:
    told = getattr(asked, want)
    return bool(told.strip()) if isinstance(told, str) else told is not None


def _issued(one: Nonconformity, asked: Asked) -> Nonconformity:
    return replace(one, issued_at_us=asked.at_us, issued_by=asked.who, responsible=asked.responsible, due=asked.due)


def _acted(one: Nonconformity, asked: Asked) -> Nonconformity:
    return replace(
        one,
        corrective=asked.corrective,
        preventive=asked.preventive,
        acted_at_us=asked.at_us,
        acted_by=asked.who,
    )


def _rejected(one: Nonconformity, _asked: Asked) -> Nonconformity:
    """What was told of it stays until it is told again."""
    return replace(one, acted_at_us=None, acted_by=None, verified_at_us=None, verified_by=None, verification="")


def _verified(one: Nonconformity, asked: Asked) -> Nonconformity:
    return replace(one, verified_at_us=asked.at_us, verified_by=asked.who, verification=asked.why)


def _closed(one: Nonconformity, asked: Asked) -> Nonconformity:
    return replace(one, closed_at_us=asked.at_us, closed_by=asked.who)


def _reopened(one: Nonconformity, asked: Asked) -> Nonconformity:
    return replace(_rejected(one, asked), closed_at_us=None, closed_by=None, due=asked.due)


_EFFECTS: Mapping[Action, Callable[[Nonconformity, Asked], Nonconformity]] = {
    Action.ISSUE: _issued,
    Action.ACT: _acted,
    Action.REJECT: _rejected,
    Action.VERIFY: _verified,
    Action.CLOSE: _closed,
    Action.REOPEN: _reopened,
    Action.CANCEL: _closed,
}
