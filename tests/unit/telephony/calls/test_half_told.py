"""Events that leave out a channel, or all of them: they begin nothing, and nothing stops for them."""

from collections.abc import Iterator
from itertools import combinations

import pytest

from telephony.events import FORGED
from telephony.facts import ClockNews, Disposition, Fact, FactKind, Outcome, Unexpected
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001

MORE = {
    "Queue": "hotline",
    "BridgeUniqueid": "b9",
    "BridgeTechnology": "simple_bridge",
    "ChannelStateDesc": "Ringing",
    "DialStatus": "RINGING",
    "Application": "AgentRequest",
    "AppData": "7",
    "Variable": "QUEUESTATUS",
    "Value": "TIMEOUT",
    "TargetLinkedid": "a",
    "Result": "Success",
    "Newname": "PJSIP/1003-0000009",
    "CallerIDNum": "1003",
    "DNID": "8001",
    "BridgeId": "b9",
    "Cause": "1",
}
CHANNELS = {
    "Newchannel": ("",),
    "Newstate": ("",),
    "NewCallerid": ("",),
    "Newexten": ("",),
    "Rename": ("",),
    "VarSet": ("",),
    "DialBegin": ("", "Dest"),
    "DialState": ("", "Dest"),
    "DialEnd": ("", "Dest"),
    "QueueCallerJoin": ("",),
    "QueueCallerLeave": ("",),
    "QueueCallerAbandon": ("",),
    "BridgeEnter": ("",),
    "BridgeLeave": ("",),
    "LocalBridge": ("LocalOne", "LocalTwo"),
    "Hold": ("",),
    "Unhold": ("",),
    "Pickup": ("", "Target"),
    "BlindTransfer": ("Transferer", "Transferee"),
    "AttendedTransfer": ("OrigTransferer", "SecondTransferer", "Transferee", "TransferTarget"),
    "ParkedCall": ("Parkee", "Parker"),
    "UnParkedCall": ("Parkee", "Retriever"),
    "HangupRequest": ("",),
    "SoftHangupRequest": ("",),
    "Hangup": ("",),
    "Status": ("",),
    "CoreShowChannel": ("",),
    "QueueEntry": ("",),
}
WORDS = ("x", "a", "s", "l1")


def situations() -> Iterator[Switch]:
    """A waiting call, a talk, and the PBX found again: each with a stranger and a Local channel beside it."""
    for talks in (False, True):
        switch = Switch()
        if talks:
            answered_by_1001(switch)
        else:
            switch.caller()
            switch.dial("x", "PJSIP/1001")
        switch.channel("s", "PJSIP/9001", exten="9002")
        switch.channel("l1", "Local/1003@agents-1;1", linkedid="a")
        yield switch
    found_again = Switch()
    answered_by_1001(found_again)
    found_again.unheard("s", "PJSIP/9001")
    found_again.unheard("l1", "Local/1003@agents-1;1", linkedid="a")
    found_again.say("LinkUp")
    yield found_again


@pytest.mark.parametrize("event", CHANNELS)
def test_an_event_that_leaves_out_some_of_its_channels_stops_nothing(event: str) -> None:
    prefixes = CHANNELS[event]
    for count in range(len(prefixes)):
        for kept in combinations(prefixes, count):
            for first in range(len(WORDS)):
                for switch in situations():
                    named: dict[str, str] = {}
                    for place, prefix in enumerate(kept):
                        named |= switch.of(WORDS[(first + place) % len(WORDS)], prefix)
                    before = len(switch.tracker.live)
                    switch.say(event, **MORE, **{key: value for key, value in named.items() if key not in MORE})
                    assert len(switch.tracker.live) == before
                    assert [told for told in switch.told if isinstance(told, ClockNews)] == []


def test_a_forged_event_is_counted(switch: Switch) -> None:
    assert switch.say(FORGED) == [Unexpected(FORGED, "unknown")]


