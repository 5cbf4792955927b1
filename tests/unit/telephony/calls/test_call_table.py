"""The states of a call, written out, and what the switch saw of one that nobody answered."""

import pytest

from telephony.calls.states import TRANSITIONS, WAITING, Signal, advance, outcome_of
from telephony.calls.tracker import HANDLED
from telephony.calls.wait import disposition_of
from telephony.facts import Attempt, Call, CallState, Direction, Disposition, Outcome

T0 = 1_764_000_000_000_000
S = 1_000_000

WAITS = {"RANG": "ringing", "ANSWERED": "talking", "GAVE_UP": "given_up", "GONE": "ended"}
QUIET = {"QUIET": "arrived", "QUIET_IN_QUEUE": "queued"}
TALKS = {"ANSWERED": "talking", "HELD": "held", "RESUMED": "talking", "GONE": "ended"}
MOVES = {
    "arrived": {**WAITS, **QUIET, "JOINED": "queued", "LEFT_ALONE": "given_up"},
    "queued": {**WAITS, **QUIET, "JOINED": "queued", "LEFT_ALONE": "queued"},
    "ringing": {**WAITS, **QUIET, "JOINED": "ringing", "LEFT_ALONE": "ringing"},
    "given_up": {
        **WAITS,
        "JOINED": "queued",
        "QUIET": "given_up",
        "QUIET_IN_QUEUE": "queued",
        "LEFT_ALONE": "given_up",
    },
    "talking": TALKS,
    "held": TALKS,
    "ended": {},
}


def test_what_moves_a_call_from_one_state_to_the_next() -> None:
    table = {state: {signal.name: after for signal, after in row.items()} for state, row in TRANSITIONS.items()}
    assert table == MOVES
    assert {"arrived", "queued", "ringing", "given_up"} == WAITING


def test_every_event_that_can_change_a_call_is_handled() -> None:
    told = """Newchannel Newstate NewCallerid Newexten Rename VarSet DialBegin DialState DialEnd
    QueueCallerJoin QueueCallerLeave QueueCallerAbandon ParkedCall UnParkedCall
    BridgeEnter BridgeLeave BridgeMerge LocalBridge Hold Unhold Pickup BlindTransfer AttendedTransfer
    HangupRequest SoftHangupRequest Hangup
    Status CoreShowChannel CoreShowChannelsComplete QueueEntry ContactStatus"""
    ours = "LinkUp LinkDown LinkKept LinkCheck Forged PbxClock OurClock Recovery CelRow LogRinging Recovered"
    assert {*told.split(), *ours.split()} == HANDLED


def waiting(queued: bool = False, rang: bool = False, outcomes: tuple[Outcome, ...] = ()) -> Call:
    call = Call("main", "1.1", Direction.INBOUND, "service", "", "8001", T0)
    call.queued_at_us = T0 if queued else None
    call.alerted_at_us = T0 if rang else None
    call.attempts = [Attempt("a", "PJSIP/1", T0, None, T0, outcome) for outcome in outcomes]
    return call


def seen(call: Call, left: bool = False, tried: bool = True, status: str = "", congested: bool = False) -> Disposition:
    return disposition_of(call, left, tried, status, congested)


@pytest.mark.parametrize("left", [False, True], ids=["the switch hung up", "the caller did"])
def test_who_was_promised_a_callback_in_the_queue_asked_for_it_however_the_call_ended(left: bool) -> None:
    rang = waiting(queued=True, rang=True, outcomes=(Outcome.CANCELLED,))
    assert disposition_of(rang, left, True, "", False, called_back=True) is Disposition.CALLBACK_REQUESTED


@pytest.mark.parametrize(("status", "seen"), [("TIMEOUT", "timeout"), ("JOINEMPTY", "no_agent")])
def test_a_key_after_the_queue_gave_up_leaves_what_the_switch_saw(status: str, seen: str) -> None:
    assert disposition_of(waiting(queued=True), False, True, status, False, called_back=True) == seen


