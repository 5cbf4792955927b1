"""The states of a campaign, and what may be done in each.

Theory of operation. The pair (state, action) is looked up in TRANSITIONS; where no row stands there, nothing changes.
What is asked can be amended only while nobody has been asked: answers to different questions cannot be added up.
Closing is for good; what was counted then is kept.
"""

from collections.abc import Mapping
from enum import StrEnum

from kit.refusals import RefusedError


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Action(StrEnum):
    AMEND = "amend"
    INVITE = "invite"
    OPEN = "open"
    ANSWER = "answer"
    CLOSE = "close"


_S, _A = State, Action

TRANSITIONS: Mapping[State, Mapping[Action, State]] = {
    _S.DRAFT: {_A.AMEND: _S.DRAFT, _A.INVITE: _S.DRAFT, _A.OPEN: _S.OPEN},
    _S.OPEN: {_A.INVITE: _S.OPEN, _A.ANSWER: _S.OPEN, _A.CLOSE: _S.CLOSED},
    _S.CLOSED: {},
}


class ImpossibleError(RefusedError):
    def __init__(self, state: State, action: Action) -> None:
        super().__init__(f"a survey that is {state} cannot do this: {action}", possible=possible(state))


def possible(state: State) -> tuple[Action, ...]:
    return tuple(TRANSITIONS[state])


def after(state: State, action: Action) -> State:
    """Raises ImpossibleError."""
    if action not in TRANSITIONS[state]:
        raise ImpossibleError(state, action)
    return TRANSITIONS[state][action]
