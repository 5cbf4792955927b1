"""How the tracker follows a caller's wait: rings, rounds, refusals, and who ended it."""

import pytest

from telephony.calls.wait import GAVE_UP_AFTER_US
from telephony.facts import Disposition, Outcome
from tests.unit.telephony.calls.switch import T0, S, Switch


def test_rings_run_on_from_one_agent_to_the_next(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(9).dial_end("x", "NOANSWER")
    switch.dial_end("x", "CANCEL")
    switch.hang_up("x")
    switch.at(10).dial("y", "PJSIP/1002")
    switch.ring("y")
    switch.at(16).bridge("b", "a", "y")
    switch.hang_up("a")
    call = switch.only
    assert call.ring_us == 15 * S
    assert [(a.agent, a.outcome, a.ring_us) for a in call.attempts] == [
        ("1001", Outcome.NO_ANSWER, 8 * S),
        ("1002", Outcome.ANSWERED, 6 * S),
    ]


def test_a_phone_may_ring_before_its_dial_begins(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.at(1).ring("x")
    switch.at(2).say("DialBegin", **switch.of("a"), **switch.of("x", "Dest"))
    assert [a.alerted_at_us for call in switch.tracker.live_calls for a in call.attempts] == [T0 + S]


def test_the_caller_who_hangs_up_while_it_rings_has_abandoned(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(7).request_hangup()
    switch.at(7.01).say("QueueCallerAbandon", Queue="hotline", **switch.of("a"))
    switch.dial_end("x", "CANCEL")
    switch.hang_up("x", "a")
    call = switch.only
    assert (call.disposition, call.ring_us, call.ended_at_us) == (Disposition.ABANDONED, 6 * S, T0 + 7 * S)
    assert [a.outcome for a in call.attempts] == [Outcome.CANCELLED]


def rung_out_of_the_queue(switch: Switch) -> None:
    """Rings from 1 s, the queue gives up at 9 s."""
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(9).dial_end("x", "NOANSWER")
    switch.hang_up("x")
    switch.say("QueueCallerAbandon", Queue="hotline", **switch.of("a"))
    switch.leave()
    switch.say("VarSet", Variable="QUEUESTATUS", Value="TIMEOUT", **switch.of("a"))


def test_a_queue_that_gives_up_is_a_timeout_though_asterisk_says_abandon(switch: Switch) -> None:
    rung_out_of_the_queue(switch)
    switch.hang_up("a")
    assert (switch.only.disposition, switch.only.ring_us) == (Disposition.TIMEOUT, 8 * S)


def test_hanging_up_in_the_voicemail_is_no_abandon(switch: Switch) -> None:
    rung_out_of_the_queue(switch)
    switch.at(9.1).step_of("a", "VoiceMail")
    switch.at(30).request_hangup()
    switch.hang_up("a")
    call = switch.only
    assert (call.disposition, call.ring_us, call.ended_at_us) == (Disposition.TIMEOUT, 8 * S, T0 + 30 * S)


@pytest.mark.parametrize(
    ("waited_us", "disposition"),
    [(GAVE_UP_AFTER_US - 1, Disposition.ABANDONED), (GAVE_UP_AFTER_US, Disposition.TIMEOUT)],
)
def test_without_dialplan_events_a_caller_long_after_the_last_attempt_was_given_up(
    switch: Switch, waited_us: int, disposition: Disposition
) -> None:
    rung_out_of_the_queue(switch)
    switch.at(9 + waited_us / S).request_hangup()
    switch.hang_up("a")
    assert switch.only.disposition is disposition


def test_the_steps_of_a_hangup_extension_do_not_turn_an_abandon_into_a_timeout(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.at(3).request_hangup()
    switch.leave()
    switch.step_of("a", "Hangup", exten="h")
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.ABANDONED


def test_overflow_into_a_second_queue_is_one_wait(switch: Switch) -> None:
    rung_out_of_the_queue(switch)
    switch.at(9.1).join(queue="overflow")
    switch.dial("y", "PJSIP/1002")
    switch.at(10).ring("y")
    switch.at(12).bridge("b", "a", "y")
    switch.hang_up("a")
    assert (switch.only.disposition, switch.only.ring_us) == (Disposition.ANSWERED, 11 * S)


def test_a_queue_that_refuses_the_call_has_no_agent(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Queue")
    switch.say("VarSet", Variable="QUEUESTATUS", Value="JOINEMPTY", **switch.of("a"))
    switch.at(0.1).step_of("a", "Playback")
    switch.at(4).hang_up("a")
    assert switch.only.disposition is Disposition.NO_AGENT


def test_a_busy_phone_in_a_queue_is_known_by_its_own_hang_up(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.dial_end("x", "NOANSWER")
    switch.hang_up("x", cause="17")
    assert [a.outcome for call in switch.tracker.live_calls for a in call.attempts] == [Outcome.BUSY]


def test_a_caller_who_hung_up_a_moment_before_the_bridge_has_abandoned(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(4).dial_end("x", "ANSWER")
    switch.leave()
    switch.at(4.0001).request_hangup()
    switch.at(4.0003).bridge("b", "x", "a")
    switch.unbridge("b", "a", "x")
    switch.hang_up("a", "x", cause="127")
    assert switch.only.disposition is Disposition.ABANDONED
    assert switch.only.agent is None
    assert switch.only.ring_us == 3_000_100
    assert [attempt.outcome for attempt in switch.only.attempts] == [Outcome.CANCELLED]


def test_a_phone_whose_hang_up_comes_after_the_callers_is_known_by_its_request_to_hang_up(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.say("HangupRequest", Cause="21", **switch.of("x"))
    switch.dial_end("x", "NOANSWER")
    switch.hang_up("a", "x", cause="21")
    assert [attempt.outcome for attempt in switch.only.attempts] == [Outcome.BUSY]
    assert switch.only.disposition is Disposition.NO_AGENT


def test_an_announcement_without_any_attempt_is_closed(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Playback")
    switch.at(8).step_of("a", "Hangup")
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.CLOSED


def test_a_line_that_the_switch_has_told_to_be_busy_is_not_hung_up_by_its_caller(switch: Switch) -> None:
    """A dialplan that runs out after a busy Dial(): the phone says goodbye to the 486, with a HangupRequest."""
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.dial_end("x", "BUSY")
    switch.hang_up("x", cause="17")
    switch.say("HangupRequest", ChannelStateDesc="Busy", Cause="17", **switch.of("a"))
    switch.hang_up("a", cause="17")
    assert switch.only.disposition is Disposition.NO_AGENT
