"""A phone in a page whose page crashed: the PBX rings nobody until its dial times out, and the attempt says so."""

import pytest

from telephony.calls.states import outcome_of
from telephony.facts import CallState, Outcome
from tests.unit.telephony.calls.recordings import truths
from tests.unit.telephony.calls.switch import T0, S, Switch
from tests.unit.telephony.calls.test_captures import NEAR_US, replay


def gone(switch: Switch, endpoint: str, word: str = "Removed") -> None:
    uri = f"sip:{endpoint}@192.0.2.7:40001;transport=ws"
    switch.say("ContactStatus", URI=uri, ContactStatus=word, AOR=endpoint, EndpointName=endpoint)


def rung(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/2001")
    switch.at(2).ring("x")


def test_the_attempt_failed_when_the_page_was_gone_and_not_when_the_dial_ended(switch: Switch) -> None:
    rung(switch)
    gone(switch.at(3), "2001")
    assert switch.states == [CallState.QUEUED]
    (ghost,) = switch.tracker.live_calls
    assert ghost.attempts[0].outcome is Outcome.FAILED
    switch.at(22).dial_end("x", "NOANSWER")
    switch.hang_up("x")
    (call,) = switch.tracker.live_calls
    (attempt,) = call.attempts
    assert (attempt.outcome, attempt.alerted_at_us, attempt.ended_at_us) == (Outcome.FAILED, T0 + 2 * S, T0 + 3 * S)


@pytest.mark.parametrize(("endpoint", "word"), [("2002", "Removed"), ("200", "Removed"), ("2001", "NonQualified")])
def test_another_phone_or_another_word_changes_nothing(switch: Switch, endpoint: str, word: str) -> None:
    rung(switch)
    gone(switch.at(3), endpoint, word)
    assert switch.states == [CallState.RINGING]


def test_a_desk_phone_of_the_same_agent_rings_on(switch: Switch) -> None:
    rung(switch)
    switch.dial("y", "PJSIP/1001")
    switch.ring("y")
    gone(switch.at(3), "2001")
    assert switch.states == [CallState.RINGING]


def test_a_page_that_is_gone_while_it_talks_ends_no_call(switch: Switch) -> None:
    rung(switch)
    switch.at(3).dial_end("x", "ANSWER")
    switch.bridge("b", "a", "x")
    gone(switch.at(4), "2001")
    assert switch.states == [CallState.TALKING]
    (call,) = switch.tracker.live_calls
    assert call.attempts[0].outcome is Outcome.ANSWERED


def test_a_page_that_is_gone_while_nothing_rings_there_is_nothing_unexpected(switch: Switch) -> None:
    gone(switch, "2001")
    assert switch.unexpected == []


@pytest.mark.parametrize("name", ["page_ghost", "page_refused"])
def test_a_recorded_attempt_of_a_page_ended_when_the_page_was_gone(name: str) -> None:
    """In the first one Asterisk rang nobody for three seconds more."""
    (call,), (truth,) = replay(name)[0].values(), truths(name)
    (page,) = (each for each in call.attempts if each.device == "PJSIP/2001")
    assert page.outcome is Outcome.FAILED
    assert page.ended_at_us is not None
    assert 0 <= page.ended_at_us - truth["attempts"][0]["ended_at_us"] + NEAR_US <= 500_000


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [("27", Outcome.FAILED), ("34", Outcome.FAILED), ("19", Outcome.NO_ANSWER), ("17", Outcome.BUSY)],
)
def test_a_queue_says_no_answer_of_a_page_that_was_refused_in_its_place(cause: str, outcome: Outcome) -> None:
    assert outcome_of("NOANSWER", cause, rang=True) is outcome
