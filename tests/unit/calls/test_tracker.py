"""What the tracker makes of the switch's events, case by case."""

import pytest

from telephony.ami.wanted import WANTED
from telephony.facts import CallState, Direction, Disposition, Fact, FactKind, Measurement, Outcome, TransferKind
from telephony.live import GAVE_UP_AFTER_US
from telephony.tracker import HANDLED
from tests.unit.calls.switch import T0, S, Switch


@pytest.fixture
def switch() -> Switch:
    return Switch()


def answered_by_1001(switch: Switch) -> None:
    """Arrives at 0 s, rings from 1 s, answered at 6 s; nobody has hung up."""
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(6).dial_end("x", "ANSWER")
    switch.leave()
    switch.bridge("b", "x", "a")


def test_a_queue_call_rings_is_answered_and_ends(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.at(20).request_hangup()
    switch.at(21).hang_up("x", "a")
    call = switch.only
    assert (call.direction, call.hotline, call.agent) == (Direction.INBOUND, "service", "1001")
    assert (call.disposition, call.ring_us, call.talk_us) == (Disposition.ANSWERED, 5 * S, 14 * S)
    assert [attempt.outcome for attempt in call.attempts] == [Outcome.ANSWERED]
    assert switch.unexpected == []
    assert switch.tracker.board.channels == {}


def test_the_facts_of_a_call_come_in_the_order_of_its_life(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.hang_up("x", "a")
    assert [told.kind for told in switch.told if isinstance(told, Fact)] == [
        FactKind.CALL_ARRIVED,
        FactKind.CALL_QUEUED,
        FactKind.ATTEMPT_BEGAN,
        FactKind.CALL_ALERTED,
        FactKind.ATTEMPT_ALERTED,
        FactKind.ATTEMPT_ENDED,
        FactKind.CALL_ANSWERED,
        FactKind.CALL_ENDED,
    ]


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


def test_a_channel_that_is_up_or_in_an_ivr_is_no_answer(switch: Switch) -> None:
    switch.caller()
    switch.say("Newstate", ChannelStateDesc="Up", **switch.of("a"))
    switch.step_of("a", "Playback")
    assert [call.state for call in switch.tracker.live_calls] == [CallState.ARRIVED]


def test_a_holding_bridge_is_no_answer(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.bridge("park", "a", "x", technology="holding_bridge")
    assert [call.answered_at_us for call in switch.tracker.live_calls] == [None]


@pytest.mark.parametrize("optimised", [False, True])
def test_a_member_behind_local_channels_answers_for_itself(switch: Switch, optimised: bool) -> None:
    one, two = "Local/1001@agents-00000003;1", "Local/1001@agents-00000003;2"
    switch.caller()
    switch.join()
    switch.dial("l1", one)
    switch.channel("l2", two, linkedid="a")
    switch.dial("x", "PJSIP/1001", by="l2")
    switch.at(1).ring("x")
    switch.at(4).dial_end("x", "ANSWER")
    switch.bridge("far", "l2", "x")
    switch.dial_end("l1", "ANSWER")
    switch.at(5).bridge("near", "l1", "a")
    if optimised:
        switch.at(6).unbridge("far", "x")
        switch.bridge("near", "x")
        switch.hang_up("l1", "l2")
    switch.at(9).hang_up("a")
    call = switch.only
    assert (call.agent, call.answered_at_us) == ("1001", T0 + 5 * S)
    assert [a.device for a in call.attempts] == ["PJSIP/1001"]


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


def test_who_picks_up_is_the_agent_and_the_rung_phone_is_cancelled(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(3).channel("p", "PJSIP/1003", exten="*8")
    switch.say("Pickup", TargetLinkedid="a", **switch.of("p"))
    switch.dial_end("p", "ANSWER")
    switch.hang_up("x", cause="26")
    switch.bridge("b", "p")
    switch.relink("p", "a")
    switch.bridge("b", "a")
    switch.at(9).hang_up("p", "a")
    call = switch.only
    assert (call.agent, call.ring_us) == ("1003", 2 * S)
    assert [(a.agent, a.outcome) for a in call.attempts] == [("1001", Outcome.CANCELLED)]


def test_a_blind_transfer_goes_to_whoever_is_met_next(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.at(10).say(
        "BlindTransfer",
        Result="Success",
        Extension="1002",
        **switch.of("x", "Transferer"),
        **switch.of("a", "Transferee"),
    )
    switch.unbridge("b", "x", "a")
    switch.hang_up("x")
    switch.dial("y", "PJSIP/1002")
    switch.at(11).ring("y")
    switch.at(13).bridge("c", "a", "y")
    switch.at(20).hang_up("a")
    call = switch.only
    assert [(t.kind, t.from_agent, t.to_agent, t.at_us) for t in call.transfers] == [
        (TransferKind.BLIND, "1001", "1002", T0 + 10 * S)
    ]
    assert (call.agent, call.ring_us, len(call.attempts)) == ("1001", 5 * S, 1)


def test_a_transfer_that_nobody_takes_has_no_receiver(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.say("BlindTransfer", Result="Success", **switch.of("x", "Transferer"), **switch.of("a", "Transferee"))
    switch.unbridge("b", "x", "a")
    switch.hang_up("x", "a")
    assert [t.to_agent for t in switch.only.transfers] == [None]


def test_an_attended_transfer_names_the_device_it_went_to(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.channel("x2", "PJSIP/1001", exten="1002")
    switch.dial("y", "PJSIP/1002", by="x2")
    switch.at(8).bridge("c", "x2", "y")
    for word in ("x2", "y"):
        switch.relink(word, "a")
    switch.unbridge("c", "y")
    switch.at(9).bridge("b", "y")
    switch.say(
        "AttendedTransfer",
        Result="Success",
        **switch.of("x", "OrigTransferer"),
        **switch.of("a", "Transferee"),
        **switch.of("y", "TransferTarget"),
    )
    switch.hang_up("x", "x2")
    switch.at(20).hang_up("a")
    hotline = switch.ended[-1]
    assert [(t.kind, t.from_agent, t.to_agent) for t in hotline.transfers] == [(TransferKind.ATTENDED, "1001", "1002")]
    assert [call.direction for call in switch.ended] == [Direction.INTERNAL, Direction.INBOUND]


def test_a_failed_attended_transfer_is_none(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.say("AttendedTransfer", Result="Fail", **switch.of("x", "OrigTransferer"), **switch.of("a", "Transferee"))
    switch.hang_up("a")
    assert switch.only.transfers == []


def test_an_agent_who_dials_out_makes_an_outbound_call(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1001", exten="13800000001")
    switch.dial("t", "PJSIP/trunk", by="x")
    switch.at(2).ring("t")
    switch.at(5).bridge("b", "x", "t")
    switch.at(15).hang_up("t", "x")
    call = switch.only
    assert (call.direction, call.agent, call.dialled) == (Direction.OUTBOUND, "1001", "13800000001")
    assert (call.hotline, call.talk_us, call.disposition) == (None, 10 * S, Disposition.ANSWERED)


def test_an_originated_call_begins_when_the_far_end_is_dialled(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1001", exten="s")
    switch.say("DialBegin", **switch.of("x", "Dest"))
    switch.at(3).channel("t", "PJSIP/trunk", linkedid="x")
    switch.say("VarSet", Variable="TR_CALLBACK", Value="42", **switch.of("x"))
    switch.say("DialBegin", Exten="13800000001", **switch.of("x"), **switch.of("t", "Dest"))
    switch.say("VarSet", Variable="TR_CALLBACK", Value="42", **switch.of("t"))
    switch.at(9).hang_up("t", "x")
    call = switch.only
    assert (call.direction, call.dialled, call.arrived_at_us) == (Direction.OUTBOUND, "13800000001", T0 + 3 * S)
    assert call.variables == {"TR_CALLBACK": "42"}


def test_an_originated_call_has_the_variables_that_were_set_before_it_dialled(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1001", exten="s")
    switch.say("VarSet", Variable="__TR_CALLBACK", Value="42", **switch.of("x"))
    switch.say("DialBegin", **switch.of("x", "Dest"))
    switch.at(3).channel("t", "PJSIP/trunk", linkedid="x")
    switch.say("DialBegin", Exten="13800000001", **switch.of("x"), **switch.of("t", "Dest"))
    switch.at(9).hang_up("t", "x")
    assert switch.only.variables == {"TR_CALLBACK": "42"}


def test_an_agent_who_calls_the_hotline_is_internal(switch: Switch) -> None:
    switch.channel("x", "PJSIP/1002", exten="8001")
    switch.hang_up("x")
    assert (switch.only.direction, switch.only.hotline) == (Direction.INTERNAL, "service")


def test_a_call_to_another_number_is_ignored(switch: Switch) -> None:
    switch.caller(exten="9000")
    switch.dial("x", "PJSIP/1001")
    switch.ring("x")
    switch.bridge("b", "a", "x")
    switch.hang_up("x", "a")
    assert switch.told == []
    assert switch.tracker.board.channels == {}


def test_a_supervisors_redirect_of_a_waiting_caller_is_no_transfer(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.at(4).say("QueueCallerAbandon", Queue="hotline", **switch.of("a"))
    switch.leave()
    switch.step_of("a", "Dial", exten="1002")
    switch.dial("y", "PJSIP/1002")
    switch.at(5).ring("y")
    switch.at(7).bridge("b", "a", "y")
    switch.hang_up("a")
    assert (switch.only.disposition, switch.only.transfers) == (Disposition.ANSWERED, [])


def test_hold_is_shown_and_the_talk_goes_on(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.say("Hold", **switch.of("x"))
    assert [call.state for call in switch.tracker.live_calls] == [CallState.HELD]
    switch.say("Unhold", **switch.of("x"))
    assert [call.state for call in switch.tracker.live_calls] == [CallState.TALKING]


def test_an_event_that_fits_no_state_is_counted_and_changes_nothing(switch: Switch) -> None:
    switch.caller()
    switch.say("Hold", **switch.of("a"))
    assert switch.unexpected == [("Hold", "arrived")]


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


def test_the_reader_keeps_every_event_that_the_tracker_has_a_use_for() -> None:
    assert {name.encode() for name in HANDLED} <= WANTED


def test_a_caller_first_heard_of_when_handed_on_is_a_call(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    late = Switch()
    transferee = {**switch.of("a", "Transferee"), "TransfereeExten": "8001"}
    late.say("BlindTransfer", Result="Success", **transferee, **switch.of("x", "Transferer"))
    assert [call.measurement for call in late.tracker.live_calls] == [Measurement.ESTIMATED]
