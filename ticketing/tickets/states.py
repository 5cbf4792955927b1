"""The states of a ticket, and what moves it from one to the next.

Theory of operation. A person asks for an action on a ticket. The pair (status, action) is looked up in TRANSITIONS;
where no row stands there, nothing changes and the answer says which actions are possible. What an action wants told
with it stands in WANTS. Sent back (退单) is a worker's answer to a dispatch: the ticket is open again, or dispatched
to its trade again if a rule had given it. Hand-over (转单)
gives it to another person or trade and leaves it dispatched, since that one has not begun. Paused is not a status: the
clocks of a dispatched ticket or one in progress stand still, and any action that moves it starts them again.
"""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    DISPATCH = "dispatch"  # 派工
    START = "start"
    RETURN = "return"  # 退单
    HAND_OVER = "hand_over"  # 转单
    PAUSE = "pause"
    RESUME = "resume"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"


class Want(StrEnum):
    ASSIGNEE = "assignee"  # a person or a trade
    WHY = "why"
    RESOLUTION = "resolution"


_S, _A = Status, Action
_GIVEN_OUT: Mapping[Action, Status] = {
    _A.RETURN: _S.OPEN,
    _A.HAND_OVER: _S.DISPATCHED,
    _A.RESOLVE: _S.RESOLVED,
    _A.CANCEL: _S.CANCELLED,
}

TRANSITIONS: Mapping[Status, Mapping[Action, Status]] = {
    _S.OPEN: {
        _A.DISPATCH: _S.DISPATCHED,
        _A.START: _S.IN_PROGRESS,
        _A.RESOLVE: _S.RESOLVED,
        _A.CANCEL: _S.CANCELLED,
    },
    _S.DISPATCHED: {
        _A.START: _S.IN_PROGRESS,
        _A.PAUSE: _S.DISPATCHED,
        _A.RESUME: _S.DISPATCHED,
        **_GIVEN_OUT,
    },
    _S.IN_PROGRESS: {_A.PAUSE: _S.IN_PROGRESS, _A.RESUME: _S.IN_PROGRESS, **_GIVEN_OUT},
    _S.RESOLVED: {_A.CLOSE: _S.CLOSED, _A.REOPEN: _S.OPEN},
    _S.CLOSED: {_A.REOPEN: _S.OPEN},
    _S.CANCELLED: {_A.REOPEN: _S.OPEN},
}

WANTS: Mapping[Action, frozenset[Want]] = {
    _A.DISPATCH: frozenset({Want.ASSIGNEE}),
    _A.HAND_OVER: frozenset({Want.ASSIGNEE, Want.WHY}),
    _A.RETURN: frozenset({Want.WHY}),
    _A.PAUSE: frozenset({Want.WHY}),
    _A.RESOLVE: frozenset({Want.RESOLUTION}),
    _A.CANCEL: frozenset({Want.WHY}),
    _A.REOPEN: frozenset({Want.WHY}),
}

WORKMANS = frozenset({_A.START, _A.PAUSE, _A.RESUME, _A.RETURN, _A.RESOLVE})
"""What a workman may do with a ticket of theirs."""

ACTIVE = frozenset({_S.OPEN, _S.DISPATCHED, _S.IN_PROGRESS})
DONE = frozenset({_S.RESOLVED, _S.CLOSED})


def possible(status: Status, paused: bool = False) -> tuple[Action, ...]:
    impossible = _A.PAUSE if paused else _A.RESUME
    return tuple(action for action in TRANSITIONS[status] if action is not impossible)
