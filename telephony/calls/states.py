"""The states of one call, and what moves it from one to the next.

Theory of operation. The tracker reads the switch's events and turns each into at most one signal about one call.
`advance` looks the pair (state, signal) up in TRANSITIONS. Where a row stands there, the call moves and its instants
are set; where none stands, nothing changes and the tracker counts an unexpected event.

While the caller waits, three states say what is going on: ARRIVED (nothing), QUEUED, RINGING. Two signals lead back
from RINGING when the last device falls silent. GIVEN_UP is the end of the wait by the switch's own choice: voicemail
or an announcement after the attempts. Where no step of the dialplan shows that choice, the end of the call does: in
its last second or longer nobody was tried, and the caller waited in no queue. A dialplan may think better of it and
ring again: the wait then runs on, because the caller's wait did. After the answer the waiting signals change nothing
more: a call is answered once.
"""

from enum import StrEnum

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
    LEFT_ALONE = "nobody was tried in its last second"
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
    _S.ARRIVED: {Signal.JOINED: _S.QUEUED, Signal.LEFT_ALONE: _S.GIVEN_UP, **_QUIET, **_WAITING},
    _S.QUEUED: {Signal.JOINED: _S.QUEUED, Signal.LEFT_ALONE: _S.QUEUED, **_QUIET, **_WAITING},
    _S.RINGING: {Signal.JOINED: _S.RINGING, Signal.LEFT_ALONE: _S.RINGING, **_QUIET, **_WAITING},
    _S.GIVEN_UP: {
        Signal.JOINED: _S.QUEUED,
        Signal.QUIET: _S.GIVEN_UP,
        Signal.QUIET_IN_QUEUE: _S.QUEUED,
        Signal.LEFT_ALONE: _S.GIVEN_UP,
        **_WAITING,
    },
    _S.TALKING: _TALKING,
    _S.HELD: _TALKING | {Signal.HELD: _S.HELD},
    _S.ENDED: {},
}

WAITING = frozenset({_S.ARRIVED, _S.QUEUED, _S.RINGING, _S.GIVEN_UP})


def advance(call: Call, signal: Signal, at_us: int) -> bool:
    """Move the call; False, and nothing changed, where its state has no such transition.

    `at_us` is when the signal's cause happened: for GAVE_UP and LEFT_ALONE the instant the attempts ended, for GONE the
    caller's end.
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
    elif (call.state is CallState.GIVEN_UP or call.state is CallState.ENDED) and call.ring_ended_at_us is None:
        call.ring_ended_at_us = max(at_us, call.arrived_at_us)


_BUSY_CAUSES = frozenset({"17", "21"})
"""Q.850 user busy and call rejected: in a queue only the leg's own hang-up tells them."""

_GONE_CAUSES = frozenset({"27", "34"})
"""Q.850 destination out of order: a page that is gone was refused in its place (telephony.phones.rings). Congestion:
its socket ended meanwhile. A queue says NOANSWER of both."""

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
        return Outcome.NO_ANSWER if rang and hangup_cause not in _GONE_CAUSES else Outcome.FAILED
    return _OUTCOMES.get(dial_status, Outcome.CANCELLED)
