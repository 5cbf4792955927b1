"""What the tracker makes of a gap in the link, a restart of the switch, and clocks that disagree."""

from telephony.events import LINK_KEPT, LINK_UP
from telephony.facts import Direction, Disposition, Measurement
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001


def test_a_call_that_is_gone_after_a_gap_ends_when_the_pbx_was_last_heard(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.at(60).link_down()
    switch.at(90).link_up()
    call = switch.only
    assert (call.measurement, call.disposition) == (Measurement.ESTIMATED, Disposition.FAILED)
    assert call.ended_at_us == T0 + 2 * S
    assert switch.tracker.board.channels == {}


def test_a_talk_that_outlives_a_gap_stays_measured(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.link_down()
    switch.at(60).link_up("a", "x", bridged={"a": "b", "x": "b"})
    switch.at(70).hang_up("x", "a")
    assert (switch.only.measurement, switch.only.talk_us) == (Measurement.MEASURED, 64 * S)


def test_where_another_ear_heard_on_there_was_no_gap(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.link_down()
    switch.say(LINK_KEPT)
    switch.at(8).dial_end("x", "ANSWER")
    switch.bridge("b", "a", "x")
    switch.at(20).hang_up("x", "a")
    assert (switch.only.measurement, switch.only.ring_us) == (Measurement.MEASURED, 6 * S)


def test_a_later_gap_does_not_begin_with_one_that_was_none(switch: Switch) -> None:
    switch.link_down()
    switch.say(LINK_KEPT)
    switch.at(50).caller()
    switch.at(90).link_up()
    assert switch.only.ended_at_us == T0 + 50 * S


def test_an_answer_during_a_gap_is_estimated(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.link_down()
    switch.at(8).link_up("a", "x", bridged={"a": "b", "x": "b"})
    switch.at(20).hang_up("x", "a")
    call = switch.only
    assert (call.measurement, call.agent, call.answered_at_us) == (Measurement.ESTIMATED, "1001", T0 + 8 * S)


def test_a_caller_found_in_a_queue_after_a_gap_is_a_call(switch: Switch) -> None:
    switch.caller(exten="s")
    switch.link_up("a")
    switch.say("QueueEntry", Queue="hotline", **switch.of("a"))
    switch.hang_up("a")
    assert switch.only.measurement is Measurement.ESTIMATED


def test_a_restart_of_the_switch_ends_what_it_forgot_and_nothing_else_begins(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.caller("z")
    switch.link_down()
    switch.at(30).link_up()
    assert len(switch.ended) == 2
    assert {call.measurement for call in switch.ended} == {Measurement.ESTIMATED}


def test_the_clock_of_the_link_does_not_push_the_switchs_own(switch: Switch) -> None:
    switch.at(100).say("LinkUp")
    switch.at(0).caller()
    assert [call.arrived_at_us for call in switch.tracker.live_calls] == [T0]


def test_instants_that_run_backwards_are_taken_as_the_latest_heard(switch: Switch) -> None:
    switch.at(5).caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(4).ring("x")
    assert [call.alerted_at_us for call in switch.tracker.live_calls] == [T0 + 5 * S]


def test_a_replay_can_begin_at_the_oldest_channel_that_lives(switch: Switch) -> None:
    assert switch.tracker.oldest_live_position is None
    switch.caller("y", exten="9000")
    switch.caller("a")
    switch.hang_up("y")
    assert switch.tracker.oldest_live_position == 2


def test_a_call_that_began_and_was_handed_on_in_a_gap_is_known_by_what_its_caller_dialled(switch: Switch) -> None:
    switch.at(0).link_down()
    switch.unheard("a", "PJSIP/trunk")
    switch.unheard("x", "PJSIP/1002", linkedid="a")
    switch.at(20).link_up("a", "x", bridged={"a": "b", "x": "b"}, dialled={"a": "8001"})
    switch.at(30).unbridge("b", "x", "a")
    switch.hang_up("x", "a")
    call = switch.only
    assert (call.hotline, call.dialled, call.direction, call.agent) == ("service", "8001", Direction.INBOUND, "1002")
    assert (call.disposition, call.measurement) == (Disposition.ANSWERED, Measurement.ESTIMATED)
    assert switch.unexpected == []


def test_who_dialled_no_hotline_and_who_is_rung_begin_no_call_after_a_gap(switch: Switch) -> None:
    switch.at(0).link_down()
    switch.unheard("a", "PJSIP/trunk")
    switch.unheard("x", "PJSIP/1002", linkedid="a")
    switch.at(20).link_up("a", "x", dialled={"a": "9999", "x": "8001"})
    switch.hang_up("x", "a")
    assert switch.ended == []


def test_a_call_that_was_known_before_the_gap_is_not_begun_again(switch: Switch) -> None:
    switch.at(0).caller()
    switch.join()
    switch.at(1).link_down()
    switch.at(5).link_up("a", dialled={"a": "8001"})
    switch.at(9).hang_up("a")
    assert (switch.only.arrived_at_us, len(switch.ended)) == (T0, 1)


def test_who_calls_by_click_is_the_agent_also_where_the_ringing_of_their_own_phone_was_not_heard(
    switch: Switch,
) -> None:
    """The agent's channel shows the customer's number as its own by then."""
    switch.at(0).link_down()
    switch.unheard("o", "PJSIP/1001")
    switch.at(3).link_up("o", numbers={"o": "13900000001"})
    switch.at(5).dial("t", "PJSIP/trunk", by="o")
    switch.hang_up("t", "o")
    call = switch.only
    assert (call.direction, call.agent, call.caller_raw) == (Direction.OUTBOUND, "1001", "1001")


def test_a_link_that_is_cut_again_while_the_pbx_tells_what_it_has_ends_no_call(switch: Switch) -> None:
    switch.caller()
    switch.at(1).link_down()
    switch.at(2).say("LinkUp")
    switch.link_down()
    switch.say("CoreShowChannelsComplete")
    assert switch.ended == []


def test_the_list_of_channels_is_ended_and_loses_nobody_who_comes_after_it(switch: Switch) -> None:
    switch.link_down()
    switch.link_up()
    switch.caller()
    switch.say("CoreShowChannelsComplete")
    assert (switch.ended, len(list(switch.tracker.live_calls))) == ([], 1)


def test_a_list_that_nobody_asked_for_takes_no_channel_out_of_its_bridge(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.say("CoreShowChannel", BridgeId="", ChannelStateDesc="Up", **switch.of("a"))
    bridge = switch.tracker.board.channels["a"].bridge
    assert bridge is not None
    assert set(bridge.members) == {"a", "x"}


def test_who_talks_with_another_after_a_gap_was_handed_on_at_an_instant_that_nobody_heard(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.link_down()
    switch.unheard("y", "PJSIP/1002", linkedid="a")
    switch.at(60).link_up("a", "x", "y", bridged={"a": "c", "y": "c"})
    switch.at(70).hang_up("y", "x", "a")
    assert switch.only.measurement is Measurement.ESTIMATED


def test_a_call_whose_phones_are_others_after_a_gap_is_estimated(switch: Switch) -> None:
    """It was handed on to a phone that still rings."""
    answered_by_1001(switch)
    switch.link_down()
    switch.unheard("y", "PJSIP/1002", linkedid="a")
    switch.at(60).link_up("a", "y", states={"y": "Ringing"})
    switch.at(70).hang_up("y", "a")
    assert switch.only.measurement is Measurement.ESTIMATED


def test_a_call_that_ends_before_the_pbx_has_told_what_there_is_after_a_gap_is_estimated(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.link_down()
    switch.at(60).say(LINK_UP)
    switch.hang_up("x", "a")
    switch.say("CoreShowChannelsComplete")
    assert switch.only.measurement is Measurement.ESTIMATED


def test_a_call_that_begins_and_ends_before_the_pbx_has_told_what_there_is_stays_measured(switch: Switch) -> None:
    switch.link_down()
    switch.at(60).say(LINK_UP)
    switch.at(61).caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(62).ring("x")
    switch.at(64).dial_end("x", "ANSWER")
    switch.bridge("b", "a", "x")
    switch.at(66).hang_up("x", "a")
    switch.say("CoreShowChannelsComplete")
    assert switch.only.measurement is Measurement.MEASURED
