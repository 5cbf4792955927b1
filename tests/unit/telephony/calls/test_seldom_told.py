"""What a PBX tells seldom, late, or in another order than usual."""

from telephony.calls.snapshot import Snapshot
from telephony.events import LINK_UP
from telephony.facts import CallState, Direction, Measurement
from tests.unit.telephony.calls.switch import T0, S, Switch


def test_who_waits_in_the_queue_again_after_it_was_given_up_has_joined_it_unheard(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.step_of("a", "Playback")
    assert switch.states == [CallState.GIVEN_UP]
    switch.say("QueueEntry", Queue="hotline", **switch.of("a"))
    [call] = switch.tracker.live_calls
    assert (call.state, call.measurement) == (CallState.QUEUED, Measurement.ESTIMATED)


def test_two_halves_that_are_joined_last_let_the_caller_talk_with_who_stands_behind_them(switch: Switch) -> None:
    switch.caller()
    switch.dial("l1", "Local/1001@agents-00000001;1")
    switch.channel("l2", "Local/1001@agents-00000001;2")
    switch.bridge("b1", "l1", "a")
    switch.dial("x", "PJSIP/1001", by="l2")
    switch.at(4).bridge("b2", "x", "l2")
    assert switch.states != [CallState.TALKING]
    switch.at(5).say("LocalBridge", **switch.of("l1", "LocalOne"), **switch.of("l2", "LocalTwo"))
    [call] = switch.tracker.live_calls
    assert (call.state, call.agent, call.answered_at_us) == (CallState.TALKING, "1001", T0 + 5 * S)


def test_a_customer_whom_the_pbx_has_called_by_itself_is_known_by_the_number_shown(switch: Switch) -> None:
    switch.channel("t", "PJSIP/trunk", number="13800000009")
    switch.say("DialBegin", **switch.of("t", "Dest"))
    switch.at(3).dial_end("t", "ANSWER")
    switch.dial("x", "PJSIP/1001", by="t")
    [call] = switch.tracker.live_calls
    assert (call.direction, call.dialled, call.caller_raw) == (Direction.OUTBOUND, "13800000009", "")


def test_the_number_that_was_dialled_outside_stands_above_the_one_that_is_shown(switch: Switch) -> None:
    switch.channel("t", "PJSIP/trunk", number="8001")
    switch.say("DialBegin", DialString="13800000009@trunk", **switch.of("t", "Dest"))
    switch.dial_end("t", "ANSWER")
    switch.dial("x", "PJSIP/1001", by="t")
    assert [call.dialled for call in switch.tracker.live_calls] == ["13800000009"]


def test_a_gap_forgets_whom_checks_have_missed_or_met() -> None:
    snapshot = Snapshot()
    snapshot.begin_check()
    assert snapshot.confirms("stranger", ["known"])
    assert snapshot.end_check(["known"]) == []
    snapshot.begin(5)
    snapshot.end()
    snapshot.begin_check()
    assert snapshot.confirms("stranger", ["known"])
    assert snapshot.end_check(["known"]) == []


def test_a_check_tells_who_was_missing_twice_and_who_was_strange_twice() -> None:
    snapshot = Snapshot()
    for gone, needs_no_more in (([], True), (["known"], False)):
        snapshot.begin_check()
        assert snapshot.confirms("stranger", ["known", "there"]) is needs_no_more
        assert snapshot.confirms("there", ["known", "there"])
        assert snapshot.end_check(["known", "there"]) == gone
        assert (snapshot.open, snapshot.checks, snapshot.seen) == (False, False, set())


def test_a_gap_begins_when_the_link_was_last_heard_and_keeps_its_beginning_until_it_is_over() -> None:
    snapshot = Snapshot()
    snapshot.begin(5)
    snapshot.begin(9)
    assert (snapshot.open, snapshot.checks, snapshot.gap_began_at_us) == (True, False, 5)
    snapshot.end()
    assert (snapshot.open, snapshot.gap_began_at_us) == (False, None)


def test_only_the_phones_that_the_pbx_shows_after_a_gap_rang_unheard(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).link_down()
    switch.at(5).say(LINK_UP)
    switch.say("CoreShowChannel", BridgeId="", ChannelStateDesc="Up", **switch.of("a"))
    switch.say("CoreShowChannel", BridgeId="", ChannelStateDesc="Ringing", **switch.of("x"))
    switch.dial("y", "PJSIP/1002")
    switch.at(6).ring("y")
    switch.say("CoreShowChannelsComplete")
    [call] = switch.tracker.live_calls
    assert [(each.agent, each.is_timed) for each in call.attempts] == [("1001", False), ("1002", True)]
