"""The states of one call, and what moves it from one to the next.

Theory of operation. The tracker reads the switch's events and turns each into at most one signal about one call.
`advance` looks the pair (state, signal) up in TRANSITIONS. Where a row stands there, the call moves and its instants
are set; where none stands, nothing changes and the tracker counts an unexpected event.

While the caller waits, three states say what is going on: ARRIVED (nothing), QUEUED, RINGING. Two signals lead back
from RINGING when the last device falls silent. GIVEN_UP is the end of the wait by the switch's own choice: voicemail
or an announcement after the attempts. A dialplan may think better of it and ring again: the wait then runs on, because
the caller's wait did. After the answer the waiting signals change nothing more: a call is answered once.
"""

from enum import StrEnum
from typing import NamedTuple

from telephony.facts import Call, CallState, Disposition, Outcome


class Signal(StrEnum):
    JOINED = "joined a queue"
    RANG = "a device rings"
    QUIET_IN_QUEUE = "nothing rings, still in the queue"
    QUIET = "nothing rings, in no queue"
    ANSWERED = "bridged with a person"
    HELD = "put on hold"
    RESUMED = "taken from hold"
    GAVE_UP = "the switch gave up"
    GONE = "the caller's channel is gone"


_S = CallState
_WAITING: dict[Signal, CallState] = {
    Signal.RANG: _S.RINGING,
    Signal.ANSWERED: _S.TALKING,
    Signal.GAVE_UP: _S.GIVEN_UP,
    Signal.GONE: _S.ENDED,
}
_TALKING: dict[Signal, CallState] = {
    Signal.ANSWERED: _S.TALKING,
    Signal.HELD: _S.HELD,
    Signal.RESUMED: _S.TALKING,
    Signal.GONE: _S.ENDED,
}
_QUIET: dict[Signal, CallState] = {Signal.QUIET: _S.ARRIVED, Signal.QUIET_IN_QUEUE: _S.QUEUED}

TRANSITIONS: dict[CallState, dict[Signal, CallState]] = {
    _S.ARRIVED: {Signal.JOINED: _S.QUEUED, **_QUIET, **_WAITING},
    _S.QUEUED: {Signal.JOINED: _S.QUEUED, **_QUIET, **_WAITING},
    _S.RINGING: {Signal.JOINED: _S.RINGING, **_QUIET, **_WAITING},
    _S.GIVEN_UP: {Signal.JOINED: _S.QUEUED, Signal.QUIET: _S.GIVEN_UP, Signal.QUIET_IN_QUEUE: _S.QUEUED, **_WAITING},
    _S.TALKING: _TALKING,
    _S.HELD: _TALKING | {Signal.HELD: _S.HELD},
    _S.ENDED: {},
}

WAITING = frozenset({_S.ARRIVED, _S.QUEUED, _S.RINGING, _S.GIVEN_UP})


def advance(call: Call, signal: Signal, at_us: int) -> bool:
    """Move the call; False, and nothing changed, where its state has no such transition.

    `at_us` is when the signal's cause happened: for GAVE_UP the instant the attempts ended, for GONE the caller's end.
    """
    state = TRANSITIONS[call.state].get(signal)
    if state is None:
        return False
    call.state = state
    if call.answered_at_us is None:
        _keep_wait(call, signal, at_us)
    if signal is Signal.GONE:
        call.ended_at_us = max(at_us, call.arrived_at_us)
    return True


def _keep_wait(call: Call, signal: Signal, at_us: int) -> None:
    """The instants of the wait; only ever called before the answer."""
    if signal is Signal.RANG:
        call.ring_ended_at_us = None
        if call.alerted_at_us is None:
            call.alerted_at_us = at_us
    elif signal is Signal.JOINED:
        call.ring_ended_at_us = None
        if call.queued_at_us is None:
            call.queued_at_us = at_us
    elif signal is Signal.ANSWERED:
        call.answered_at_us = call.ring_ended_at_us = at_us
        call.disposition = Disposition.ANSWERED
    elif (signal is Signal.GAVE_UP or signal is Signal.GONE) and call.ring_ended_at_us is None:
        call.ring_ended_at_us = max(at_us, call.arrived_at_us)


