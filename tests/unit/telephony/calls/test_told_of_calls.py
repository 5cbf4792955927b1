"""What is told of a call, step by step: its receipt and its facts."""

import pytest

from telephony.facts import CallState, Fact
from tests.unit.telephony.calls.switch import Switch, answered_by_1001


def effects(switch: Switch) -> list[tuple[str, str]]:
    [call] = [*switch.tracker.live_calls, *switch.ended]
    return [(line.device, line.effect) for line in call.receipt]


@pytest.mark.parametrize(("status", "said"), [("NOANSWER", "dial ended NOANSWER"), ("", "dial ended without a status")])
def test_the_receipt_says_how_a_dial_ended(switch: Switch, status: str, said: str) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.dial_end("x", status)
    assert effects(switch) == [("", "inbound call arrived"), ("PJSIP/1001", "dialled"), ("PJSIP/1001", said)]


def test_the_receipt_of_an_answered_call_tells_each_step(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.at(20).say("BlindTransfer", Result="Success", **switch.of("x", "Transferer"), **switch.of("a", "Transferee"))
    switch.hang_up("x", "a")
    assert effects(switch) == [
        ("", "inbound call arrived"),
        ("", "joined queue hotline"),
        ("PJSIP/1001", "dialled"),
        ("PJSIP/1001", "ringing"),
        ("", "left queue hotline"),
        ("PJSIP/1001", "answered"),
        ("", "blind transfer"),
        ("", "ended answered"),
    ]


def test_the_receipt_of_a_lost_call_tells_each_step(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(9).dial_end("x", "NOANSWER")
    switch.hang_up("x")
    switch.step_of("a", "VoiceMail")
    switch.at(30).hang_up("a")
    assert effects(switch) == [
        ("", "inbound call arrived"),
        ("PJSIP/1001", "dialled"),
        ("PJSIP/1001", "ringing"),
        ("PJSIP/1001", "dial ended NOANSWER"),
        ("PJSIP/1001", "attempt no_answer"),
        ("", "given up by the dialplan"),
        ("", "ended timeout"),
    ]


def test_a_queue_that_is_joined_forgets_how_what_was_before_it_ended(switch: Switch) -> None:
    switch.caller()
    wait = switch.tracker.live["a"].wait
    wait.closed, wait.queue_status, wait.called_back = True, "TIMEOUT", True
    switch.join(queue="overflow")
    assert (wait.closed, wait.queue_status, wait.called_back) == (False, "", False)
    assert (wait.queue, wait.tried) == ("overflow", True)


def test_after_the_answer_a_queue_is_no_wait(switch: Switch) -> None:
    answered_by_1001(switch)
    told = len(switch.told)
    switch.join(queue="overflow")
    assert (len(switch.told), switch.states) == (told, [CallState.TALKING])
    assert switch.tracker.live["a"].wait.queue is None


def test_all_that_is_told_of_a_call_that_is_answered(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.at(20).hang_up("x", "a")
    assert [told.kind.value for told in switch.told if isinstance(told, Fact)] == [
        "call_arrived",
        "call_queued",
        "attempt_began",
        "call_alerted",
        "attempt_alerted",
        "attempt_ended",
        "call_answered",
        "call_ended",
    ]
