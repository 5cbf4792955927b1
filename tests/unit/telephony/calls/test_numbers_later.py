"""A caller's number that comes after the call."""

from telephony.facts import Fact, FactKind
from tests.unit.telephony.calls.switch import Switch, answered_by_1001


def numbered(switch: Switch) -> list[str]:
    facts = [told for told in switch.told if isinstance(told, Fact)]
    return [fact.call.caller_raw for fact in facts if fact.kind is FactKind.CALL_NUMBERED]


def test_a_number_that_the_line_says_after_its_first_ring_is_the_callers(switch: Switch) -> None:
    switch.channel("a", "DAHDI/4", exten="8001")
    switch.at(2).say("NewCallerid", CallerIDNum="02885550123", **switch.of("a"))
    assert numbered(switch) == ["02885550123"]
    switch.hang_up("a")
    assert switch.only.caller_raw == "02885550123"


def test_a_number_that_comes_before_the_queue_makes_the_call_is_its_first(switch: Switch) -> None:
    switch.channel("a", "DAHDI/4", exten="s")
    switch.say("NewCallerid", CallerIDNum="02885550123", **switch.of("a"))
    switch.join()
    assert [call.caller_raw for call in switch.tracker.live_calls] == ["02885550123"]
    assert numbered(switch) == []


def test_a_number_that_only_the_queue_tells_is_the_callers(switch: Switch) -> None:
    switch.channel("a", "DAHDI/4", exten="8001")
    switch.step_of("a", "Queue")
    switch.say("QueueCallerJoin", Queue="hotline", CallerIDNum="02885550123", **switch.of("a"))
    assert numbered(switch) == ["02885550123"]


def test_a_number_that_the_dialplan_writes_before_it_tries_anybody_is_the_callers(switch: Switch) -> None:
    switch.caller()
    switch.say("NewCallerid", CallerIDNum="013800000001", **switch.of("a"))
    assert numbered(switch) == ["013800000001"]


def test_a_number_that_the_dialplan_writes_for_its_trunk_later_is_not_the_callers(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.say("NewCallerid", CallerIDNum="02158880000", **switch.of("a"))
    assert numbered(switch) == []
    switch.hang_up("x", "a")
    assert switch.only.caller_raw == "13800000001"


def test_a_withheld_number_that_comes_late_is_still_taken(switch: Switch) -> None:
    switch.channel("a", "DAHDI/4", exten="8001")
    switch.dial("x", "PJSIP/1001")
    switch.say("NewCallerid", CallerIDNum="02885550123", **switch.of("a"))
    assert numbered(switch) == ["02885550123"]


def test_a_number_without_a_value_and_the_same_number_change_nothing(switch: Switch) -> None:
    switch.caller()
    switch.say("NewCallerid", CallerIDNum="", **switch.of("a"))
    switch.say("NewCallerid", CallerIDNum="13800000001", **switch.of("a"))
    assert numbered(switch) == []


def test_the_number_that_an_agent_shows_outside_is_not_the_agents(switch: Switch) -> None:
    switch.channel("o", "PJSIP/1001", exten="013800000001", number="1001")
    switch.say("NewCallerid", CallerIDNum="02158880000", **switch.of("o"))
    switch.dial("t", "PJSIP/trunk", by="o")
    switch.hang_up("t", "o")
    assert switch.only.caller_raw == "1001"


def test_a_number_of_an_answered_call_stays(switch: Switch) -> None:
    answered_by_1001(switch)
    switch.say("NewCallerid", CallerIDNum="1003", **switch.of("a"))
    assert numbered(switch) == []


def test_a_number_that_is_told_after_the_end_of_its_channel_keeps_nothing(switch: Switch) -> None:
    """As the half of a Local channel does where its device was busy."""
    switch.caller()
    switch.hang_up("a")
    switch.say("NewCallerid", CallerIDNum="1001", **switch.of("a"))
    assert switch.tracker.board.channels == {}
