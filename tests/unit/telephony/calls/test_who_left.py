"""Who ended a call that nobody answered, on lines that never say that their caller hangs up (FXO, SS7)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from telephony.calls.wait import GAVE_UP_AFTER_US, Wait
from telephony.facts import Disposition, Outcome
from tests.unit.telephony.calls.switch import T0, S, Switch

LEFT, GONE = T0, T0 + 50_000
WAITED = Wait(tried=True, stepped=True, dial_status="CANCEL", silent_at_us=LEFT, abandoned_at_us=LEFT)


@pytest.mark.parametrize(
    ("what", "known", "left"),
    [
        ("the line said it", {"asked_at_us": T0 - S}, T0 - S),
        ("it said so after a step that ends the call", {"asked_at_us": T0, "closed": True}, T0),
        ("the phones were cancelled", {"abandoned_at_us": None}, LEFT),
        ("they were cancelled, and the caller was there a second later", {"gone_at_us": LEFT + S}, None),
        ("a moment less", {"gone_at_us": LEFT + GAVE_UP_AFTER_US - 1}, LEFT),
        ("the phones rang out", {"dial_status": "NOANSWER", "abandoned_at_us": None}, None),
        ("they rang out and the queue gave up", {"dial_status": "NOANSWER"}, None),
        ("they rang out, later the queue was left", {"dial_status": "NOANSWER", "silent_at_us": T0 - S}, LEFT),
        ("they rang out a moment before", {"dial_status": "NOANSWER", "silent_at_us": LEFT - 199_999}, None),
        ("they rang out a fifth of a second before", {"dial_status": "NOANSWER", "silent_at_us": LEFT - 200_000}, LEFT),
        ("they rang out, then came a step of the dialplan", {"dial_status": "", "silent_at_us": LEFT - 1}, LEFT),
        ("a queue was left where nothing rang", {"dial_status": "", "silent_at_us": None}, LEFT),
        ("the same, without the dialplan's steps", {"dial_status": "", "stepped": False}, None),
        ("the queue says why", {"queue_status": "TIMEOUT"}, None),
        ("a step of the dialplan ended the call", {"closed": True}, None),
        ("nothing was tried: a menu", {"tried": False, "dial_status": "", "abandoned_at_us": None}, GONE),
    ],
)
def test_the_traces_tell_when_a_caller_left(what: str, known: dict[str, Any], left: int | None) -> None:
    asked_at_us, gone_at_us = known.pop("asked_at_us", None), known.pop("gone_at_us", GONE)
    assert replace(WAITED, **known).left_at_us(asked_at_us, gone_at_us) == left, what


def rings_in_the_queue(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Queue")
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")


def is_left(switch: Switch) -> None:
    """The phone is cancelled and the queue left at 4 s."""
    switch.at(4).dial_end("x", "CANCEL")
    switch.say("QueueCallerAbandon", Queue="hotline", **switch.of("a"))
    switch.leave()
    switch.hang_up("x", cause="26")


def test_a_caller_whose_line_says_nothing_has_abandoned(switch: Switch) -> None:
    rings_in_the_queue(switch)
    is_left(switch)
    switch.at(4.05).hang_up("a", cause="0")
    call = switch.only
    assert (call.disposition, call.ring_us, call.ended_at_us) == (Disposition.ABANDONED, 3 * S, T0 + 4 * S)
    assert [attempt.outcome for attempt in call.attempts] == [Outcome.CANCELLED]


@pytest.mark.parametrize("application", ["Macro", "Hangup", "Playback"])
def test_what_the_dialplan_does_after_the_call_does_not_hide_that_the_caller_left(
    switch: Switch, application: str
) -> None:
    """FreePBX goes from `h` to Hangup() in a macro, and may take seconds for it."""
    rings_in_the_queue(switch)
    is_left(switch)
    switch.at(4.1).step_of("a", "Macro", exten="h")
    switch.at(6).step_of("a", application, exten="s")
    switch.at(7).hang_up("a")
    assert (switch.only.disposition, switch.only.ended_at_us) == (Disposition.ABANDONED, T0 + 4 * S)


def test_between_two_rounds_of_a_queue_the_caller_leaves_when_the_queue_is_left(switch: Switch) -> None:
    rings_in_the_queue(switch)
    switch.at(4).dial_end("x", "NOANSWER")
    switch.hang_up("x")
    switch.at(6).say("QueueCallerAbandon", Queue="hotline", **switch.of("a"))
    switch.leave()
    switch.hang_up("a")
    assert (switch.only.disposition, switch.only.ring_us) == (Disposition.ABANDONED, 5 * S)


def test_who_leaves_a_plain_dial_has_abandoned(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Dial")
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(3).dial_end("x", "CANCEL")
    switch.hang_up("a", "x")
    assert (switch.only.disposition, switch.only.ring_us) == (Disposition.ABANDONED, 2 * S)


def test_a_dial_that_rings_out_at_the_end_of_the_dialplan_is_a_timeout(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Dial")
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(3).dial_end("x", "NOANSWER")
    switch.say("SoftHangupRequest", Cause="16", **switch.of("a"))
    switch.hang_up("a", "x")
    assert switch.only.disposition is Disposition.TIMEOUT


def test_a_redirected_caller_who_is_then_given_up_did_not_leave(switch: Switch) -> None:
    rings_in_the_queue(switch)
    is_left(switch)
    switch.at(4.1).step_of("a", "Dial")
    switch.dial("y", "PJSIP/1002")
    switch.ring("y")
    switch.at(9).dial_end("y", "NOANSWER")
    switch.hang_up("a", "y")
    assert (switch.only.disposition, switch.only.ring_us) == (Disposition.TIMEOUT, 8 * S)


def _menu(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Answer")
    switch.at(1).step_of("a", "BackGround")


def _waits_for_a_key(switch: Switch) -> None:
    _menu(switch)
    switch.say("VarSet", Variable="BACKGROUNDSTATUS", Value="SUCCESS", **switch.of("a"))
    switch.at(3).step_of("a", "WaitExten")


def _announcement_cut_off(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Playback")
    switch.at(2).say("VarSet", Variable="PLAYBACKSTATUS", Value="FAILED", **switch.of("a"))


@pytest.mark.parametrize("scene", [_menu, _waits_for_a_key, _announcement_cut_off])
def test_who_leaves_the_menu_or_an_announcement_has_abandoned(switch: Switch, scene: Callable[[Switch], None]) -> None:
    scene(switch)
    switch.at(5).say("SoftHangupRequest", Cause="16", **switch.of("a"))
    switch.hang_up("a")
    assert (switch.only.disposition, switch.only.ended_at_us) == (Disposition.ABANDONED, T0 + 5 * S)


@pytest.mark.parametrize(("variable", "value"), [("PLAYBACKSTATUS", "SUCCESS"), ("READSTATUS", "TIMEOUT")])
def test_an_announcement_that_ran_to_its_end_without_a_further_step_is_closed(
    switch: Switch, variable: str, value: str
) -> None:
    switch.caller()
    switch.step_of("a", "Playback")
    switch.at(8).say("VarSet", Variable=variable, Value=value, **switch.of("a"))
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.CLOSED


def test_a_dead_line_is_left_when_the_switch_notices(switch: Switch) -> None:
    """rtp_timeout: SoftHangupRequest with Cause 1, before the phones are cancelled."""
    rings_in_the_queue(switch)
    switch.at(3.9).say("SoftHangupRequest", Cause="1", **switch.of("a"))
    is_left(switch)
    switch.hang_up("a")
    assert (switch.only.disposition, switch.only.ended_at_us) == (Disposition.ABANDONED, T0 + 3_900_000)


@pytest.mark.parametrize("cause", ["32", "4"], ids=["by a supervisor", "by the PBX, which is told to restart"])
def test_a_caller_who_is_cut_off_did_not_leave(switch: Switch, cause: str) -> None:
    rings_in_the_queue(switch)
    switch.at(3.9).say("SoftHangupRequest", Cause=cause, **switch.of("a"))
    is_left(switch)
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.TIMEOUT


def picks_up_and_is_gone(switch: Switch, *, asks: bool) -> None:
    rings_in_the_queue(switch)
    switch.at(4).dial_end("x", "ANSWER")
    if asks:
        switch.at(6).request_hangup("x")
    switch.at(6).hang_up("x")


@pytest.mark.parametrize("asks", [True, False])
def test_who_picks_up_and_drops_the_call_is_told_apart_and_the_ringing_runs_on(switch: Switch, asks: bool) -> None:
    """Hung up during the queue's announcement to the agent, or not confirmed by key."""
    picks_up_and_is_gone(switch, asks=asks)
    switch.at(10).dial("y", "PJSIP/1002")
    switch.ring("y")
    switch.at(12).bridge("b", "a", "y")
    switch.hang_up("a")
    call = switch.only
    assert [(each.agent, each.outcome) for each in call.attempts] == [
        ("1001", Outcome.DROPPED),
        ("1002", Outcome.ANSWERED),
    ]
    assert (call.agent, call.ring_us, call.attempts[0].ring_us) == ("1002", 11 * S, 3 * S)


