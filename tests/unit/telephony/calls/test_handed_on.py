"""Other ways in which a call changes hands: outbound transfers, Asterisk 13, parking, agents who log in."""

import pytest

from telephony.calls.tracker import Tracker
from telephony.facts import Call, Direction, Disposition, Outcome, TransferKind
from telephony.layout import Agent, Hotline, layout
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001


def hands(call: Call) -> list[tuple[str, str | None, str | None]]:
    return [(each.kind.value, each.from_agent, each.to_agent) for each in call.transfers]


def talks_outside(switch: Switch) -> None:
    """1001 has called a customer, who answered at 8 s."""
    switch.channel("o", "PJSIP/1001", exten="013800000001", number="1001")
    switch.dial("t", "PJSIP/trunk", by="o")
    switch.at(2).ring("t")
    switch.at(8).dial_end("t", "ANSWER")
    switch.bridge("b", "t", "o")


def test_an_outbound_call_handed_on_blindly_goes_to_the_colleague_and_lasts_as_long_as_the_customer(
    switch: Switch,
) -> None:
    talks_outside(switch)
    switch.at(30).say("BlindTransfer", Result="Success", **switch.of("o", "Transferer"), **switch.of("t", "Transferee"))
    switch.unbridge("b", "t", "o")
    switch.hang_up("o")
    switch.dial("y", "PJSIP/1003", by="t")
    switch.at(31).ring("y")
    switch.at(34).bridge("c", "y", "t")
    switch.at(90).request_hangup("t")
    switch.hang_up("t", "y")
    call = switch.only
    assert hands(call) == [("blind", "1001", "1003")]
    assert (call.direction, call.agent, call.talk_us) == (Direction.OUTBOUND, "1001", 82 * S)
    assert switch.unexpected == []


def test_a_customer_whom_nobody_takes_over_is_handed_to_nobody(switch: Switch) -> None:
    talks_outside(switch)
    switch.at(30).say("BlindTransfer", Result="Success", **switch.of("o", "Transferer"), **switch.of("t", "Transferee"))
    switch.unbridge("b", "t", "o")
    switch.hang_up("o", "t")
    assert hands(switch.only) == [("blind", "1001", None)]


def consults(switch: Switch, by: str) -> None:
    """1001 asks 1002 on a second line."""
    switch.channel("o2", "PJSIP/1001", exten="1002")
    switch.dial("y", "PJSIP/1002", by="o2")
    switch.at(12).dial_end("y", "ANSWER")
    switch.bridge("c", "o2", "y")


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("joined_first", [True, False])
def test_an_outbound_call_handed_on_after_asking_goes_to_the_colleague(
    switch: Switch, named: bool, joined_first: bool
) -> None:
    """Asterisk 13 names neither transferee nor target."""
    talks_outside(switch)
    consults(switch, "o")
    if joined_first:
        switch.relink("y", "o")
        switch.unbridge("c", "y")
        switch.bridge("b", "y")
    target = {**switch.of("t", "Transferee"), **switch.of("y", "TransferTarget")} if named else {}
    switch.at(15).say(
        "AttendedTransfer",
        Result="Success",
        **switch.of("o", "OrigTransferer"),
        **switch.of("o2", "SecondTransferer"),
        **target,
    )
    switch.unbridge("b", "o")
    switch.hang_up("o", "o2")
    switch.at(40).hang_up("t", "y")
    outbound = next(call for call in switch.ended if call.direction is Direction.OUTBOUND)
    assert hands(outbound) == [("attended", "1001", "1002")]
    assert outbound.ended_at_us == T0 + 40 * S


