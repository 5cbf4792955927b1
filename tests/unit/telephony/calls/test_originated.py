"""Calls that the PBX makes by itself: a click in a program, a queue that calls back. The first channel may be Local."""

import pytest

from telephony.facts import Direction, Disposition, Outcome
from tests.unit.telephony.calls.switch import T0, S, Switch

ONE, TWO = "Local/1001@from-internal-00000021;1", "Local/1001@from-internal-00000021;2"


def clicks(switch: Switch, one: str = ONE, two: str = TWO, device: str = "PJSIP/1001") -> None:
    """The device behind a Local channel is called, and picks up at 3 s."""
    switch.channel("l1", one, exten=one.partition("/")[2].partition("@")[0])
    switch.channel("l2", two, linkedid="l1")
    switch.say("DialBegin", **switch.of("l1", "Dest"))
    switch.dial("x", device, by="l2")
    switch.at(1).ring("x")
    switch.at(3).dial_end("x", "ANSWER")
    switch.dial_end("l1", "ANSWER")
    switch.bridge("b1", "x", "l2")


def dials_out(switch: Switch, exten: str = "013800000001", **told: str) -> None:
    """Rings at 5 s, is answered at 9 s."""
    switch.step_of("l1", "Dial", exten=exten)
    switch.channel("t", "PJSIP/trunk", linkedid="l1")
    switch.say("DialBegin", **switch.of("l1"), **switch.of("t", "Dest"), **told)
    switch.at(5).ring("t")
    switch.at(9).dial_end("t", "ANSWER")
    switch.bridge("b2", "t", "l1")


def hangs_up(switch: Switch) -> None:
    switch.unbridge("b2", "t", "l1")
    switch.hang_up("t", "l1", "l2", "x")


def test_click_to_dial_through_a_local_channel_is_an_outbound_call_of_the_agent(switch: Switch) -> None:
    clicks(switch)
    switch.say("VarSet", Variable="TR_CALLBACK", Value="42", **switch.of("l1"))
    dials_out(switch)
    switch.at(70)
    hangs_up(switch)
    call = switch.only
    assert (call.direction, call.agent, call.caller_raw) == (Direction.OUTBOUND, "1001", "1001")
    assert (call.dialled, call.disposition, call.talk_us) == ("013800000001", Disposition.ANSWERED, 61 * S)
    assert [(each.device, each.outcome) for each in call.attempts] == [("PJSIP/trunk", Outcome.ANSWERED)]
    assert (call.variables, switch.unexpected) == ({"TR_CALLBACK": "42"}, [])


def test_a_local_channel_that_is_optimised_away_leaves_the_call_to_the_agents_device(switch: Switch) -> None:
    clicks(switch)
    dials_out(switch)
    switch.at(10).unbridge("b1", "x")
    switch.bridge("b2", "x")
    switch.unbridge("b2", "l1")
    switch.hang_up("l1", "l2")
    assert switch.ended == []
    switch.at(70).hang_up("t", "x")
    assert (switch.only.talk_us, switch.only.agent) == (61 * S, "1001")


def test_a_macro_does_not_hide_what_was_dialled(switch: Switch) -> None:
    """FreePBX dials from `s` in macro-dialout-trunk."""
    clicks(switch)
    dials_out(switch, exten="s", DialString="013800000001@trunk")
    assert [call.dialled for call in switch.tracker.live_calls] == ["013800000001"]


def test_the_number_of_a_channel_is_not_what_was_dialled(switch: Switch) -> None:
    clicks(switch)
    dials_out(switch, exten="s", DialString="PJSIP/trunk-00000023", DestCallerIDNum="013800000001")
    assert [call.dialled for call in switch.tracker.live_calls] == ["013800000001"]


def test_an_agents_own_call_keeps_what_was_dialled_through_a_macro(switch: Switch) -> None:
    switch.channel("o", "PJSIP/1001", exten="013800000001", number="1001")
    switch.step_of("o", "Dial", exten="s")
    switch.dial("t", "PJSIP/trunk", by="o")
    switch.hang_up("t", "o")
    assert switch.only.dialled == "013800000001"


