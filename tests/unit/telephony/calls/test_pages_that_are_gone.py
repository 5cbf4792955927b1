"""A phone in a page whose page crashed: the PBX rings nobody until its dial times out, and the attempt says so."""

import pytest

from telephony.facts import CallState, Outcome
from tests.unit.telephony.calls.switch import T0, S, Switch


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
