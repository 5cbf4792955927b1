"""Small things about calls that show later: what a wait remembers, a Local channel's half, a clock that was set."""

import pytest

from telephony.calls.channels import Switchboard
from telephony.calls.record import Out
from telephony.calls.tracker import Tracker
from telephony.calls.wait import Wait
from telephony.events import LINK_UP, Event
from telephony.facts import CallState, Disposition, Fact, FactKind, Measurement, Unexpected
from tests.unit.telephony.calls.switch import SITE, T0, S, Switch, answered_by_1001
from tests.unit.telephony.calls.test_clock_of_calls import Clocks

ONE, TWO = "Local/1001@agents-00000003;1", "Local/1001@agents-00000003;2"
RECEIVED = "times are those of receipt"


def test_all_instants_of_a_wait_move_with_a_clock_and_what_is_unknown_stays_so() -> None:
    wait = Wait(quiet_since_us=1, silent_at_us=2, abandoned_at_us=3)
    wait.shift(10)
    assert (wait.quiet_since_us, wait.silent_at_us, wait.abandoned_at_us) == (11, 12, 13)
    unknown = Wait()
    unknown.shift(10)
    assert (unknown.quiet_since_us, unknown.silent_at_us, unknown.abandoned_at_us) == (None, None, None)


def test_a_step_of_the_dialplan_forgets_how_what_was_before_it_ended() -> None:
    wait = Wait(closed=True, dial_status="CANCEL", abandoned_at_us=3, silent_at_us=2, tried=True)
    wait.step()
    assert (wait.closed, wait.dial_status, wait.abandoned_at_us) == (False, "", None)
    assert (wait.silent_at_us, wait.tried) == (2, True)


def test_a_dialplan_that_is_over_stays_over_when_our_clock_is_set() -> None:
    pbx = Clocks()
    pbx.caller()
    pbx.at(5).step_of("a", "NoOp", exten="h")
    pbx.our_clock_is_set(3600)
    pbx.at(3606).hang_up("a")
    assert pbx.only.ended_at_us == T0 + 3605 * S


def test_a_hang_up_that_was_asked_for_stays_where_it_was_when_our_clock_is_set() -> None:
    pbx = Clocks()
    pbx.caller()
    pbx.at(5).request_hangup("a")
    pbx.our_clock_is_set(-3600)
    pbx.at(-3594).hang_up("a")
    assert (pbx.only.ended_at_us, pbx.only.wait_us) == (T0 - 3595 * S, 5 * S)


# ---- stamps


@pytest.mark.parametrize(
    ("headers", "received_us", "said"),
    [({}, T0, True), ({"Timestamp": "1764000000.000000"}, T0, False), ({}, 0, False)],
)
def test_the_receipt_says_where_its_times_are_those_of_receipt(
    headers: dict[str, str], received_us: int, said: bool
) -> None:
    tracker = Tracker("main", SITE)
    channel = {"Channel": "PJSIP/trunk-1", "Uniqueid": "a", "Linkedid": "a", "Exten": "8001"}
    tracker.step(Event("Newchannel", T0, {**channel, **headers}, (), 1, received_us))
    [call] = tracker.live_calls
    assert (RECEIVED in [line.effect for line in call.receipt]) is said


def test_what_asterisk_never_stamps_says_nothing_of_its_stamps() -> None:
    tracker = Tracker("main", SITE)
    tracker.step(Event(LINK_UP, T0, {}, (), 1, T0))
    channel = {"Channel": "PJSIP/trunk-1", "Uniqueid": "a", "Linkedid": "a", "DNID": "8001"}
    tracker.step(Event("Status", T0, channel, (), 2, T0))
    [call] = tracker.live_calls
    assert RECEIVED not in [line.effect for line in call.receipt]


# ---- phones