@pytest.mark.parametrize("status", ["JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL", "FULL"])
def test_a_queue_that_had_nobody_is_no_agent_unless_a_phone_rang(status: str) -> None:
    assert seen(waiting(queued=True), status=status) is Disposition.NO_AGENT
    assert seen(waiting(queued=True, rang=True), status=status) is Disposition.TIMEOUT


@pytest.mark.parametrize("status", ["TIMEOUT", "CONTINUE", "WITHDRAW", ""])
def test_any_other_end_of_a_queue_is_a_timeout(status: str) -> None:
    assert seen(waiting(queued=True), status=status) is Disposition.TIMEOUT
    assert seen(waiting(queued=True, outcomes=(Outcome.BUSY, Outcome.FAILED)), status=status) is Disposition.TIMEOUT


@pytest.mark.parametrize(
    ("outcomes", "disposition"),
    [
        ((Outcome.BUSY,), Disposition.NO_AGENT),
        ((Outcome.FAILED,), Disposition.NO_AGENT),
        ((Outcome.FAILED, Outcome.BUSY, Outcome.FAILED), Disposition.NO_AGENT),
        ((Outcome.BUSY, Outcome.CANCELLED), Disposition.TIMEOUT),
        ((Outcome.NO_ANSWER,), Disposition.TIMEOUT),
        ((), Disposition.NO_AGENT),
    ],
)
def test_without_a_queue_it_is_no_agent_if_nobody_could_be_rung(
    outcomes: tuple[Outcome, ...], disposition: Disposition
) -> None:
    assert seen(waiting(outcomes=outcomes)) is disposition


def test_who_left_is_abandoned_whatever_else_was() -> None:
    call = waiting(queued=True, rang=True)
    assert seen(call, left=True, status="JOINEMPTY") is Disposition.ABANDONED
    assert seen(waiting(), left=True, tried=False, congested=True) is Disposition.ABANDONED


def test_where_nobody_was_tried_it_is_closed_or_failed() -> None:
    assert seen(waiting(), tried=False, status="JOINEMPTY") is Disposition.CLOSED
    assert seen(waiting(), tried=False, congested=True) is Disposition.FAILED
    assert seen(waiting(queued=True), congested=True) is Disposition.TIMEOUT


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("BUSY", "busy"), ("CONGESTION", "failed"), ("CHANUNAVAIL", "failed"), ("CANCEL", "cancelled"), ("", "cancelled")],
)
@pytest.mark.parametrize("rang", [True, False])
def test_how_a_dial_ended_is_how_its_attempt_did(status: str, outcome: str, rang: bool) -> None:
    assert outcome_of(status, "", rang) == outcome
    assert outcome_of(status, "16", rang) == outcome


@pytest.mark.parametrize("cause", ["17", "21"])
@pytest.mark.parametrize("status", ["NOANSWER", "CANCEL", "CHANUNAVAIL", ""])
def test_a_phone_that_says_it_is_busy_was_busy(status: str, cause: str) -> None:
    assert outcome_of(status, cause, True) is Outcome.BUSY


def after(*signals: tuple[Signal, float]) -> Call:
    call = waiting()
    for signal, second in signals:
        assert advance(call, signal, T0 + round(second * S))
    return call


def instants(call: Call) -> dict[str, float]:
    """In seconds since it arrived, of those that are set."""
    names = ("queued_at_us", "alerted_at_us", "answered_at_us", "ring_ended_at_us", "ended_at_us")
    found = {name.removesuffix("_at_us"): getattr(call, name) for name in names}
    return {name: (at_us - T0) / S for name, at_us in found.items() if at_us is not None}


S_ = Signal


def test_the_instants_of_a_call_that_is_answered() -> None:
    call = after((S_.JOINED, 1), (S_.RANG, 2), (S_.QUIET_IN_QUEUE, 9), (S_.RANG, 12), (S_.ANSWERED, 15), (S_.GONE, 40))
    assert instants(call) == {"queued": 1, "alerted": 2, "answered": 15, "ring_ended": 15, "ended": 40}
    assert (call.ring_us, call.wait_us, call.talk_us) == (13 * S, 15 * S, 25 * S)
    assert call.disposition is Disposition.ANSWERED