_BUSY_CAUSES = frozenset({"17", "21"})
"""Q.850 user busy and call rejected: in a queue only the leg's own hang-up tells them."""

_OUTCOMES = {"BUSY": Outcome.BUSY, "CONGESTION": Outcome.FAILED, "CHANUNAVAIL": Outcome.FAILED}


def outcome_of(dial_status: str, hangup_cause: str, rang: bool) -> Outcome:
    """How an attempt that was not answered ended.

    `dial_status` is the first DialEnd's, '' where none came: a picked-up leg, or one whose call ended around it.
    NOANSWER of a device that never rang is a dead address; after ANSWER the device is gone while the caller waits on.
    """
    if dial_status == "ANSWER":
        return Outcome.DROPPED
    if hangup_cause in _BUSY_CAUSES:
        return Outcome.BUSY
    if dial_status == "NOANSWER":
        return Outcome.NO_ANSWER if rang else Outcome.FAILED
    return _OUTCOMES.get(dial_status, Outcome.CANCELLED)


GAVE_UP_AFTER_US = 1_000_000
"""A caller still there this long after the last attempt, with no other in sight, has been given up by the dialplan.
Used where the PBX does not show the dialplan's steps; a gap between two rounds of Dial lasts milliseconds."""

_RANG_OUT_US = 200_000
"""A queue that is left this soon after its last member rang out has given up itself."""


class Parting(NamedTuple):
    """What is known of who ended an unanswered call, when the caller's channel is gone."""

    asked_at_us: int | None  # the caller's line said that it hangs up
    gone_at_us: int  # the dialplan was over: its `h` extension began, or the channel was gone
    tried: bool  # a queue or a device was tried
    stepped: bool  # the dialplan's steps are heard
    closed: bool  # by a step of the dialplan, by a supervisor, or because what it played ran to its end
    queue_status: str  # QUEUESTATUS since the last queue was joined
    dial_status: str  # of the last device that fell silent, with no step of the dialplan since
    silent_at_us: int | None  # when it did
    abandoned_at_us: int | None  # the last QueueCallerAbandon, with no step of the dialplan since


def left_at_us(end: Parting) -> int | None:
    """When the caller left; None where the switch ended the call.

    Analog lines (DAHDI FXO), SS7 and others never say that their caller hangs up: there the traces tell it.
    """
    if end.asked_at_us is not None:
        return end.asked_at_us
    if end.closed or end.queue_status:
        return None
    if not end.tried:
        return end.gone_at_us
    at_us = end.silent_at_us if end.dial_status == "CANCEL" else _abandoned(end)
    return at_us if at_us is not None and end.gone_at_us - at_us < GAVE_UP_AFTER_US else None


def _abandoned(end: Parting) -> int | None:
    """QueueCallerAbandon alone says little: the queue sends it when it gives up, too."""
    if end.abandoned_at_us is None or not end.stepped:
        return None
    since_us = end.abandoned_at_us - (end.silent_at_us or 0)
    return None if end.dial_status and since_us < _RANG_OUT_US else end.abandoned_at_us


_NOBODY = frozenset({"JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL", "FULL"})


def disposition_of(call: Call, caller_left: bool, tried: bool, queue_status: str, congested: bool) -> Disposition:
    """What the switch saw of a call that nobody answered.

    `caller_left`: the caller hung up while the wait still ran. `tried`: a queue or a device was tried.
    `queue_status`: the last QUEUESTATUS of the caller's channel, '' where no queue ended or refused the call.
    `congested`: the dialplan sent Congestion or Busy.
    """
    if caller_left:
        return Disposition.ABANDONED
    if not tried:
        return Disposition.FAILED if congested else Disposition.CLOSED
    if queue_status in _NOBODY and call.alerted_at_us is None:
        return Disposition.NO_AGENT
    if call.queued_at_us is not None:
        return Disposition.TIMEOUT
    refused = all(attempt.outcome in (Outcome.BUSY, Outcome.FAILED) for attempt in call.attempts)
    return Disposition.NO_AGENT if refused else Disposition.TIMEOUT
