"""What the calls of an agent make of their state, on a board whose queues and phones say nothing of it."""

from dataclasses import replace

import pytest

from telephony.agents.board import AgentBoard
from telephony.agents.memory import Last, Memory
from telephony.agents.states import Standing, State, phone_of
from telephony.events import LINK_UP, Event
from telephony.facts import Attempt, Call, CallRef, Direction, Fact, FactKind, Transfer, TransferKind
from tests.unit.telephony.agents.test_board import SITE, WRAP_UP_US, S, board_of, member, now

RINGING = Call("main", "1", Direction.INBOUND, "service", "13800138000", "8001", 1 * S)
RINGING.attempts.append(Attempt("1001", "PJSIP/1001", 1 * S, 2 * S))
TALKING = replace(RINGING, linkedid="2", agent="1001", answered_at_us=3 * S, attempts=[])
OTHER = replace(TALKING, linkedid="3", answered_at_us=5 * S)


def tell(board: AgentBoard, call: Call, at_us: int) -> None:
    board.told(Fact(FactKind.CALL_ANSWERED, at_us, 1, call))


def seen(board: AgentBoard, agent: str = "1001") -> tuple[State, int | None]:
    return now(board, agent).state, now(board, agent).since_us


def test_a_board_that_has_heard_nothing_says_so_of_everybody() -> None:
    assert seen(AgentBoard(SITE, ["main"])) == (State.UNKNOWN, None)


@pytest.mark.parametrize(
    ("call", "state", "since_us"), [(RINGING, State.RINGING, 2 * S), (TALKING, State.TALKING, 3 * S)]
)
def test_a_call_that_was_live_before_the_board_was_there_rings_or_talks_since_then(
    call: Call, state: State, since_us: int
) -> None:
    board = board_of(member())
    board.seed([call])
    board.heard("main", Event("QueueStatusComplete", 9 * S, {}), 9 * S)
    assert seen(board) == (state, since_us)


def test_who_talked_in_two_calls_before_the_board_was_there_talks_since_the_first() -> None:
    board = board_of(member())
    board.seed([OTHER, TALKING])
    board.heard("main", Event("QueueStatusComplete", 9 * S, {}), 9 * S)
    assert seen(board) == (State.TALKING, 3 * S)


def test_a_call_that_was_live_before_the_board_was_there_ends_as_any_other() -> None:
    board = board_of(member())
    board.seed([TALKING])
    tell(board, replace(TALKING, ended_at_us=9 * S), 9 * S)
    assert seen(board) == (State.WRAP_UP, 9 * S)


def test_a_call_rings_and_talks_since_its_own_instants() -> None:
    board = board_of(member())
    tell(board, RINGING, 2 * S)
    assert seen(board) == (State.RINGING, 2 * S)
    tell(board, replace(RINGING, agent="1001", answered_at_us=3 * S), 3 * S)
    assert seen(board) == (State.TALKING, 3 * S)


def test_who_talks_in_two_calls_talks_since_the_first_of_them_however_many_ring() -> None:
    board = board_of(member())
    for call in (OTHER, TALKING, RINGING):
        tell(board, call, 6 * S)
    assert seen(board) == (State.TALKING, 5 * S)


def test_a_call_handed_on_is_the_other_ones_and_the_first_writes_it_down() -> None:
    board = board_of(member())
    tell(board, TALKING, 3 * S)
    handed = replace(TALKING, transfers=[Transfer(7 * S, TransferKind.BLIND, "1001", "李")])
    tell(board, handed, 7 * S)
    assert seen(board, "李") == (State.TALKING, 7 * S)
    wrap_up = now(board).wrap_up
    assert (now(board).state, wrap_up and wrap_up.call) == (State.WRAP_UP, CallRef("main", "2"))


