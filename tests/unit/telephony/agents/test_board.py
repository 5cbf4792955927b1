"""The board on recordings of a real Asterisk, and on single events: who does what, since when."""

import gzip

import pytest

from telephony.agents.board import AgentBoard, AgentNow
from telephony.agents.states import State
from telephony.agents.wrap_up import LengthenedError, OverError
from telephony.calls.tracker import Tracker
from telephony.events import LINK_DOWN, LINK_UP, Event
from telephony.facts import Fact
from telephony.layout import Agent, layout
from telephony.replay import events
from tests.unit.telephony.calls.recordings import FOLDER, site

S = 1_000_000
WRAP_UP_US = 30 * S
SITE = layout([], [Agent("1001", ("PJSIP/1001", "Local/1001@agents")), Agent("李", ("SIP/li",))])


def member(queue: str = "hotline", name: str = "QueueMember", device: str = "PJSIP/1001", **more: str) -> Event:
    told = {"Queue": queue, "Interface": device, "StateInterface": device, "Status": "1", "Paused": "0", **more}
    return Event(name, 1, told)


def board_of(*told: Event, complete: bool = True) -> AgentBoard:
    board = AgentBoard(SITE, ["main"], WRAP_UP_US)
    ends = (Event("QueueStatusComplete", 1, {}),) if complete else ()
    for each in (Event(LINK_UP, 1, {}), *told, *ends):
        board.heard("main", each, 1)
    return board


def now(board: AgentBoard, agent: str = "1001") -> AgentNow:
    found = board.of(agent)
    assert found is not None
    return found


def played(name: str, *, queues: bool = True) -> tuple[AgentBoard, list[AgentNow]]:
    """The board after the recording, and all it told meanwhile."""
    board, tracker, told = AgentBoard(site(name), ["main"], WRAP_UP_US), Tracker("main", site(name)), list[AgentNow]()
    board.on_change = lambda agent, _at_us: told.append(agent)
    for event in events([gzip.decompress((FOLDER / f"{name}.ami.gz").read_bytes())]):
        if queues or not event.name.startswith("QueueMember"):
            board.heard("main", event, event.at_us)
        for fact in tracker.step(event):
            if isinstance(fact, Fact):
                board.told(fact)
    return board, told


def states(told: list[AgentNow], agent: str) -> list[State]:
    found = [each.state for each in told if each.name == agent]
    return [state for place, state in enumerate(found) if not place or found[place - 1] is not state]


def test_a_recorded_agent_pauses_comes_back_takes_a_call_and_wraps_up() -> None:
    _, told = played("queue_paused_and_away")
    assert states(told, "1001")[1:] == [
        State.READY,
        State.PAUSED,
        State.READY,
        State.RINGING,
        State.TALKING,
        State.WRAP_UP,
    ]
    assert {each.reason for each in told if each.state is State.PAUSED} == {"吃饭"}


def test_a_recorded_phone_that_unregisters_is_away_until_it_registers() -> None:
    _, told = played("queue_paused_and_away")
    assert states(told, "1002")[1:] == [State.READY, State.UNREACHABLE, State.READY]
    assert {each.reachable for each in told if each.state is State.UNREACHABLE} == {False}


def test_after_the_wrap_up_the_old_state_comes_back_by_itself() -> None:
    board, told = played("queue_paused_and_away")
    wrap_up = now(board).wrap_up
    assert wrap_up is not None
    board.tick(wrap_up.until_us - 1)
    assert now(board).state is State.WRAP_UP
    board.tick(wrap_up.until_us)
    assert (now(board).state, now(board).since_us, told[-1].wrap_up) == (State.READY, wrap_up.until_us, None)


