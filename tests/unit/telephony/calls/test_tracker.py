"""What the tracker makes of the switch's events: a whole call, its direction, and what it has no use for."""

from telephony.ami.wanted import WANTED
from telephony.calls.tracker import HANDLED
from telephony.events import OUR_MARKS
from telephony.facts import Direction, Disposition, Fact, FactKind, Outcome
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001


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


def test_an_event_that_fits_no_state_is_counted_and_changes_nothing(switch: Switch) -> None:
    switch.caller()
    switch.say("Hold", **switch.of("a"))
    assert switch.unexpected == [("Hold", "arrived")]


def test_the_reader_keeps_every_event_that_the_tracker_has_a_use_for() -> None:
    assert {name.encode() for name in HANDLED - OUR_MARKS} <= WANTED


def test_our_own_marks_are_never_taken_from_the_wire() -> None:
    assert WANTED.isdisjoint(name.encode() for name in OUR_MARKS)


def test_a_call_has_a_housekeeper_once_the_dialplan_has_dialled_the_devices_that_agi_named(switch: Switch) -> None:
    switch.caller()
    switch.say("VarSet", Variable="__TR_HOUSEKEEPER_DEVICE", Value="PJSIP/1002", **switch.of("a"))
    switch.say("Newexten", Application="Dial", Extension="8001", AppData="PJSIP/1003,30", **switch.of("a"))
    (live,) = switch.tracker.live_calls
    assert live.housekeeper is None
    switch.say("Newexten", Application="Dial", Extension="8001", AppData="PJSIP/1002,12,gtT", **switch.of("a"))
    switch.hang_up("a")
    assert switch.only.housekeeper == "1002"
