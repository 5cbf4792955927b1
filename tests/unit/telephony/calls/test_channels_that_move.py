"""Channels that are renamed, change their call, or go from bridge to bridge; dialplans that try somebody or give up."""

import pytest

from telephony.facts import CallState, Direction, Disposition, Fact, FactKind, Measurement, Unexpected
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001

ONE, TWO = "Local/1001@agents-00000003;1", "Local/1001@agents-00000003;2"


def rename(switch: Switch, word: str, name: str) -> None:
    switch.say("Rename", Newname=name, **switch.of(word))


def test_a_device_that_is_renamed_is_the_agent_of_its_new_name(switch: Switch) -> None:
    """What a masquerade does: the device takes the place of the channel that was dialled."""
    switch.caller()
    switch.dial("x", "PJSIP/2001")
    rename(switch, "x", "PJSIP/1002-00000009")
    switch.at(3).bridge("b", "a", "x")
    assert [call.agent for call in switch.tracker.live_calls] == ["1002"]


def test_the_name_of_a_zombie_is_no_name(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    rename(switch, "x", "PJSIP/2001-00000009<ZOMBIE>")
    rename(switch, "x", "")
    switch.at(3).bridge("b", "a", "x")
    assert [call.agent for call in switch.tracker.live_calls] == ["1001"]


@pytest.mark.parametrize("half", ["l1", "l2"])
def test_a_local_half_that_is_renamed_to_a_device_hides_nobody_any_more(switch: Switch, half: str) -> None:
    switch.caller()
    switch.channel("l1", ONE, linkedid="a")
    switch.channel("l2", TWO, linkedid="a")
    switch.channel("x", "PJSIP/1001", linkedid="a")
    rename(switch, half, "PJSIP/2001-00000009")
    switch.bridge("near", "a", "l1")
    switch.bridge("far", "l2", "x")
    assert switch.states == [CallState.ARRIVED]


def test_two_local_halves_that_get_new_names_still_lead_to_each_other(switch: Switch) -> None:
    switch.caller()
    switch.channel("l1", ONE, linkedid="a")
    switch.channel("l2", TWO, linkedid="a")
    rename(switch, "l1", "Local/1002@agents-00000007;1")
    rename(switch, "l2", "Local/1002@agents-00000007;2")
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.bridge("near", "a", "l1")
    switch.at(4).bridge("far", "l2", "x")
    assert [call.answered_at_us for call in switch.tracker.live_calls] == [T0 + 4 * S]


def test_a_channel_whose_linkedid_changes_is_part_of_the_other_call(switch: Switch) -> None:
    switch.caller()
    switch.caller("b")
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.relink("x", "b")
    switch.show_ringing("x")
    assert switch.states == [CallState.ARRIVED, CallState.RINGING]


def test_an_event_without_a_linkedid_changes_none(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.say("Newstate", ChannelStateDesc="Ringing", Uniqueid="x", Channel="PJSIP/1001-0000x")
    assert switch.states == [CallState.RINGING]


# ---- bridges


def test_whoever_enters_the_callers_bridge_answers_also_with_a_linkedid_of_their_own(switch: Switch) -> None:
    switch.caller()
    switch.channel("y", "PJSIP/1002", exten="700")
    switch.at(3).bridge("b", "a")
    switch.at(5).bridge("b", "y")
    assert [(c.agent, c.answered_at_us) for c in switch.tracker.live_calls] == [("1002", T0 + 5 * S)]


def test_a_holding_bridge_that_becomes_a_talk_is_an_answer(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.bridge("b", "a", technology="holding_bridge")
    switch.bridge("b", "x", technology="")
    assert switch.states == [CallState.ARRIVED]
    switch.at(5).bridge("b", "x", technology="simple_bridge")
    assert [call.answered_at_us for call in switch.tracker.live_calls] == [T0 + 5 * S]


def test_an_entry_without_a_bridge_is_none(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    for word in ("a", "x"):
        switch.say("BridgeEnter", BridgeTechnology="simple_bridge", **switch.of(word))
    assert switch.states == [CallState.ARRIVED]


def test_who_goes_to_another_bridge_is_no_longer_in_the_first(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.bridge("one", "x")
    switch.bridge("two", "x")
    switch.bridge("one", "a")
    assert switch.states == [CallState.ARRIVED]
    assert set(switch.tracker.board.bridges) == {"one", "two"}


def test_a_leave_from_another_bridge_than_the_one_they_are_in_changes_nothing(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.bridge("two", "x")
    switch.unbridge("one", "x", "a")
    switch.at(4).bridge("two", "a")
    assert [call.answered_at_us for call in switch.tracker.live_calls] == [T0 + 4 * S]


def test_bridges_that_are_merged_bring_caller_and_agent_together(switch: Switch) -> None:
    switch.caller()
    switch.channel("y", "PJSIP/1002")
    switch.bridge("one", "a")
    switch.bridge("two", "y")
    switch.at(6).say("BridgeMerge", FromBridgeUniqueid="one", ToBridgeUniqueid="two")
    assert [(c.agent, c.answered_at_us) for c in switch.tracker.live_calls] == [("1002", T0 + 6 * S)]
    assert set(switch.tracker.board.bridges) == {"two"}
    switch.hang_up("y", "a")
    assert switch.tracker.board.bridges == {}


def test_local_halves_that_are_said_to_be_one_channel_bring_caller_and_agent_together(switch: Switch) -> None:
    """The far half is first heard of in LocalBridge itself."""
    switch.caller()
    switch.channel("l1", ONE, linkedid="a")
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.bridge("near", "a", "l1")
    switch.unheard("l2", TWO, linkedid="a")
    switch.at(3).bridge("far", "x", "l2")
    switch.at(4).say("LocalBridge", **switch.of("l1", "LocalOne"), **switch.of("l2", "LocalTwo"))
    assert [call.agent for call in switch.tracker.live_calls] == ["1001"]


# ---- the dialplan's steps

GIVES_UP = ["VoiceMail", "Playback", "Background", "BackGround", "Hangup", "Congestion", "Busy"]


@pytest.mark.parametrize("application", GIVES_UP)
def test_after_a_try_the_dialplan_gives_up_by_going_on_to_no_agent(switch: Switch, application: str) -> None:
    switch.caller()
    switch.step_of("a", "Dial")
    switch.at(5).step_of("a", application)
    (call,) = switch.tracker.live_calls
    assert (call.state, call.ring_ended_at_us) == (CallState.GIVEN_UP, T0 + 5 * S)


@pytest.mark.parametrize("application", ["Queue", "Dial"])
def test_to_try_a_queue_or_a_phone_is_to_try(switch: Switch, application: str) -> None:
    switch.caller()
    switch.step_of("a", application)
    switch.step_of("a", "Hangup")
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.NO_AGENT


@pytest.mark.parametrize("application", ["NoOp", "Answer", "Wait", "Set", "Goto"])
def test_any_other_step_gives_nothing_up(switch: Switch, application: str) -> None:
    switch.caller()
    switch.step_of("a", "Dial")
    switch.step_of("a", application)
    assert switch.states == [CallState.ARRIVED]


ENDS = {"Congestion": Disposition.FAILED, "Busy": Disposition.FAILED, "Hangup": Disposition.CLOSED}


@pytest.mark.parametrize("application", GIVES_UP)
def test_without_a_try_the_caller_has_left_unless_the_dialplan_ends_the_call(switch: Switch, application: str) -> None:
    switch.caller()
    switch.step_of("a", application)
    switch.hang_up("a")
    assert switch.only.disposition is ENDS.get(application, Disposition.ABANDONED)


@pytest.mark.parametrize("header", ["Extension", "Exten"])
def test_a_caller_whom_the_dialplan_brings_to_the_hotlines_number_arrives_there(switch: Switch, header: str) -> None:
    switch.caller(exten="s")
    assert switch.states == []
    switch.at(3).say("Newexten", Application="NoOp", **{header: "8001"}, **switch.of("a"))
    (call,) = switch.tracker.live_calls
    assert (call.hotline, call.dialled, call.arrived_at_us) == ("service", "8001", T0 + 3 * S)
    assert call.measurement is Measurement.MEASURED


def test_a_step_without_an_extension_leaves_the_caller_where_they_are(switch: Switch) -> None:
    switch.caller(exten="8001")
    switch.say("Newexten", Application="NoOp", **switch.of("a"))
    assert [call.dialled for call in switch.tracker.live_calls] == ["8001"]
    assert switch.tracker.board.channels["a"].exten == "8001"


@pytest.mark.parametrize("word", ["l", "x", "d"])
def test_a_local_half_a_leg_and_who_was_dialled_do_not_arrive_as_callers(switch: Switch, word: str) -> None:
    switch.channel("l", "Local/8001@ivr-00000001;1", exten="8001")
    switch.channel("x", "PJSIP/trunk", exten="8001", linkedid="other")
    switch.channel("d", "PJSIP/trunk", exten="s")
    switch.say("DialBegin", **switch.of("d", "Dest"))
    switch.step_of(word, "NoOp")
    assert switch.states == []


# ---- outbound and internal


def test_an_agent_who_dials_a_colleague_makes_an_internal_call(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1001", exten="1002")
    switch.dial("y", "PJSIP/1002", by="x")
    (call,) = switch.tracker.live_calls
    assert (call.direction, call.dialled, call.agent) == (Direction.INTERNAL, "1002", None)


def test_an_agent_who_dials_through_a_local_channel_goes_by_the_first_device_behind_it(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1001", exten="13800000001")
    switch.dial("l1", "Local/13800000001@out-00000001;1", by="x")
    switch.channel("l2", "Local/13800000001@out-00000001;2", linkedid="x")
    assert [call.direction for call in switch.tracker.live_calls] == [Direction.INTERNAL]
    switch.dial("t", "PJSIP/trunk", by="l2")
    (call,) = switch.tracker.live_calls
    assert (call.direction, call.agent) == (Direction.OUTBOUND, "1001")
    switch.dial("y", "PJSIP/1002", by="l2")
    assert [call.direction for call in switch.tracker.live_calls] == [Direction.OUTBOUND]


@pytest.mark.parametrize("exten", ["", "s"])
def test_an_originated_call_has_dialled_what_its_dial_says(switch: Switch, exten: str) -> None:
    switch.channel("x", "PJSIP/1001", exten=exten)
    switch.channel("t", "PJSIP/trunk", linkedid="x")
    switch.say("DialBegin", Exten="13800000001", **switch.of("x"), **switch.of("t", "Dest"))
    assert [call.dialled for call in switch.tracker.live_calls] == ["13800000001"]


def test_a_leg_of_another_channel_that_dials_on_begins_no_call_of_its_own(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1001", exten="1002", linkedid="other")
    switch.dial("y", "PJSIP/1002", by="x")
    assert switch.states == []


def test_hold_is_told_by_either_side_and_only_while_they_talk(switch: Switch) -> None:
    answered_by_1001(switch)
    for word in ("a", "x"):
        switch.say("Hold", **switch.of(word))
        assert switch.states == [CallState.HELD]
        switch.say("Unhold", **switch.of(word))
        assert switch.states == [CallState.TALKING]
    assert switch.unexpected == []
    switch.say("Hold")
    assert switch.states == [CallState.TALKING]


def test_a_hold_and_its_end_are_told_and_one_that_fits_no_state_is_not(switch: Switch) -> None:
    answered_by_1001(switch)
    for event in ("Hold", "Unhold"):
        (told,) = switch.say(event, **switch.of("x"))
        assert isinstance(told, Fact)
        assert told.kind is FactKind.CALL_CHANGED
    waiting = Switch()
    waiting.caller()
    assert waiting.say("Hold", **waiting.of("a")) == [Unexpected("Hold", "arrived")]


def test_nothing_is_kept_of_channels_that_are_gone(switch: Switch) -> None:
    switch.caller()
    switch.channel("l1", ONE, linkedid="a")
    switch.channel("l2", TWO, linkedid="a")
    switch.bridge("near", "a", "l1")
    switch.hang_up("l1", "l2", "a")
    board = switch.tracker.board
    assert (board.channels, board.bridges, board._local_halves, switch.tracker.live) == ({}, {}, {}, {})
