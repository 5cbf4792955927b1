"""Phones that the service rings beside the dialplan: attempts of the call, and no part of its measured ring."""

import pytest

from telephony.facts import CallState, Disposition, Outcome
from telephony.rescue_calls import RESCUES_VARIABLE, new_channel
from tests.unit.telephony.calls.switch import S, Switch


@pytest.fixture
def helper(switch: Switch) -> str:
    """A call that rings at 1001 since 1 s, and the phone of 1003 that rings for it since 6 s."""
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    return rung_to_help(switch.at(6), "PJSIP/1003-0000002a")


def rung_to_help(switch: Switch, name: str) -> str:
    channel = new_channel()
    switch.name(channel, name)
    switch.say("Newchannel", **switch.of(channel))
    switch.say("VarSet", Variable=RESCUES_VARIABLE, Value="a", **switch.of(channel))
    switch.say("DialBegin", **switch.of(channel, "Dest"))
    switch.show_ringing(channel)
    return channel


def outcomes(switch: Switch) -> list[tuple[str, Outcome | None, bool]]:
    return [(each.agent, each.outcome, each.is_rescue) for each in switch.only.attempts]


def test_who_picks_up_has_answered_and_the_ring_is_that_of_the_caller(switch: Switch, helper: str) -> None:
    switch.at(8).dial_end(helper, "ANSWER")
    switch.say("Pickup", TargetLinkedid="a", **switch.of(helper))
    switch.hang_up("x")
    switch.bridge("b", "a", helper)
    switch.at(20).hang_up(helper, "a")
    call = switch.only
    assert (call.agent, call.ring_us, call.disposition) == ("1003", 7 * S, Disposition.ANSWERED)
    assert outcomes(switch) == [("1001", Outcome.CANCELLED, False), ("1003", Outcome.ANSWERED, True)]
    assert (call.rescue_began, call.answered_by_rescue, switch.unexpected) == (True, True, [])


def test_a_helper_who_does_not_pick_up_changes_nothing_of_the_wait(switch: Switch, helper: str) -> None:
    switch.at(9).dial_end("x", "NOANSWER")
    switch.hang_up("x")
    [live] = switch.tracker.live_calls
    assert live.state is CallState.QUEUED  # the helper's phone rings still, and the caller's queue rings nobody
    switch.at(10).dial_end(helper, "NOANSWER")
    switch.hang_up(helper)
    switch.at(12).hang_up("a")
    assert outcomes(switch) == [("1001", Outcome.NO_ANSWER, False), ("1003", Outcome.NO_ANSWER, True)]
    assert not switch.only.answered_by_rescue


def test_a_phone_that_the_service_hangs_up_has_not_failed_to_answer(switch: Switch, helper: str) -> None:
    switch.at(8).dial_end("x", "ANSWER")
    switch.bridge("b", "a", "x")
    switch.dial_end(helper, "NOANSWER")
    switch.hang_up(helper)
    switch.at(20).hang_up("x", "a")
    assert outcomes(switch) == [("1001", Outcome.ANSWERED, False), ("1003", Outcome.CANCELLED, True)]


def test_who_picks_up_while_nothing_rings_has_not_dropped_the_call(switch: Switch, helper: str) -> None:
    switch.at(8).dial_end("x", "NOANSWER")
    switch.hang_up("x")
    switch.at(9).dial_end(helper, "ANSWER")
    switch.hang_up(helper)
    [live] = switch.tracker.live_calls
    assert (live.state, [each.outcome for each in live.attempts]) == (
        CallState.QUEUED,
        [Outcome.NO_ANSWER, Outcome.FAILED],
    )


def test_who_picks_up_after_the_desk_was_only_late(switch: Switch, helper: str) -> None:
    switch.at(8).dial_end("x", "ANSWER")
    switch.bridge("b", "a", "x")
    switch.dial_end(helper, "ANSWER")
    switch.hang_up(helper)
    switch.at(20).hang_up("x", "a")
    assert outcomes(switch) == [("1001", Outcome.ANSWERED, False), ("1003", Outcome.CANCELLED, True)]


def test_who_picks_up_a_moment_before_the_desk_s_bridge_is_told_was_only_late(switch: Switch, helper: str) -> None:
    switch.at(8).dial_end("x", "ANSWER")
    switch.dial_end(helper, "ANSWER")
    switch.hang_up(helper)
    switch.bridge("b", "a", "x")
    switch.at(20).hang_up("x", "a")
    assert outcomes(switch) == [("1001", Outcome.ANSWERED, False), ("1003", Outcome.CANCELLED, True)]


@pytest.mark.parametrize("status", ["NOANSWER", "ANSWER"])
def test_a_helper_s_phone_that_ends_before_the_channel_of_who_hung_up_was_cancelled(
    switch: Switch, helper: str, status: str
) -> None:
    switch.at(8).request_hangup()
    switch.dial_end(helper, status)
    switch.hang_up(helper)
    switch.at(8.1).dial_end("x", "CANCEL")
    switch.hang_up("x", "a")
    assert outcomes(switch) == [("1001", Outcome.CANCELLED, False), ("1003", Outcome.CANCELLED, True)]


def test_a_phone_that_rings_after_the_dialplan_gave_up_revives_no_wait(switch: Switch, helper: str) -> None:
    switch.at(8).dial_end("x", "NOANSWER")
    switch.leave()
    switch.step_of("a", "VoiceMail")
    rung_to_help(switch.at(9), "PJSIP/1002-0000002b")
    switch.at(30).hang_up("a")
    assert (switch.only.disposition, switch.only.ring_us) == (Disposition.TIMEOUT, 7 * S)


@pytest.mark.parametrize("channel", ["1764000000.7", "thirdring-rescue-1", "thirdring-12-0123456789abcdef"])
def test_only_a_channel_that_the_service_made_can_say_whom_it_rescues(switch: Switch, channel: str) -> None:
    switch.caller()
    switch.channel(channel, "PJSIP/1003")
    switch.say("VarSet", Variable=RESCUES_VARIABLE, Value="a", **switch.of(channel))
    switch.say("DialBegin", **switch.of(channel, "Dest"))
    [live] = switch.tracker.live_calls
    assert (live.attempts, live.rescue_began) == ([], False)
