"""Not everything that is bridged with a caller is a person."""

import pytest

from telephony.calls.machines import MACHINES
from telephony.calls.tracker import Tracker
from telephony.facts import CallState, Disposition
from telephony.layout import Agent, Hotline, layout
from tests.unit.telephony.calls.switch import T0, S, Switch

BOT = "UnicastRTP/127.0.0.1:9999"


@pytest.mark.parametrize("technology", sorted(MACHINES))
def test_a_program_that_talks_with_the_caller_is_no_answer(switch: Switch, technology: str) -> None:
    switch.caller()
    switch.channel("m", f"{technology}/127.0.0.1:9999")
    switch.say("DialBegin", **switch.of("m", "Dest"))
    switch.dial_end("m", "ANSWER")
    switch.bridge("bot", "a", "m")
    assert [call.state for call in switch.tracker.live_calls] == [CallState.ARRIVED]


def test_after_a_voice_bot_the_agent_answers_and_the_ringing_is_the_agents(switch: Switch) -> None:
    switch.caller()
    switch.dial("m", BOT)
    switch.ring("m")
    switch.dial_end("m", "ANSWER")
    switch.bridge("bot", "a", "m")
    switch.at(25).unbridge("bot", "a", "m")
    switch.hang_up("m")
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(26).ring("x")
    switch.at(65).dial_end("x", "ANSWER")
    switch.leave()
    switch.bridge("b", "x", "a")
    switch.hang_up("x", "a")
    call = switch.only
    assert (call.agent, call.answered_at_us, call.ring_us) == ("1001", T0 + 65 * S, 39 * S)
    assert [attempt.device for attempt in call.attempts] == ["PJSIP/1001"]


def test_who_hangs_up_on_the_bot_has_abandoned(switch: Switch) -> None:
    switch.caller()
    switch.channel("m", BOT)
    switch.bridge("bot", "a", "m")
    switch.at(9).request_hangup()
    switch.hang_up("a", "m")
    assert switch.only.disposition is Disposition.ABANDONED


def test_an_agent_in_a_bridge_with_a_recorder_is_the_agent(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.ring("x")
    switch.channel("r", "CBRec/conf-800", linkedid="a")
    switch.at(5).bridge("conference", "r", "a", "x", technology="softmix")
    switch.hang_up("r")
    switch.at(9).hang_up("x", "a")
    assert (switch.only.agent, switch.only.transfers) == ("1001", [])


def test_an_agents_call_to_a_program_is_no_outbound_call(switch: Switch) -> None:
    switch.channel("o", "PJSIP/1001", exten="*77")
    switch.dial("m", BOT, by="o")
    switch.hang_up("m", "o")
    assert switch.told == []


def test_a_device_that_the_settings_name_is_an_agent_whatever_its_technology(switch: Switch) -> None:
    site = layout([Hotline("service", ("8001",))], [Agent("soft", ("WebSocket/desk",))])
    switch.tracker = Tracker("main", site)
    switch.caller()
    switch.dial("x", "WebSocket/desk")
    switch.at(1).ring("x")
    switch.at(2).bridge("b", "a", "x")
    switch.hang_up("x", "a")
    assert (switch.only.agent, switch.only.ring_us) == ("soft", S)