def test_a_phone_that_is_hung_up_since_the_caller_left_during_the_announcement_did_not_drop_the_call(
    switch: Switch,
) -> None:
    picks_up_and_is_gone(switch, asks=False)
    switch.at(6.01).hang_up("a")
    call = switch.only
    assert (call.disposition, [each.outcome for each in call.attempts]) == (Disposition.ABANDONED, [Outcome.CANCELLED])


def test_a_phone_that_drops_the_call_is_no_sign_that_the_caller_left(switch: Switch) -> None:
    picks_up_and_is_gone(switch, asks=True)
    switch.at(6.01).hang_up("a")
    call = switch.only
    assert (call.disposition, [each.outcome for each in call.attempts]) == (Disposition.TIMEOUT, [Outcome.DROPPED])


def test_two_phones_that_pick_up_and_one_that_is_bridged_is_no_drop(switch: Switch) -> None:
    rings_in_the_queue(switch)
    switch.dial("y", "PJSIP/1002")
    switch.at(2).ring("y")
    switch.at(4).dial_end("x", "ANSWER")
    switch.dial_end("y", "ANSWER")
    switch.bridge("b", "a", "y")
    switch.hang_up("x", "a")
    assert [each.outcome for each in switch.only.attempts] == [Outcome.CANCELLED, Outcome.ANSWERED]


def test_who_is_let_out_of_a_queue_without_an_abandon_was_given_up_by_it(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Queue")
    switch.join()
    switch.at(4).leave()
    switch.at(4.05).hang_up("a", cause="0")
    assert switch.only.disposition is Disposition.TIMEOUT


def test_a_queue_that_is_left_twice_is_left_once(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.at(4).leave()
    switch.leave()
    switch.hang_up("a")
    assert [line.effect for line in switch.only.receipt].count("left queue hotline") == 1
    assert not [line for line in switch.only.receipt if "None" in line.effect]
