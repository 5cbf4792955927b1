"""The states of a nonconformity, and what moves it from one to the next.

Theory of operation. It is raised by an inspection, a breach or a person, who may have read an answer to a survey, and
is nothing yet: the manager issues it, which is a signature, names who is responsible, and until when. That person
tells what was put right and what keeps it from coming again. The manager verifies it, or sends it back, and closes it.
The pair (state, action) is looked up in TRANSITIONS; where no row stands there, nothing changes and the answer says
which actions are possible.
"""

from collections.abc import Mapping
from enum import StrEnum

from kit.roles import Role


class State(StrEnum):
    RAISED = "raised"
    ISSUED = "issued"
    ACTED = "acted"
    VERIFIED = "verified"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    ISSUE = "issue"
    ACT = "act"
    REJECT = "reject"
    VERIFY = "verify"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"


class Want(StrEnum):
    RESPONSIBLE = "responsible"
    DUE = "due"
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"
    WHY = "why"


TRANSITIONS: Mapping[State, Mapping[Action, State]] = {
    State.RAISED: {Action.ISSUE: State.ISSUED, Action.CANCEL: State.CANCELLED},
    State.ISSUED: {Action.ACT: State.ACTED, Action.CANCEL: State.CANCELLED},
    State.ACTED: {Action.VERIFY: State.VERIFIED, Action.REJECT: State.ISSUED},
    State.VERIFIED: {Action.CLOSE: State.CLOSED, Action.REJECT: State.ISSUED},
    State.CLOSED: {Action.REOPEN: State.ISSUED},
    State.CANCELLED: {},
}

WANTS: Mapping[Action, tuple[Want, ...]] = {
    Action.ISSUE: (Want.RESPONSIBLE, Want.DUE),
    Action.ACT: (Want.CORRECTIVE, Want.PREVENTIVE),
    Action.REJECT: (Want.WHY,),
    Action.VERIFY: (Want.WHY,),  # what was looked at
    Action.CLOSE: (),
    Action.REOPEN: (Want.WHY, Want.DUE),
    Action.CANCEL: (Want.WHY,),
}

MAY: Mapping[Action, Role] = {action: Role.AGENT if action is Action.ACT else Role.MANAGER for action in Action}
