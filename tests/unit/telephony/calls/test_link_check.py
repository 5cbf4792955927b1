"""After an attempt to forge events the PBX is asked twice what it has: that changes no call that lives."""

import pytest

from telephony.ami.own import own_event
from telephony.ami.sound import is_sound_in_journal
from telephony.ami.trusted import trusted
from telephony.events import FORGED, LINK_CHECK
from telephony.facts import CallState, Measurement
from tests.asterisk import of_channel
from tests.unit.telephony.calls.switch import Switch, answered_by_1001


def check(switch: Switch, *alive: str, dialled: str = "") -> None:
    switch.say(LINK_CHECK)
    for word in alive:
        switch.say("Status", DNID=dialled, **switch.of(word))
    for word in alive:
        switch.say("CoreShowChannel", BridgeId="", ChannelStateDesc="Ringing", **switch.of(word))
    switch.say("CoreShowChannelsComplete")


def test_a_call_that_waits_stays_measured_through_both_checks(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    check(switch.at(2), "a", "x")
    check(switch.at(7), "a", "x")
    [call] = switch.tracker.live_calls
    assert (call.state, call.measurement, len(call.attempts)) == (CallState.RINGING, Measurement.MEASURED, 1)


def test_a_talk_keeps_its_bridge_through_a_check(switch: Switch) -> None:
    answered_by_1001(switch)
    check(switch, "a", "x")
    check(switch, "a", "x")
    bridge = switch.tracker.board.channels["a"].bridge
    assert bridge is not None
    assert set(bridge.members) == {"a", "x"}
    switch.at(10).hang_up("x", "a")
    assert switch.only.measurement is Measurement.MEASURED


def test_a_channel_that_is_missing_once_may_have_its_hangup_on_the_way(switch: Switch) -> None:
    answered_by_1001(switch)
    check(switch)
    assert switch.ended == []
    switch.at(8).hang_up("x", "a")
    check(switch)
    assert switch.only.measurement is Measurement.MEASURED


def test_a_channel_that_is_missing_twice_is_gone(switch: Switch) -> None:
    answered_by_1001(switch)
    check(switch)
    check(switch)
    assert switch.only.measurement is Measurement.ESTIMATED
    assert switch.tracker.board.channels == {}


def test_a_channel_that_nobody_heard_of_is_taken_up_at_the_second_check(switch: Switch) -> None:
    switch.unheard("a", "PJSIP/trunk")
    check(switch, "a", dialled="8001")
    assert list(switch.tracker.live_calls) == []
    check(switch, "a", dialled="8001")
    [call] = switch.tracker.live_calls
    assert call.measurement is Measurement.ESTIMATED


def test_a_newchannel_that_comes_after_its_list_is_measured(switch: Switch) -> None:
    switch.unheard("a", "PJSIP/trunk")
    check(switch, "a", dialled="8001")
    switch.caller("a")
    check(switch, "a", dialled="8001")
    [call] = switch.tracker.live_calls
    assert call.measurement is Measurement.MEASURED


@pytest.mark.parametrize(
    "frame",
    [
        b"Event: LinkUp",
        b"Event: LinkUp\r\nX: y",
        b"Event: Hangup\r\nUniqueid: 1.1\r\nCause: 16",
        b"X: \r\nCallerIDName: x\r\nUniqueid: 1.1",
        of_channel("Hangup", ("Cause", "16")) + b"\r\nUniqueid: 1.1",
        b"",
    ],
)
def test_what_an_older_version_journaled_of_a_forged_event_changes_nothing(frame: bytes) -> None:
    assert trusted(frame, 5, 9).name == FORGED


def test_our_marks_and_sound_events_are_derived_from_the_journal() -> None:
    marks = [
        *(own_event("LinkUp", Greeting="Asterisk Call Manager/11.0.0"), own_event("LinkDown", Reason="cut")),
        *(own_event("LinkCheck", Reason="x"), own_event("QueueStatusComplete", Reason="no queues")),
        *(own_event("PbxClock", Shown="1", Asked="2", Correction="-3"), own_event("OurClock", Step="-5")),
        own_event("CoreShowChannelsComplete"),
    ]
    assert all(is_sound_in_journal(frame) for frame in (*marks, of_channel("Hangup", ("Cause", "16"))))
    assert trusted(marks[0], 5).name == "LinkUp"