def test_an_inbound_call_handed_on_in_asterisk_13_names_the_colleague(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.channel("x2", "PJSIP/1001", exten="1002")
    switch.dial("y", "PJSIP/1002", by="x2")
    switch.at(8).bridge("c", "x2", "y")
    switch.at(9).say(
        "AttendedTransfer", Result="Success", **switch.of("x", "OrigTransferer"), **switch.of("x2", "SecondTransferer")
    )
    switch.hang_up("x", "x2")
    switch.at(20).hang_up("a")
    assert hands(switch.ended[-1]) == [("attended", "1001", "1002")]


def parks(switch: Switch) -> None:
    switch.at(10).unbridge("b", "a", "x")
    switch.bridge("lot", "a", technology="holding_bridge")
    switch.say("ParkedCall", ParkingSpace="701", **switch.of("a", "Parkee"))
    switch.hang_up("x")


@pytest.mark.parametrize("device", ["PJSIP/1002", "PJSIP/nobodys"])
def test_a_parked_caller_is_handed_to_whoever_fetches_them(switch: Switch, device: str) -> None:
    answered_by_1001(switch)
    parks(switch)
    switch.at(20).channel("f", device, exten="701")
    switch.unbridge("lot", "a")
    switch.bridge("c", "f", "a")
    switch.say("UnParkedCall", ParkingSpace="701", **switch.of("a", "Parkee"), **switch.of("f", "Retriever"))
    switch.at(30).hang_up("f", "a")
    assert hands(switch.only) == [("parked", "1001", "1002" if device == "PJSIP/1002" else device)]


def test_a_blind_transfer_to_the_parking_lot_is_one_handover(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.say("BlindTransfer", Result="Success", **switch.of("x", "Transferer"), **switch.of("a", "Transferee"))
    parks(switch)
    switch.at(30).hang_up("a")
    assert hands(switch.only) == [("parked", "1001", None)]


def test_a_customer_whom_the_agent_parks_is_handed_on(switch: Switch) -> None:
    talks_outside(switch)
    switch.at(10).unbridge("b", "t", "o")
    switch.say("ParkedCall", ParkingSpace="701", **switch.of("t", "Parkee"))
    switch.hang_up("o")
    switch.at(20).channel("f", "PJSIP/1002", exten="701")
    switch.say("UnParkedCall", ParkingSpace="701", **switch.of("t", "Parkee"), **switch.of("f", "Retriever"))
    switch.bridge("c", "f", "t")
    switch.at(30).hang_up("f", "t")
    assert hands(switch.only) == [("parked", "1001", "1002")]


def test_who_parks_and_fetches_before_an_answer_makes_the_answer(switch: Switch) -> None:
    switch.caller()
    switch.bridge("lot", "a", technology="holding_bridge")
    switch.say("ParkedCall", ParkingSpace="701", **switch.of("a", "Parkee"))
    switch.at(20).channel("f", "PJSIP/1002", exten="701")
    switch.say("UnParkedCall", ParkingSpace="701", **switch.of("a", "Parkee"), **switch.of("f", "Retriever"))
    switch.unbridge("lot", "a")
    switch.bridge("c", "f", "a")
    switch.at(30).hang_up("f", "a")
    assert (switch.only.agent, hands(switch.only)) == ("1002", [])


# ---- app_agent_pool

ONE, TWO = "Local/1001@pool-00000073;1", "Local/1001@pool-00000073;2"


def logs_in(switch: Switch, device: str = "PJSIP/1001") -> None:
    switch.channel("x", device, exten="*22")
    switch.say("Newexten", Application="AgentLogin", AppData="1001,s", Extension="*22", **switch.of("x"))
    switch.bridge("hold", "x", technology="holding_bridge")


def is_requested(switch: Switch) -> None:
    """Waits from 0 s; the agent is free at 60 s and alerted from then on."""
    switch.caller()
    switch.step_of("a", "Queue")
    switch.join()
    switch.at(60).dial("l1", ONE)
    switch.channel("l2", TWO, linkedid="a")
    switch.say("Newexten", Application="AgentRequest", AppData="1001", Extension="1001", **switch.of("l2"))
    switch.say("Newstate", ChannelStateDesc="Ringing", **switch.of("l1"))
    switch.say("DialState", DialStatus="RINGING", **switch.of("l1", "Dest"))


def is_put_through(switch: Switch) -> None:
    switch.at(63).unbridge("hold", "x")
    switch.bridge("b1", "x", "l2")
    switch.dial_end("l1", "ANSWER")
    switch.leave()
    switch.bridge("b2", "l1", "a")
    switch.at(100).request_hangup()
    switch.hang_up("a", "l1", "l2")


@pytest.mark.parametrize("device", ["PJSIP/1001", "PJSIP/anybody"])
def test_an_agent_who_has_logged_in_is_rung_and_answers(switch: Switch, device: str) -> None:
    logs_in(switch, device)
    is_requested(switch)
    is_put_through(switch)
    call = switch.only
    who = "1001" if device == "PJSIP/1001" else device
    assert (call.agent, call.alerted_at_us, call.ring_us) == (who, T0 + 60 * S, 3 * S)
    assert [(each.agent, each.device, each.outcome) for each in call.attempts] == [(who, device, Outcome.ANSWERED)]
    assert switch.unexpected == []


def test_a_queue_member_of_the_pool_can_be_the_agents_device(switch: Switch) -> None:
    agent = Agent("li", ("Local/1001@pool/n",))
    switch.tracker = Tracker("main", layout([Hotline("service", ("8001",), ("hotline",))], [agent]))
    logs_in(switch)
    is_requested(switch)
    is_put_through(switch)
    assert [(each.agent, each.outcome) for each in switch.only.attempts] == [("li", Outcome.ANSWERED)]
    assert switch.only.agent == "li"


def test_an_agent_whose_login_nobody_heard_rings_as_the_local_channel(switch: Switch) -> None:
    switch.unheard("x", "PJSIP/1001")
    is_requested(switch)
    is_put_through(switch)
    call = switch.only
    assert (call.agent, call.ring_us) == ("1001", 3 * S)
    assert [(each.device, each.outcome) for each in call.attempts] == [("Local/1001@pool", Outcome.ANSWERED)]


def test_an_agent_of_the_pool_who_does_not_take_the_call_has_no_answer(switch: Switch) -> None:
    logs_in(switch)
    is_requested(switch)
    switch.at(70).dial_end("l1", "NOANSWER")
    switch.hang_up("l1", "l2")
    switch.say("VarSet", Variable="QUEUESTATUS", Value="TIMEOUT", **switch.of("a"))
    switch.hang_up("a")
    call = switch.only
    assert (call.disposition, call.ring_us) == (Disposition.TIMEOUT, 10 * S)
    assert [each.outcome for each in call.attempts] == [Outcome.NO_ANSWER]


def test_a_caller_who_is_put_through_by_the_dialplan_itself_rings_from_the_request(switch: Switch) -> None:
    logs_in(switch)
    switch.caller()
    switch.at(2).say("Newexten", Application="AgentRequest", AppData="1001", Extension="8001", **switch.of("a"))
    switch.at(4).unbridge("hold", "x")
    switch.bridge("b", "x", "a")
    switch.at(9).hang_up("a")
    assert (switch.only.agent, switch.only.ring_us) == ("1001", 2 * S)


def test_who_has_logged_out_is_requested_no_more(switch: Switch) -> None:
    logs_in(switch)
    switch.hang_up("x")
    assert switch.tracker.board.pool == {}


def test_a_phone_behind_a_local_member_that_is_an_agents_device_is_that_agents(switch: Switch) -> None:
    """A mobile phone behind a trunk, say."""
    agent = Agent("li", ("Local/13800000002@from-queue/n",))
    switch.tracker = Tracker("main", layout([Hotline("service", ("8001",), ("hotline",))], [agent]))
    switch.caller()
    switch.join()
    switch.dial("l1", "Local/13800000002@from-queue-0001;1")
    switch.channel("l2", "Local/13800000002@from-queue-0001;2", linkedid="a")
    switch.dial("t", "PJSIP/trunk", by="l2")
    switch.at(1).ring("t")
    switch.at(4).dial_end("t", "ANSWER")
    switch.bridge("b1", "t", "l2")
    switch.bridge("b2", "l1", "a")
    switch.hang_up("a")
    assert (switch.only.agent, [each.agent for each in switch.only.attempts]) == ("li", ["li"])


def test_transfer_kinds_are_those_of_the_docs() -> None:
    assert {kind.value for kind in TransferKind} == {"blind", "attended", "parked"}