def test_a_wrap_up_is_lengthened_once_and_ended_by_hand() -> None:
    board, _ = played("queue_paused_and_away")
    first = now(board).wrap_up
    assert first is not None
    board.lengthen("1001", first.since_us + S)
    again = now(board).wrap_up
    assert again is not None
    assert again.until_us == first.until_us + WRAP_UP_US
    with pytest.raises(LengthenedError):
        board.lengthen("1001", first.since_us + 2 * S)
    board.end_wrap_up("1001", first.since_us + 3 * S)
    assert now(board).state is State.READY
    with pytest.raises(OverError):
        board.lengthen("1001", first.since_us + 4 * S)


@pytest.mark.parametrize("name", ["dial_group_answered_first", "dial_one"])
def test_a_site_without_queues_knows_ringing_and_talking_and_no_more(name: str) -> None:
    board, told = played(name, queues=False)
    seen = {each.state for each in told}
    assert State.TALKING in seen
    assert seen.isdisjoint({State.READY, State.PAUSED})
    assert all(now(board, agent).queues == () for agent in board.names)


def test_until_all_members_are_told_nothing_is_known() -> None:
    assert now(board_of(member(), complete=False)).state is State.UNKNOWN
    assert now(board_of(member())) == AgentNow("1001", State.READY, None, "", True, ("hotline",), None)


def test_a_lost_link_is_told_and_what_was_known_is_no_more() -> None:
    board = board_of(member())
    board.heard("main", Event(LINK_DOWN, 9, {}), 9)
    assert now(board).state is State.UNKNOWN


def test_a_pause_of_before_we_listened_has_its_own_beginning() -> None:
    board = board_of(member(Paused="1", PausedReason="开会", LastPause="1764036000"))
    assert now(board)[1:4] == (State.PAUSED, 1_764_036_000 * S, "开会")


def test_a_status_in_a_pause_leaves_its_beginning_and_another_reason_is_another_pause() -> None:
    board = board_of(member())
    pause = {"Paused": "1", "LastPause": "5"}
    for at_us, name, reason in ((7, "QueueMemberPause", "吃饭"), (8, "QueueMemberStatus", "吃饭")):
        board.heard("main", member(name=name, PausedReason=reason, **pause)._replace(at_us=at_us), at_us)
    assert now(board)[1:4] == (State.PAUSED, 7, "吃饭")
    board.heard("main", member(name="QueueMemberPause", PausedReason="培训", **pause)._replace(at_us=9), 9)
    assert now(board)[1:4] == (State.PAUSED, 9, "培训")


def test_who_is_removed_from_the_last_queue_is_in_none() -> None:
    board = board_of(member())
    board.heard("main", member(name="QueueMemberRemoved"), 4)
    assert (now(board).state, now(board).queues) == (State.REACHABLE, ())


def test_a_list_without_a_member_ends_the_membership() -> None:
    board = board_of(member(), member("night"))
    for each in (member("night"), Event("QueueStatusComplete", 2, {})):
        board.heard("main", each, 2)
    assert now(board).queues == ("night",)


@pytest.mark.parametrize(
    "told",
    [
        {"Interface": "Local/1001@agents/n", "StateInterface": "Local/1001@agents/n"},
        {"Interface": "Local/9@x/n", "StateInterface": "PJSIP/1001"},
        {"Interface": "Agent/7", "StateInterface": "Agent/7", "MemberName": "1001"},
    ],
)
def test_a_member_is_known_by_its_interface_its_phone_or_its_name(told: dict[str, str]) -> None:
    assert now(board_of(member(**told))).state is State.READY


def test_a_member_of_nobody_is_nobody() -> None:
    board = board_of(member(device="PJSIP/9999"))
    assert [now(board, agent).queues for agent in sorted(board.names)] == [(), ()]
    assert board.of("9999") is None


def test_of_several_pbxs_any_that_is_linked_tells() -> None:
    board = AgentBoard(SITE, ["main", "east"])
    for event in (Event(LINK_UP, 1, {}), member(), Event("QueueStatusComplete", 1, {})):
        board.heard("east", event, 1)
    assert now(board).state is State.READY
    assert [(pbx, each.interface) for pbx, each in board.members_of("1001")] == [("east", "PJSIP/1001")]