def test_a_stranger_or_a_phone_that_asks_for_an_agent_of_a_pool_alerts_nobody(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.channel("p", "PJSIP/1002", exten="700")
    switch.say("Newexten", Application="AgentLogin", AppData="7", Extension="700", **switch.of("p"))
    switch.channel("s", "PJSIP/9001", exten="9002")
    for word in ("s", "x"):
        assert switch.say("Newexten", Application="AgentRequest", AppData="7", Extension="701", **switch.of(word)) == []
    assert [call.attempts for call in switch.tracker.live_calls] == [[]]


# ---- a callback that was promised by key


def promise(switch: Switch, word: str = "a", result: str = "callback") -> None:
    switch.say("VarSet", Variable="TR_RESULT", Value=result, **switch.of(word))


def test_who_is_promised_a_callback_in_the_queue_has_asked_for_it(switch: Switch) -> None:
    switch.caller()
    switch.join()
    promise(switch)
    switch.leave()
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.CALLBACK_REQUESTED


@pytest.mark.parametrize("result", ["", "callbacks", "busy"])
def test_another_result_promises_nothing(switch: Switch, result: str) -> None:
    switch.caller()
    switch.join()
    promise(switch, result=result)
    switch.leave()
    switch.hang_up("a")
    assert switch.only.disposition is not Disposition.CALLBACK_REQUESTED


def test_before_any_queue_and_by_an_agents_phone_no_callback_is_promised(switch: Switch) -> None:
    switch.caller()
    promise(switch)
    switch.join()
    switch.dial("x", "PJSIP/1001")
    promise(switch, "x")
    switch.leave()
    switch.hang_up("x", "a")
    assert switch.only.disposition is not Disposition.CALLBACK_REQUESTED


def test_who_waits_in_a_queue_once_more_has_not_asked_there(switch: Switch) -> None:
    switch.caller()
    switch.join()
    promise(switch)
    switch.leave()
    switch.join(queue="overflow")
    switch.leave("a", "overflow")
    switch.hang_up("a")
    assert switch.only.disposition is not Disposition.CALLBACK_REQUESTED


# ---- what another channel of the call says


def test_what_an_agents_phone_has_played_does_not_end_the_callers_wait(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.say("VarSet", Variable="PLAYBACKSTATUS", Value="SUCCESS", **switch.of("x"))
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.ABANDONED


@pytest.mark.parametrize(
    ("variable", "value", "over"),
    [
        ("PLAYBACKSTATUS", "SUCCESS", True),
        ("BACKGROUNDSTATUS", "SUCCESS", True),
        ("READSTATUS", "TIMEOUT", True),
        ("READSTATUS", "OK", True),
        ("READSTATUS", "HANGUP", False),
        ("PLAYBACKSTATUS", "FAILED", False),
    ],
)
def test_a_dialplan_that_has_played_to_the_end_has_ended_the_call(
    switch: Switch, variable: str, value: str, over: bool
) -> None:
    switch.caller()
    switch.say("VarSet", Variable=variable, Value=value, **switch.of("a"))
    switch.hang_up("a")
    assert switch.only.disposition is (Disposition.CLOSED if over else Disposition.ABANDONED)


def test_a_phone_whose_channel_goes_without_a_dial_end_has_ended_ringing_then(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(4).hang_up("x")
    [call] = switch.tracker.live_calls
    [attempt] = call.attempts
    assert (attempt.ended_at_us, attempt.outcome) == (T0 + 4 * S, Outcome.CANCELLED)
    told = [fact.kind for fact in switch.told if isinstance(fact, Fact)]
    assert FactKind.ATTEMPT_ENDED in told


def test_a_pick_up_that_does_not_say_whose_call_it_takes_takes_none(switch: Switch) -> None:
    switch.caller()
    switch.channel("p", "PJSIP/9001", exten="9002")
    switch.say("Pickup", **switch.of("p"))
    channel = switch.tracker.board.channels["p"]
    assert (channel.linkedid, channel.dialled) == ("p", False)