def test_nobody_writes_down_what_only_rang_nor_while_they_talk_in_another_call() -> None:
    board = board_of(member())
    tell(board, RINGING, 2 * S)
    tell(board, replace(RINGING, ended_at_us=4 * S), 4 * S)
    assert now(board).wrap_up is None
    tell(board, TALKING, 5 * S)
    tell(board, OTHER, 5 * S)
    tell(board, replace(TALKING, ended_at_us=6 * S), 6 * S)
    assert now(board).wrap_up is None
    tell(board, replace(OTHER, ended_at_us=7 * S), 7 * S)
    wrap_up = now(board).wrap_up
    assert wrap_up is not None
    assert (wrap_up.call.linkedid, wrap_up.since_us, wrap_up.until_us) == ("3", 7 * S, 7 * S + WRAP_UP_US)


def test_an_internal_call_is_not_written_down() -> None:
    board = board_of(member())
    inside = replace(TALKING, direction=Direction.INTERNAL)
    tell(board, inside, 3 * S)
    tell(board, replace(inside, ended_at_us=4 * S), 4 * S)
    assert now(board).wrap_up is None


def test_a_member_may_be_named_by_its_name_alone() -> None:
    told = {"Interface": "Agent/7", "StateInterface": "Agent/7"}
    assert now(board_of(member(**told, Name="1001"))).state is State.READY
    assert now(board_of(member(**told, Name="9999"))).state is State.REACHABLE


@pytest.mark.parametrize(
    ("device_state", "phone"),
    [
        *(("NOT_INUSE", "free"), ("INUSE", "busy"), ("BUSY", "busy"), ("ONHOLD", "busy"), ("RINGINUSE", "busy")),
        *(
            ("RINGING", "ringing"),
            ("UNAVAILABLE", "away"),
            ("INVALID", "away"),
            ("UNKNOWN", "unknown"),
            ("", "unknown"),
        ),
        *(("0", "unknown"), ("1", "free"), ("2", "busy"), ("3", "busy"), ("4", "away"), ("5", "away")),
        *(("6", "ringing"), ("7", "busy"), ("8", "busy"), ("9", "unknown"), ("-1", "unknown"), ("１", "unknown")),
    ],
)
def test_what_asterisk_says_of_a_device_by_word_or_number(device_state: str, phone: str) -> None:
    assert phone_of(device_state) == phone


@pytest.mark.parametrize(
    ("last_call", "known"), [("1764036000", True), ("１７６４０３６０００", False), ("1" * 12, False)]
)
def test_the_last_call_of_a_member_is_an_instant_in_seconds_or_nothing(last_call: str, known: bool) -> None:
    ((_pbx, found),) = board_of(member(LastCall=last_call)).members_of("1001")
    assert found.last_call_us == (1_764_036_000 * S if known else 0)


def test_who_is_paused_in_all_queues_is_so_since_the_first_of_their_pauses() -> None:
    pauses = {"hotline": ("9", "培训"), "night": ("5", "吃饭"), "third": ("7", "开会")}
    told = [member(queue, Paused="1", LastPause=at, PausedReason=why) for queue, (at, why) in pauses.items()]
    paused = now(board_of(*told))
    assert (paused.state, paused.since_us, paused.reason) == (State.PAUSED, 5 * S, "吃饭")


def test_the_latest_call_of_any_queue_says_whether_a_state_was_interrupted() -> None:
    since = 1_764_036_000 * S
    known = Memory({"1001": Last(Standing(State.READY, since), since + 100 * S)})
    for last_call, began in (("0", since), (str(since // S + 50), None)):
        board = AgentBoard(SITE, ["main"])
        board.recall(known)
        told = [member("hotline", LastCall="0"), member("night", LastCall=last_call), member("third", LastCall="0")]
        for event in (Event(LINK_UP, 1, {}), *told, Event("QueueStatusComplete", 1, {})):
            board.heard("main", event, since + 101 * S)
        assert seen(board) == (State.READY, began)


def test_who_talks_talks_since_the_first_talk_and_not_since_another_call_rang() -> None:
    board = board_of(member())
    tell(board, RINGING, 2 * S)
    tell(board, OTHER, 5 * S)
    assert seen(board) == (State.TALKING, 5 * S)
