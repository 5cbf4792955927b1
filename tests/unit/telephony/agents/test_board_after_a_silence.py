"""After a restart of the service, or a break of the link, what lasted goes on as far as the PBX can tell."""

from typing import NamedTuple

import pytest

from telephony.agents.board import AgentBoard
from telephony.agents.memory import SILENT_AT_MOST_US, Last, Memory
from telephony.agents.states import Standing, State
from telephony.agents.wrap_up import WrapUp
from telephony.events import LINK_DOWN, LINK_UP, Event
from telephony.facts import CallRef
from tests.unit.telephony.agents.test_board import SITE, S, member, now

T0 = 1_764_036_000 * S
READY_SINCE = Standing(State.READY, T0)
WRAP_UP = WrapUp(CallRef("main", "1764036000.7"), T0, T0 + 30 * S, lengthened=True)


def restarted(memory: Memory, at_us: int, **told: str) -> AgentBoard:
    board = AgentBoard(SITE, ["main"], 30 * S)
    board.recall(memory)
    for event in (Event(LINK_UP, 1, {}), member(**told), Event("QueueStatusComplete", 1, {})):
        board.heard("main", event, at_us)
    return board


def test_a_wrap_up_goes_on_after_a_restart_and_ends_when_it_would_have() -> None:
    board = restarted(Memory({}, {"1001": WRAP_UP}), T0 + 5 * S)
    assert (now(board).state, now(board).wrap_up) == (State.WRAP_UP, WRAP_UP)
    board.tick(T0 + 30 * S)
    assert (now(board).state, now(board).since_us) == (State.READY, T0 + 30 * S)


def test_a_wrap_up_that_ended_meanwhile_is_over() -> None:
    board = restarted(Memory({}, {"1001": WRAP_UP}), T0 + 60 * S)
    board.tick(T0 + 60 * S)
    assert (now(board).state, now(board).wrap_up) == (State.READY, None)


class Case(NamedTuple):
    before: Standing
    silent_us: int
    told: dict[str, str]
    since_us: int | None


@pytest.mark.parametrize(
    "case",
    [
        Case(READY_SINCE, 9 * S, {}, T0),
        Case(READY_SINCE, SILENT_AT_MOST_US, {}, T0),
        Case(READY_SINCE, SILENT_AT_MOST_US + 1, {}, None),
        Case(READY_SINCE, 9 * S, {"LastCall": str(T0 // S)}, T0),
        Case(READY_SINCE, 9 * S, {"LastCall": str(T0 // S + 2)}, None),
        Case(READY_SINCE, 9 * S, {"Status": "5"}, None),
        Case(Standing(State.UNREACHABLE, T0), 9 * S, {"Status": "5"}, T0),
        Case(Standing(State.PAUSED, T0, "吃饭"), 9 * S, {}, None),
        Case(READY_SINCE._replace(since_us=None), 9 * S, {}, None),
    ],
)
def test_a_state_that_is_the_same_keeps_its_beginning_where_nothing_says_it_was_interrupted(case: Case) -> None:
    seen_us = T0 + 100 * S
    board = restarted(Memory({"1001": Last(case.before, seen_us)}), seen_us + case.silent_us, **case.told)
    assert now(board).since_us == case.since_us


def test_a_break_of_the_link_ends_no_state_that_is_there_again() -> None:
    board = restarted(Memory({"1001": Last(READY_SINCE, T0)}), T0 + S)
    board.heard("main", Event(LINK_DOWN, 1, {}), T0 + 2 * S)
    assert now(board).state is State.UNKNOWN
    for event in (Event(LINK_UP, 1, {}), member(), Event("QueueStatusComplete", 1, {})):
        board.heard("main", event, T0 + 3 * S)
    assert (now(board).state, now(board).since_us) == (State.READY, T0)


def test_what_is_remembered_is_what_was_last_known() -> None:
    board = restarted(Memory({"1001": Last(READY_SINCE, T0)}, {"1001": WRAP_UP}), T0 + S)
    board.tick(T0 + 40 * S)
    assert board.memory(T0 + 41 * S).lasts["1001"] == Last(Standing(State.READY, T0 + 40 * S), T0 + 41 * S)
    board.heard("main", Event(LINK_DOWN, 1, {}), T0 + 50 * S)
    remembered = board.memory(T0 + 60 * S)
    assert remembered.lasts["1001"] == Last(Standing(State.READY, T0 + 40 * S), T0 + 50 * S)
    assert remembered.wrap_ups == {}


def test_who_is_in_the_settings_no_more_is_forgotten() -> None:
    board = restarted(Memory({"gone": Last(READY_SINCE, T0)}, {"gone": WRAP_UP}), T0 + S)
    remembered = board.memory(T0 + S)
    assert "gone" not in {*remembered.lasts, *remembered.wrap_ups}