def test_the_instants_of_a_call_that_nobody_answers() -> None:
    assert instants(after((S_.RANG, 2), (S_.GONE, 9))) == {"alerted": 2, "ring_ended": 9, "ended": 9}
    assert instants(after((S_.RANG, 2), (S_.GAVE_UP, 9), (S_.GONE, 30))) == {"alerted": 2, "ring_ended": 9, "ended": 30}


def test_a_call_whose_last_second_tried_nobody_was_given_up_when_the_attempts_ended_unless_it_was_in_a_queue() -> None:
    given_up = after((S_.RANG, 2), (S_.QUIET, 9), (S_.LEFT_ALONE, 9), (S_.GONE, 30))
    assert instants(given_up) == {"alerted": 2, "ring_ended": 9, "ended": 30}
    waited = after((S_.JOINED, 1), (S_.LEFT_ALONE, 9), (S_.GONE, 30))
    assert instants(waited) == {"queued": 1, "ring_ended": 30, "ended": 30}
    rang = after((S_.RANG, 2), (S_.LEFT_ALONE, 1), (S_.GONE, 30))
    assert instants(rang) == {"alerted": 2, "ring_ended": 30, "ended": 30}


def test_the_first_queue_and_the_first_answer_stay_the_first() -> None:
    call = after((S_.JOINED, 1), (S_.JOINED, 5), (S_.ANSWERED, 8), (S_.HELD, 9), (S_.ANSWERED, 12))
    assert instants(call) == {"queued": 1, "answered": 8, "ring_ended": 8}


@pytest.mark.parametrize("again", [S_.RANG, S_.JOINED])
def test_the_wait_of_a_call_that_was_given_up_runs_on_if_it_is_tried_again(again: Signal) -> None:
    call = after((S_.RANG, 2), (S_.GAVE_UP, 9), (again, 12))
    assert call.ring_ended_at_us is None
    assert advance(call, S_.GONE, T0 + 20 * S)
    assert (instants(call)["ring_ended"], call.wait_us) == (20, 20 * S)


@pytest.mark.parametrize("signal", [S_.GAVE_UP, S_.GONE])
def test_no_wait_ends_before_it_began(signal: Signal) -> None:
    assert after((signal, -5)).ring_ended_at_us == T0
    assert after((S_.GONE, -5)).ended_at_us == T0


def test_a_call_that_still_waits_or_talks_has_no_durations() -> None:
    assert (after((S_.RANG, 2)).ring_us, after((S_.RANG, 2)).wait_us) == (0, 0)
    assert after((S_.ANSWERED, 2)).talk_us == 0
    assert after((S_.GONE, 7)).ring_us == 0


def test_an_attempt_rings_from_its_first_ring_to_its_end() -> None:
    assert Attempt("a", "PJSIP/1", T0, T0 + S, T0 + 4 * S).ring_us == 3 * S
    assert Attempt("a", "PJSIP/1", T0, T0 + S).ring_us == 0
    assert Attempt("a", "PJSIP/1", T0, None, T0 + 4 * S).ring_us == 0
    assert Attempt("a", "PJSIP/1", T0, T0 + 4 * S, T0 + S).ring_us == 0


def test_only_who_left_first_has_abandoned() -> None:
    call = after((S_.GONE, 7))
    for disposition in Disposition:
        call.disposition = disposition
        assert call.abandoned is (disposition == "abandoned")


def test_a_talk_after_a_hold_is_a_talk() -> None:
    assert after((S_.ANSWERED, 1), (S_.HELD, 2)).state is CallState.HELD
    assert after((S_.ANSWERED, 1), (S_.HELD, 2), (S_.RESUMED, 3)).state is CallState.TALKING