def test_a_phone_found_ringing_after_a_gap_has_no_instant_of_its_own(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.dial("y", "PJSIP/1002")
    switch.at(1).ring("y")
    switch.at(2).link_down()
    switch.at(9).link_up("a", "x", "y", states={"x": "Ringing", "y": "Ringing"})
    [call] = switch.tracker.live_calls
    assert [(one.agent, one.is_timed) for one in call.attempts] == [("1001", False), ("1002", True)]
    assert call.is_timed


def test_when_the_last_phone_is_gone_without_a_dial_end_nothing_rings(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.ring("x")
    assert switch.states == [CallState.RINGING]
    switch.hang_up("x")
    assert switch.states == [CallState.ARRIVED]


def test_that_the_dialplan_has_given_up_is_told(switch: Switch) -> None:
    switch.caller()
    switch.step_of("a", "Dial")
    told = switch.say("Newexten", Application="Hangup", Extension="8001", **switch.of("a"))
    assert [fact.kind for fact in told if isinstance(fact, Fact)] == [FactKind.CALL_CHANGED]


# ---- bridges and Local channels


@pytest.mark.parametrize(("left", "state"), [("b", CallState.ARRIVED), ("c", CallState.TALKING)])
def test_who_has_left_a_bridge_is_not_met_there(switch: Switch, left: str, state: CallState) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.bridge("b", "x")
    switch.unbridge(left, "x")
    switch.bridge("b", "a")
    assert switch.states == [state]


@pytest.mark.parametrize(("told", "linkedid"), [({}, "a"), ({"LocalTwoLinkedid": "z"}, "z")])
def test_asterisk_13_0_does_not_tell_which_call_the_other_half_belongs_to(
    switch: Switch, told: dict[str, str], linkedid: str
) -> None:
    switch.caller()
    switch.channel("l1", ONE, linkedid="a")
    switch.unheard("l2", TWO)
    two = {name: value for name, value in switch.of("l2", "LocalTwo").items() if name != "LocalTwoLinkedid"}
    switch.say("LocalBridge", **switch.of("l1", "LocalOne"), **two, **told)
    assert switch.tracker.board.channels["l2"].linkedid == linkedid


@pytest.mark.parametrize("how", ["dial", "bridge"])
def test_who_answers_behind_a_local_channel_is_known_by_its_dial_or_by_a_bridge(how: str) -> None:
    board = Switchboard({})
    one, two, device = (
        board.learn({"Uniqueid": name, "Channel": name}, "", 1, 0) for name in (ONE, TWO, "PJSIP/2001-00000001")
    )
    assert one is not None
    assert two is not None
    assert device is not None
    assert board.device_behind(one) is None
    device.dialled = True
    if how == "dial":
        two.answered_by = device
    else:
        board.enter(two, "b", "simple_bridge")
        board.enter(device, "b", "simple_bridge")
    assert board.device_behind(one) is device


def test_the_first_end_of_a_dial_is_kept_by_both_halves() -> None:
    board = Switchboard({})
    one, two = (board.learn({"Uniqueid": name, "Channel": name}, "", 1, 0) for name in (ONE, TWO))
    assert one is not None
    assert two is not None
    board.local_dial_ended(one, "NOANSWER")
    board.local_dial_ended(two, "CANCEL")
    assert (one.dial_status, two.dial_status) == ("NOANSWER", "NOANSWER")


# ---- one call for each linkedid


def test_a_channel_that_has_a_call_begins_no_second_one(switch: Switch) -> None:
    switch.caller()
    caller = switch.tracker.board.channels["a"]
    caller.linkedid = "elsewhere"
    out: Out = []
    event = Event("Newexten", T0, {})
    assert switch.tracker.begin_inbound(caller, "service", event, out) is None
    assert out == [Unexpected("Newexten", "unknown")]


def test_a_channel_of_a_call_that_another_one_has_begun_begins_none(switch: Switch) -> None:
    switch.caller()
    switch.channel("b", "PJSIP/9001", linkedid="a")
    out: Out = []
    event = Event("Newexten", T0, {})
    assert switch.tracker.begin_inbound(switch.tracker.board.channels["b"], "service", event, out) is None
    assert out == [Unexpected("Newexten", "unknown")]


@pytest.mark.parametrize(("late", "measurement"), [(True, Measurement.ESTIMATED), (False, Measurement.MEASURED)])
def test_only_a_call_whose_beginning_was_missed_is_estimated(
    switch: Switch, late: bool, measurement: Measurement
) -> None:
    switch.channel("s", "PJSIP/9001", exten="9002")
    switch.channel("t", "PJSIP/9002", exten="9003")
    out: Out = []
    event = Event("Newexten", T0, {})
    inbound = switch.tracker.begin_inbound(switch.tracker.board.channels["s"], "service", event, out, late)
    back = switch.tracker.begin_call_back(switch.tracker.board.channels["t"], "138", event, out)
    assert inbound is not None
    assert back is not None
    assert (inbound.call.measurement, back.call.measurement) == (measurement, Measurement.MEASURED)
    assert (inbound.calls_back, back.calls_back, back.call.caller_raw) == (False, True, "")


def test_the_caller_is_not_handed_over_to_themselves_nor_to_who_has_a_call(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.caller("b")
    live = switch.tracker.live["a"]
    for word in ("a", "b"):
        live.hand_over(switch.tracker.board.channels[word])
        assert live.caller is switch.tracker.board.channels["a"]
    switch.at(9).hang_up("x", "a", "b")
    assert [call.disposition for call in switch.ended] == [Disposition.ANSWERED, Disposition.ABANDONED]


def test_whom_a_caller_can_talk_with_is_a_person_and_none_of_those_left_out() -> None:
    board = Switchboard({"PJSIP/1001": "li", "PJSIP/1002": "wang"})
    names = ("PJSIP/trunk-1", "PJSIP/9001-1", "PJSIP/1001-1", "PJSIP/1002-1")
    caller, stranger, li, wang = (board.learn({"Uniqueid": name, "Channel": name}, "", 1, 0) for name in names)
    assert caller is not None
    assert stranger is not None
    for channel in (caller, stranger, li):
        assert channel is not None
        board.enter(channel, "b", "simple_bridge")
    assert board.person_with(caller) is board.person_with(caller, (wang,)) is li
    assert board.person_with(caller, (li,)) is None
