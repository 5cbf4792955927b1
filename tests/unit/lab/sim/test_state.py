"""What the simulated PBX answers to a snapshot, from the events it has sent."""

import gzip
from itertools import chain
from pathlib import Path

import pytest

from lab.sim.moments import Moment
from lab.sim.site import site
from lab.sim.state import State
from lab.sim.timeline import Timeline
from lab.sim.traffic import Traffic

MONDAY_US = 1_795_570_000_000_000
SITE = site(4)


def moments(case: str) -> list[Moment]:
    play = Traffic(SITE, MONDAY_US, 0.05, seed=3, limit=1, weights={case: 1.0})
    return [cue.moment for cue in Timeline(play.calls())]


def after(case: str, name: str, count: int = 1) -> State:
    """The state once so many such events have been sent."""
    state = State(SITE.members)
    for moment in moments(case):
        state.step(moment)
        count -= moment.name == name
        if count == 0:
            break
    return state


def shown(state: State) -> list[dict[str, str]]:
    return [dict(headers) for name, headers in state.core_show_channels(MONDAY_US) if name == "CoreShowChannel"]


def test_at_the_end_of_a_call_nothing_is_left() -> None:
    state = after("attended_transfer", "nothing of the kind")

    assert shown(state) == []
    assert not any(name == "QueueEntry" for name, _ in state.queue_status(MONDAY_US))


def test_a_caller_who_waits_is_in_the_queue_and_its_phones_are_in_use() -> None:
    status = list(after("queue_timeout", "DialState").queue_status(MONDAY_US))
    [entry] = [dict(headers) for name, headers in status if name == "QueueEntry"]
    busy = [
        dict(headers)["Name"] for name, headers in status if name == "QueueMember" and dict(headers)["Status"] == "2"
    ]

    assert (entry["Queue"], entry["Position"]) == ("hotline", "1")
    assert busy
    assert status[-1] == ("QueueStatusComplete", (("EventList", "Complete"), ("ListItems", str(len(status) - 1))))


def test_who_talk_are_shown_in_one_bridge_with_the_callers_linkedid() -> None:
    """A colleague who picks up comes from a line of their own, whose linkedid changes without an event."""
    talking = [channel for channel in shown(after("picked_up", "BridgeEnter", 2)) if channel["BridgeId"]]

    assert len(talking) == 2
    assert len({channel["BridgeId"] for channel in talking}) == 1
    assert {channel["Linkedid"] for channel in talking} == {min(channel["Uniqueid"] for channel in talking)}


def test_a_caller_who_was_handed_on_is_shown_with_the_number_that_was_dialled() -> None:
    state = after("redirected_while_waiting", "BridgeEnter", 2)
    dialled = {dict(headers)["Channel"]: dict(headers)["DNID"] for _, headers in list(state.status(MONDAY_US))[:-1]}

    assert sorted(dialled.values()) == ["", "8001"]
    assert all((number == "8001") == channel.startswith("PJSIP/trunk") for channel, number in dialled.items())


@pytest.mark.parametrize("name", ["Status", "StatusComplete", "CoreShowChannel", "QueueParams", "QueueMember"])
def test_each_answer_has_the_headers_of_a_real_one_in_their_order(name: str) -> None:
    """As an Asterisk gave them to a link that came up in the middle of a call."""
    [real, *_] = [lines for lines in snapshot() if lines[0] == f"Event: {name}"]
    state = after("redirected_while_waiting", "BridgeEnter", 2)
    answers = chain(state.status(MONDAY_US), state.core_show_channels(MONDAY_US), state.queue_status(MONDAY_US))
    ours = next([key for key, _ in headers] for said, headers in answers if said == name)

    theirs = iter([line.partition(":")[0] for line in real])
    assert all(key in theirs for key in ours), "not in the order of the real one"


def snapshot() -> list[list[str]]:
    capture = Path(__file__).parents[3] / "captures" / "handed_on_unheard.ami.gz"
    return [frame.split("\r\n") for frame in gzip.decompress(capture.read_bytes()).decode().split("\r\n\r\n")]


def test_after_a_crash_there_is_nothing() -> None:
    state = after("queue_timeout", "DialState")
    state.clear()

    assert shown(state) == []
