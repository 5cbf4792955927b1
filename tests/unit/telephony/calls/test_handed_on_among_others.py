"""A call that changes hands while others are in its bridge, on hold, or unheard."""

from telephony.facts import Direction
from tests.unit.telephony.calls.switch import T0, S, Switch, answered_by_1001
from tests.unit.telephony.calls.test_handed_on import consults, hands, talks_outside


def test_a_supervisor_who_listens_is_not_whom_a_blind_transfer_goes_to(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.at(8).channel("s", "PJSIP/1003", exten="*1")
    switch.bridge("b", "s")
    switch.at(9).say("BlindTransfer", Result="Success", **switch.of("x", "Transferer"), **switch.of("a", "Transferee"))
    switch.unbridge("b", "x", "a", "s")
    switch.hang_up("x", "s")
    switch.dial("y", "PJSIP/1002", by="a")
    switch.at(12).dial_end("y", "ANSWER")
    switch.bridge("c", "y", "a")
    switch.at(20).hang_up("a", "y")
    assert hands(switch.only) == [("blind", "1001", "1002")]


def test_a_transfer_is_of_the_callers_call_though_nobody_heard_how_the_agent_came_into_it(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.unheard("q", "PJSIP/1001")
    switch.at(9).say("BlindTransfer", Result="Success", **switch.of("q", "Transferer"), **switch.of("a", "Transferee"))
    switch.hang_up("x")
    switch.dial("y", "PJSIP/1002", by="a")
    switch.at(12).dial_end("y", "ANSWER")
    switch.bridge("c", "y", "a")
    switch.at(20).hang_up("a", "y")
    assert hands(switch.only) == [("blind", "1001", "1002")]


def test_a_customer_on_hold_who_is_handed_on_is_whose_call_it_stays(switch: Switch) -> None:
    talks_outside(switch)
    consults(switch, "o")
    switch.relink("y", "o")
    switch.unbridge("b", "t")
    switch.unbridge("c", "y")
    switch.at(14).bridge("b", "y")
    switch.at(15).say(
        "AttendedTransfer",
        Result="Success",
        **switch.of("o", "OrigTransferer"),
        **switch.of("o2", "SecondTransferer"),
        **switch.of("t", "Transferee"),
        **switch.of("y", "TransferTarget"),
    )
    switch.unbridge("b", "o")
    switch.bridge("b", "t")
    switch.hang_up("o", "o2")
    switch.at(30).hang_up("y")
    switch.at(40).hang_up("t")
    outbound = next(call for call in switch.ended if call.direction is Direction.OUTBOUND)
    assert (hands(outbound), outbound.ended_at_us) == ([("attended", "1001", "1002")], T0 + 40 * S)