def test_a_click_that_nobody_picks_up_is_no_call(switch: Switch) -> None:
    switch.channel("l1", ONE, exten="1001")
    switch.channel("l2", TWO, linkedid="l1")
    switch.dial("x", "PJSIP/1001", by="l2")
    switch.at(30).dial_end("x", "NOANSWER")
    switch.hang_up("x", "l2", "l1")
    assert switch.told == []


def test_a_local_channel_with_nobody_known_behind_it_makes_no_call(switch: Switch) -> None:
    clicks(switch, device="PJSIP/other")
    dials_out(switch)
    hangs_up(switch)
    assert switch.told == []


def _behind_a_local_channel(switch: Switch) -> str:
    clicks(switch, "Local/13800000001@callback-0001;1", "Local/13800000001@callback-0001;2", "PJSIP/trunk")
    return "l1"


def _directly(switch: Switch) -> str:
    switch.channel("c", "PJSIP/trunk", exten="s")
    switch.say("DialBegin", DialString="13800000001@trunk", **switch.of("c", "Dest"))
    switch.at(3).dial_end("c", "ANSWER")
    return "c"


@pytest.mark.parametrize("reach", [_behind_a_local_channel, _directly])
def test_a_queues_own_callback_is_outbound_to_the_customer(switch: Switch, reach: object) -> None:
    assert callable(reach)
    caller = reach(switch)
    switch.step_of(caller, "Queue", exten="s")
    switch.join(caller)
    switch.dial("y", "PJSIP/1002", by=caller)
    switch.at(5).ring("y")
    switch.at(8).dial_end("y", "ANSWER")
    switch.leave(caller)
    switch.bridge("b2", "y", caller)
    switch.at(20).hang_up("y", caller)
    call = switch.only
    assert (call.direction, call.dialled, call.hotline) == (Direction.OUTBOUND, "13800000001", None)
    assert (call.agent, call.answered_at_us) == ("1002", T0 + 8 * S)
    assert (call.disposition, call.caller_raw) == (Disposition.ANSWERED, "")


@pytest.mark.parametrize("reach", [_behind_a_local_channel, _directly])
def test_a_click_that_calls_the_customer_first_is_outbound_to_the_customer(switch: Switch, reach: object) -> None:
    assert callable(reach)
    caller = reach(switch)
    switch.step_of(caller, "Dial", exten="1002")
    switch.dial("y", "PJSIP/1002", by=caller)
    switch.at(5).ring("y")
    switch.at(8).dial_end("y", "ANSWER")
    switch.bridge("b2", "y", caller)
    switch.at(20).hang_up("y", caller)
    call = switch.only
    assert (call.direction, call.dialled, call.agent) == (Direction.OUTBOUND, "13800000001", "1002")
    assert call.answered_at_us == T0 + 8 * S


def test_a_queue_that_finds_an_agent_first_and_then_calls_the_customer_is_the_agents_outbound_call(
    switch: Switch,
) -> None:
    one, two = "Local/99@from-queue-0002;1", "Local/99@from-queue-0002;2"
    switch.channel("l1", one, exten="99")
    switch.channel("l2", two, linkedid="l1")
    switch.step_of("l2", "Queue", exten="99")
    switch.join("l2")
    switch.dial("x", "PJSIP/1001", by="l2")
    switch.at(1).ring("x")
    switch.at(3).dial_end("x", "ANSWER")
    switch.leave("l2")
    switch.bridge("b1", "x", "l2")
    dials_out(switch)
    switch.at(70)
    hangs_up(switch)
    call = switch.only
    assert (call.direction, call.agent, call.dialled) == (Direction.OUTBOUND, "1001", "013800000001")
    assert switch.unexpected == []


def test_an_agent_whom_a_program_calls_into_the_queue_is_internal(switch: Switch) -> None:
    clicks(switch)
    switch.join("l1")
    assert [(call.direction, call.hotline) for call in switch.tracker.live_calls] == [(Direction.INTERNAL, "service")]
