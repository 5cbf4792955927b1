"""Who answered, and to whom the tracker says a call was handed on."""

import pytest

from telephony.facts import CallState, Direction, Disposition, Measurement, Outcome, TransferKind
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001


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


def test_hold_is_shown_and_the_talk_goes_on(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.say("Hold", **switch.of("x"))
    assert [call.state for call in switch.tracker.live_calls] == [CallState.HELD]
    switch.say("Unhold", **switch.of("x"))
    assert [call.state for call in switch.tracker.live_calls] == [CallState.TALKING]


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


def test_a_caller_first_heard_of_when_handed_on_is_a_call(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    late = Switch()
    transferee = {**switch.of("a", "Transferee"), "TransfereeExten": "8001"}
    late.say("BlindTransfer", Result="Success", **transferee, **switch.of("x", "Transferer"))
    assert [call.measurement for call in late.tracker.live_calls] == [Measurement.ESTIMATED]
