"""The table of states: complete, closed, and never two answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.calls.states import TRANSITIONS, WAITING, Signal, advance, outcome_of
from telephony.calls.wait import disposition_of
from telephony.facts import Attempt, Call, CallState, Direction, Disposition, Outcome

T0 = 1_764_000_000_000_000


def fresh() -> Call:
    return Call("main", "1.1", Direction.INBOUND, "service", "", "8001", T0)


def test_every_state_has_a_row_and_every_live_state_can_end() -> None:
    assert set(TRANSITIONS) == set(CallState)
    assert all(
        row[Signal.GONE] is CallState.ENDED for state, row in TRANSITIONS.items() if state is not CallState.ENDED
    )


def test_an_ended_call_takes_no_signal() -> None:
    call = fresh()
    assert advance(call, Signal.GONE, T0 + 5)
    assert not any(advance(call, signal, T0 + 9) for signal in Signal)
    assert call.ended_at_us == T0 + 5


def test_a_signal_that_does_not_fit_changes_nothing() -> None:
    call = fresh()
    assert not advance(call, Signal.HELD, T0 + 1)
    assert call.state is CallState.ARRIVED


@given(st.lists(st.tuples(st.sampled_from(sorted(Signal)), st.integers(0, 10**9))))
def test_any_order_of_signals_answers_at_most_once_and_keeps_durations_positive(
    signals: list[tuple[Signal, int]],
) -> None:
    call, at_us, answers = fresh(), T0, set()
    for signal, after_us in signals:
        at_us += after_us
        advance(call, signal, at_us)
        answers.add(call.answered_at_us)
    assert len(answers - {None}) <= 1
    assert min(call.ring_us, call.wait_us, call.talk_us) >= 0
    assert (call.answered_at_us is None) == (call.state in WAITING or call.disposition is None)


def test_the_wait_runs_on_when_the_dialplan_rings_again_after_giving_up() -> None:
    call = fresh()
    for signal, second in ((Signal.RANG, 1), (Signal.GAVE_UP, 9), (Signal.RANG, 20), (Signal.ANSWERED, 23)):
        advance(call, signal, T0 + second * 1_000_000)
    assert call.ring_us == 22_000_000


@pytest.mark.parametrize(
    ("status", "cause", "rang", "outcome"),
    [
        ("NOANSWER", "0", True, Outcome.NO_ANSWER),
        ("NOANSWER", "0", False, Outcome.FAILED),
        ("NOANSWER", "17", False, Outcome.BUSY),
        ("NOANSWER", "21", True, Outcome.BUSY),
        ("CANCEL", "0", True, Outcome.CANCELLED),
        ("BUSY", "", False, Outcome.BUSY),
        ("CHANUNAVAIL", "3", False, Outcome.FAILED),
        ("", "16", True, Outcome.CANCELLED),
        ("ANSWER", "16", True, Outcome.DROPPED),
    ],
)
def test_an_attempt_ends_as_its_leg_did(status: str, cause: str, rang: bool, outcome: Outcome) -> None:
    assert outcome_of(status, cause, rang) is outcome


def _after(queued: bool, *outcomes: Outcome) -> Call:
    call = fresh()
    call.queued_at_us = T0 if queued else None
    call.attempts = [Attempt("a", "PJSIP/1", T0, None, T0, outcome) for outcome in outcomes]
    return call


@pytest.mark.parametrize(
    ("call", "left", "tried", "status", "congested", "disposition"),
    [
        (_after(True, Outcome.CANCELLED), True, True, "", False, Disposition.ABANDONED),
        (_after(False), False, False, "", False, Disposition.CLOSED),
        (_after(False), False, False, "", True, Disposition.FAILED),
        (_after(False), False, True, "JOINEMPTY", False, Disposition.NO_AGENT),
        (_after(True, Outcome.NO_ANSWER), False, True, "TIMEOUT", False, Disposition.TIMEOUT),
        (_after(False, Outcome.BUSY, Outcome.FAILED), False, True, "", False, Disposition.NO_AGENT),
        (_after(False, Outcome.BUSY, Outcome.NO_ANSWER), False, True, "", False, Disposition.TIMEOUT),
    ],
)
def test_the_disposition_says_who_ended_the_wait(
    call: Call, left: bool, tried: bool, status: str, congested: bool, disposition: Disposition
) -> None:
    assert disposition_of(call, left, tried, status, congested) is disposition


def test_a_helpers_phone_changes_no_disposition() -> None:
    call = _after(False, Outcome.BUSY, Outcome.CANCELLED)
    call.attempts[-1].is_rescue = True
    assert disposition_of(call, False, True, "", False) is Disposition.NO_AGENT
