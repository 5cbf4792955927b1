"""What comes late, twice or not at all in a call, and what it may not change."""

import pytest

from telephony.calls.channels import HOLDING, Channel, Switchboard
from telephony.calls.legs import Legs
from telephony.calls.record import Out, Record
from telephony.calls.talk import Talk
from telephony.events import PBX_CLOCK, Event
from telephony.facts import Call, CallState, Direction, Disposition, Fact, FactKind, Outcome, Transfer, TransferKind
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001
from tests.unit.telephony.calls.test_clock_of_calls import Clocks


def outcomes(switch: Switch) -> list[tuple[str, Outcome | None]]:
    [call] = [*switch.tracker.live_calls, *switch.ended]
    return [(attempt.agent, attempt.outcome) for attempt in call.attempts]


def test_a_caller_whose_channel_has_become_part_of_another_call_still_ends_their_own(switch: Switch) -> None:
    switch.caller()
    switch.relink("a", "z")
    switch.at(5).hang_up("a")
    assert switch.only.ended_at_us == T0 + 5 * S


def test_a_phone_that_is_gone_long_after_its_dial_has_ended_was_silent_since_its_dial(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(5).dial_end("x", "NOANSWER")
    switch.at(7).hang_up("x")
    switch.at(7.5).hang_up("a")
    assert (switch.only.ring_ended_at_us, switch.only.ended_at_us) == (T0 + 5 * S, T0 + 7.5 * S)


def test_who_picks_up_a_call_that_rings_elsewhere_does_not_answer_for_the_phone_that_rang(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.ring("x")
    switch.channel("y", "PJSIP/1002")
    switch.at(3).bridge("b", "a", "y")
    assert outcomes(switch) == [("1001", None)]
    assert switch.states == [CallState.TALKING]


def test_a_phone_that_is_dialled_after_the_answer_is_no_attempt_of_the_call(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.dial("y", "PJSIP/1002")
    switch.at(8).ring("y")
    assert outcomes(switch) == [("1001", Outcome.ANSWERED)]


def test_an_agent_who_drops_the_call_is_not_the_caller_who_left_though_another_phone_was_silenced(
    switch: Switch,
) -> None:
    switch.caller()
    for word, device in (("x", "PJSIP/1001"), ("y", "PJSIP/1002")):
        switch.dial(word, device)
        switch.ring(word)
    switch.at(4).dial_end("x", "ANSWER")
    switch.dial_end("y", "CANCEL")
    switch.hang_up("y")
    switch.at(4.5).request_hangup("x")
    switch.hang_up("x")
    switch.at(4.6).hang_up("a")
    assert switch.only.disposition is Disposition.TIMEOUT
    assert outcomes(switch) == [("1001", Outcome.DROPPED), ("1002", Outcome.CANCELLED)]


def test_a_phone_of_nobody_known_that_rings_for_a_caller_answers_though_its_dial_was_not_heard(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/other", linkedid="a")
    switch.at(1).ring("x")
    switch.at(4).bridge("b", "a", "x")
    assert switch.states == [CallState.TALKING]


def test_an_attempt_that_has_its_outcome_keeps_it() -> None:
    call = Call("main", "a", Direction.INBOUND, "service", "13800000001", "8001", T0)
    legs, out = Legs(Record(call)), Out([])
    phone = Channel("x", {"Channel": "PJSIP/1001-1", "Linkedid": "a"}, "", 1, 0)
    leg = legs.begin(phone, Event("DialBegin", T0, {}), out)
    legs.settle(leg, "17", Event("Hangup", T0 + S, {}), out)
    legs.answer(phone, True, Event("BridgeEnter", T0 + 2 * S, {}), out)
    assert (leg.attempt.outcome, leg.attempt.ended_at_us) == (Outcome.BUSY, T0 + S)


def test_a_transfer_that_finds_nobody_is_the_last_that_was_begun_and_one_that_is_parked_is_a_parking() -> None:
    call = Call("main", "a", Direction.INBOUND, "service", "13800000001", "8001", T0)
    talk, out = Talk(Record(call)), Out([])
    for second, agent in ((1, "1001"), (2, "1002")):
        talk.transfer(TransferKind.BLIND, agent, None, Event("BlindTransfer", T0 + second * S, {}), out)
    talk.transfer(TransferKind.PARKED, "1003", None, Event("ParkedCall", T0 + 3 * S, {}), out)
    talk.end(Event("Hangup", T0 + 9 * S, {}), out)
    assert call.transfers == [Transfer(T0 + 2 * S, TransferKind.PARKED, "1002", None)]
    assert [fact.kind for fact in out if isinstance(fact, Fact)] == [FactKind.CALL_TRANSFERRED]


def test_a_channel_that_is_shown_again_in_its_bridge_leaves_the_bridge_what_it_is() -> None:
    board = Switchboard({})
    parked = Channel("a", {"Channel": "PJSIP/trunk-1", "Linkedid": "a"}, "", 1, 0)
    board.enter(parked, "p", HOLDING)
    assert board.enter(parked, "p", "").technology == HOLDING


def test_a_local_channel_of_which_only_one_half_is_told_is_no_error(switch: Switch) -> None:
    half = {"LocalTwoChannel": "Local/1001@agents-00000003;2", "LocalTwoUniqueid": "l2"}
    switch.say("LocalBridge", **half)
    switch.say("LocalBridge", **{name.replace("Two", "One"): value for name, value in half.items()})
    assert switch.unexpected == []


@pytest.mark.parametrize(("digits", "ahead_us"), [(19, 5 * S), (20, None)])
def test_what_a_clock_shows_has_nineteen_digits_at_most(digits: int, ahead_us: int | None) -> None:
    pbx = Clocks()
    pbx.say(PBX_CLOCK, Shown=str(T0 + 2000 + 5 * S).zfill(digits), Asked=str(T0 + 2000))
    assert pbx.tracker.clock.ahead_us == ahead_us
