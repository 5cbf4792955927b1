"""Whether a dialplan cleans a caller's number before it is used, told from its steps."""

import pytest

from telephony.events import Event
from thirdring.doctor.dialplan import Door, Plan, Way, contexts_beyond, door, plan_from, steps_of

CLEANS = "CALLERID(num)=${FILTER(0-9,${CALLERID(num)})}"


def plan(**contexts: list[str]) -> Plan:
    """Steps as `extension application(data)` or, at the same extension, ` label:application(data)`."""
    events: list[Event] = []
    for context, lines in contexts.items():
        extension, priority = "", 0
        for line in lines:
            named, _, rest = line.partition(" ")
            extension, priority = (named, 1) if named else (extension, priority + 1)
            before, _, data = rest.partition("(")
            label, _, application = before.rpartition(":")
            headers = {"Context": context.replace("__", "-"), "Extension": extension, "ExtensionLabel": label}
            events.append(
                Event(
                    "ListDialplan",
                    0,
                    headers | {"Priority": str(priority), "Application": application, "AppData": data[:-1]},
                )
            )
    return plan_from(list(steps_of(events)))


def way(**contexts: list[str]) -> Door:
    return door(plan(**contexts), "trunk", "8001")


def test_a_queue_before_anything_cleans_the_number_is_open() -> None:
    assert way(trunk=["8001 Answer()", " Queue(hotline)"]) == Door(Way.OPEN, "trunk", "Queue")


def test_a_filter_before_the_queue_is_clean() -> None:
    assert way(trunk=["8001 Answer()", f" Set({CLEANS})", " Queue(hotline)"]).way is Way.CLEAN


def test_a_filter_after_the_queue_comes_too_late() -> None:
    assert way(trunk=["8001 Queue(hotline)", f" Set({CLEANS})"]).way is Way.OPEN


def test_a_filter_of_something_else_cleans_nothing() -> None:
    assert way(trunk=["8001 Set(X=${FILTER(0-9,${EXTEN})})", " AGI(agi://127.0.0.1/arrive)"]).application == "AGI"


def test_a_door_that_is_gone_through_and_come_back_from_is_seen() -> None:
    found = way(
        trunk=["_80XX Goto(hotline,${EXTEN},1)"],
        hotline=["_X. Gosub(door,s,1)", " Queue(hotline)"],
        door=[f"s Set({CLEANS})", " Return()"],
    )
    assert found.way is Way.CLEAN


def test_a_subroutine_that_cleans_nothing_is_no_door() -> None:
    found = way(trunk=["8001 Gosub(other,s,1)", " Queue(hotline)"], other=["s NoOp(x)", " Return()"])
    assert found == Door(Way.OPEN, "trunk", "Queue")


def test_one_way_around_the_door_is_enough_to_be_open() -> None:
    found = way(
        trunk=["8001 GotoIf($[1 = 1]?late,s,1:here)", f" here:Set({CLEANS})", " Queue(hotline)"], late=["s Queue(x)"]
    )
    assert found == Door(Way.OPEN, "late", "Queue")


@pytest.mark.parametrize("where", ["${WHERE},s,1", "hotline,${X},1", "nowhere,s,1"])
def test_a_way_that_goes_by_variables_or_further_than_was_looked_is_unknown(where: str) -> None:
    assert way(trunk=[f"8001 Goto({where})"], hotline=["s Queue(x)"]).way is Way.UNKNOWN


def test_a_circle_ends() -> None:
    assert way(trunk=["8001 top:NoOp()", " Goto(top)"]).way is Way.ENDED


def test_contexts_that_are_gone_to_are_asked_for_next() -> None:
    known = plan(trunk=["8001 Gosub(door,s,1)", " GotoIf($[1]?a,s,1:b,s,1)", " Goto(${X},s,1)", " Macro(m,1)"])
    assert contexts_beyond(known, "8001") == {"door", "a", "b", "macro-m"}
