"""A PBX has more on it than the hotline's calls. What strangers do begins no call, changes none and stops nothing."""

import pytest

from telephony.facts import CallState, Direction, Disposition, Measurement
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001


def strangers(switch: Switch) -> None:
    """`s` and `t` talk with each other. Neither is an agent, and neither has dialled a hotline."""
    switch.channel("s", "PJSIP/9001", exten="9002")
    switch.dial("t", "PJSIP/9002", by="s")
    switch.bridge("z", "s", "t")


TRANSFERS = [("BlindTransfer", "Transferer"), ("AttendedTransfer", "OrigTransferer")]


@pytest.mark.parametrize(("event", "by"), TRANSFERS)
def test_a_transfer_between_strangers_is_nothing_to_us(switch: Switch, event: str, by: str) -> None:
    strangers(switch)
    assert switch.say(event, Result="Success", **switch.of("t", by), **switch.of("s", "Transferee")) == []
    answered_by_1001(switch)
    assert switch.say(event, Result="Success", **switch.of("t", by), **switch.of("s", "Transferee")) == []
    assert [call.transfers for call in switch.tracker.live_calls] == [[]]


@pytest.mark.parametrize("event", ["BlindTransfer", "AttendedTransfer"])
def test_a_transfer_that_does_not_say_who_made_it_is_none(switch: Switch, event: str) -> None:
    answered_by_1001(switch)
    assert switch.say(event, Result="Success", **switch.of("a", "Transferee")) == []
    switch.hang_up("a")
    assert switch.only.transfers == []


def test_a_stranger_in_another_departments_queue_is_no_call(switch: Switch) -> None:
    strangers(switch)
    switch.link_up("s", "t")
    for queue in ("sales", "hotline2"):
        assert switch.say("QueueEntry", Queue=queue, **switch.of("s")) == []
    switch.join("s", queue="sales")
    switch.leave("s", queue="sales")
    assert switch.told == []


def test_a_queue_that_names_a_channel_nobody_knows_is_nothing(switch: Switch) -> None:
    switch.unheard("u", "PJSIP/9001")
    for event in ("QueueEntry", "QueueCallerLeave", "QueueCallerAbandon"):
        assert switch.say(event, Queue="hotline", **switch.of("u")) == []


def test_what_another_queue_says_of_its_end_is_not_ours(switch: Switch) -> None:
    strangers(switch)
    assert switch.say("VarSet", Variable="QUEUESTATUS", Value="JOINEMPTY", **switch.of("s")) == []


def test_any_other_variable_says_nothing_of_a_queue(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.say("VarSet", Variable="DIALSTATUS", Value="JOINEMPTY", **switch.of("a"))
    switch.leave()
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.TIMEOUT
    assert switch.only.variables == {}


def test_events_about_channels_that_nobody_knows_are_nothing(switch: Switch) -> None:
    switch.unheard("u", "PJSIP/9001")
    for event in ("Rename", "VarSet", "BridgeLeave", "HangupRequest", "Hangup", "Pickup"):
        assert switch.say(event, **switch.of("u")) == []
        assert switch.say(event) == []
    for event in ("DialEnd", "DialBegin", "DialState"):
        assert switch.say(event, DialStatus="RINGING") == []
    assert switch.say("BridgeMerge", FromBridgeUniqueid="x", ToBridgeUniqueid="y") == []


def test_a_ringing_or_held_stranger_changes_no_call(switch: Switch) -> None:
    strangers(switch)
    switch.caller()
    told = len(switch.told)
    switch.show_ringing("t")
    switch.ring("t")
    switch.say("Hold", **switch.of("s"))
    switch.dial_end("t", "BUSY")
    switch.request_hangup("t")
    switch.hang_up("t", "s")
    assert len(switch.told) == told
    assert switch.states == [CallState.ARRIVED]


def test_two_hotline_calls_at_once_do_not_touch_each_other(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.at(10).caller("b")
    switch.join("b", queue="overflow")
    switch.dial("y", "PJSIP/1002", by="b")
    switch.at(12).ring("y")
    assert switch.states == [CallState.TALKING, CallState.RINGING]
    switch.at(14).bridge("second", "y", "b")
    switch.at(20).hang_up("x", "a")
    switch.at(30).hang_up("y", "b")
    assert [(call.agent, call.ring_us, call.talk_us) for call in switch.ended] == [
        ("1001", 5 * S, 14 * S),
        ("1002", 2 * S, 16 * S),
    ]
    assert [call.linkedid for call in switch.ended] == ["a", "b"]


def test_a_second_caller_with_the_same_linkedid_is_counted_and_no_second_call(switch: Switch) -> None:
    """Whoever hears the hotline's number again within a call, as a transfer back into it does."""
    switch.caller()
    switch.channel("b", "PJSIP/trunk", linkedid="a", exten="8001")
    switch.say("DialBegin", **switch.of("b"), **switch.of("b", "Dest"))
    assert [call.linkedid for call in switch.tracker.live_calls] == ["a"]
    switch.hang_up("b")
    assert switch.states == [CallState.ARRIVED]


def test_an_outbound_call_that_was_heard_from_its_beginning_is_measured(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1001", exten="13800000001")
    switch.at(1).dial("t", "PJSIP/trunk", by="x")
    switch.hang_up("t", "x")
    call = switch.only
    assert (call.measurement, call.direction) == (Measurement.MEASURED, Direction.OUTBOUND)
    assert (call.arrived_at_us, call.first_position) == (T0 + S, 1)


def test_a_stranger_who_dials_a_device_makes_no_outbound_call(switch: Switch) -> None:
    strangers(switch)
    switch.hang_up("t", "s")
    assert switch.told == []