def test_what_was_known_of_phones_is_not_believed_while_their_pbx_is_not_linked() -> None:
    board = AgentBoard(SITE, ["main", "east"])
    for pbx in ("main", "east"):
        for event in (Event(LINK_UP, 1, {}), member(), Event("QueueStatusComplete", 1, {})):
            board.heard(pbx, event, 1)
    board.phone("main", "PJSIP/1001", "INUSE", 2)
    assert now(board).state is State.TALKING
    board.heard("main", Event(LINK_DOWN, 3, {}), 3)
    assert now(board).state is State.READY


def test_a_phone_that_is_no_agents_own_counts_for_the_member_who_sits_there() -> None:
    board = board_of(member(device="PJSIP/7777", MemberName="1001"))
    assert now(board).state is State.READY
    board.heard("main", Event("DeviceStateChange", 2, {"Device": "PJSIP/7777", "State": "UNAVAILABLE"}), 2)
    assert now(board).state is State.UNREACHABLE


def test_a_pause_has_its_reason_also_under_its_older_name_and_begins_with_its_event_where_nothing_else_is_told() -> (
    None
):
    board = board_of(member(Paused="1", Reason="吃饭")._replace(at_us=7))
    assert now(board)[1:4] == (State.PAUSED, 7, "吃饭")


def test_a_phone_without_a_queue_that_is_asked_for_is_away() -> None:
    board = board_of()
    board.phone("main", "SIP/li", "UNAVAILABLE", 3)
    assert now(board, "李")[1:5] == (State.UNREACHABLE, 3, "", False)


def test_the_same_is_told_once() -> None:
    told: list[AgentNow] = []
    board = board_of(member())
    board.on_change = lambda agent, _at_us: told.append(agent)
    for _ in range(3):
        board.heard("main", member(name="QueueMemberStatus", Status="5"), 4)
    assert [each.state for each in told] == [State.UNREACHABLE]


@pytest.mark.parametrize("name", ["queue_local_members_n", "blind_transfer_refer", "restart", "hold", "originated"])
def test_whatever_was_recorded_nobody_talks_or_rings_when_it_is_over(name: str) -> None:
    board, told = played(name)
    assert any(each.state is State.TALKING for each in told)
    assert {now(board, agent).state for agent in board.names}.isdisjoint({State.TALKING, State.RINGING})


def test_a_member_may_be_named_by_its_location_alone() -> None:
    by_location = Event("QueueMember", 1, {"Queue": "hotline", "Location": "PJSIP/1001", "Status": "1", "Paused": "0"})
    assert [member.interface for _pbx, member in board_of(by_location).members_of("1001")] == ["PJSIP/1001"]


def test_the_free_one_of_several_phones_is_free_on_its_own_pbx_alone() -> None:
    two = ("PJSIP/1001", "PJSIP/1001-page")
    board = AgentBoard(layout([], [Agent("1001", two)]), ["main", "other"])
    for pbx in ("main", "other"):
        board.heard(pbx, Event(LINK_UP, 1, {}), 1)
        board.heard(pbx, Event("QueueStatusComplete", 1, {}), 1)
    board.phone("main", two[0], "UNAVAILABLE", 1)
    board.phone("main", two[1], "NOT_INUSE", 1)
    board.phone("other", two[0], "INUSE", 1)
    assert [board.free_device(pbx, two) for pbx in ("main", "other", "gone")] == [two[1], None, None]
    board.heard("main", Event(LINK_DOWN, 1, {}), 1)
    assert board.free_device("main", two) is None


def test_a_device_with_options_is_free_as_its_channels_say() -> None:
    board = board_of()
    board.phone("main", "Local/1001@agents/n", "INUSE", 1)
    board.phone("main", "Local/1001@agents", "NOT_INUSE", 1)
    assert board.free_device("main", ["Local/1001@agents/n"]) == "Local/1001@agents/n"
