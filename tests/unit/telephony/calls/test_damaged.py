"""Recordings with events missing, doubled or out of order: the tracker stays sane and closes every call."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony.calls.tracker import Tracker
from telephony.events import LINK_DOWN, LINK_UP, Event
from telephony.facts import Call, CallState, Fact, FactKind
from tests.unit.telephony.calls.recordings import NAMES, recorded, site


def replay(name: str, events: Iterable[Event]) -> list[Fact]:
    """The facts, after a last gap in which the PBX has lost all its channels."""
    tracker, facts, at_us, position = Tracker("main", site(name)), list[Fact](), 0, 0
    for event in events:
        facts += (told for told in tracker.step(event) if isinstance(told, Fact))
        at_us, position = max(at_us, event.at_us), event.position
    for last in (LINK_DOWN, LINK_UP, "CoreShowChannelsComplete"):
        facts += (told for told in tracker.step(Event(last, at_us, {}, (), position)) if isinstance(told, Fact))
    assert tracker.live == {}
    assert tracker.board.channels == {}
    assert tracker.board.bridges == {}
    return facts


def assert_sane(facts: Sequence[Fact]) -> None:
    kinds = Counter((id(fact.call), fact.kind) for fact in facts)
    for call in {id(fact.call): fact.call for fact in facts}.values():
        assert call.state is CallState.ENDED
        assert kinds[id(call), FactKind.CALL_ARRIVED] == kinds[id(call), FactKind.CALL_ENDED] == 1
        assert kinds[id(call), FactKind.CALL_ANSWERED] <= 1
        assert_sane_record(call)


def assert_sane_record(call: Call) -> None:
    instants = [call.arrived_at_us, call.alerted_at_us, call.ring_ended_at_us, call.ended_at_us]
    known = [instant for instant in instants if instant is not None]
    assert known == sorted(known)
    assert call.disposition is not None
    assert min(call.ring_us, call.wait_us, call.talk_us, *(a.ring_us for a in call.attempts), 0) == 0
    assert sum(attempt.outcome == "answered" for attempt in call.attempts) <= 1
    assert all(attempt.outcome is not None and attempt.ended_at_us is not None for attempt in call.attempts)


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_without_its_first_events_stays_sane(name: str) -> None:
    events = recorded(name)
    for missing in range(len(events)):
        assert_sane(replay(name, events[missing:]))


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_that_stops_anywhere_closes_every_call(name: str) -> None:
    events = recorded(name)
    for kept in range(len(events)):
        assert_sane(replay(name, events[:kept]))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_dropped_doubled_and_swapped_events_do_no_harm(name: str, data: st.DataObject) -> None:
    events = list(recorded(name))
    for _ in range(data.draw(st.integers(1, 12), "wounds")):
        place = data.draw(st.integers(0, len(events) - 2), "place")
        wound = data.draw(st.sampled_from(["drop", "double", "swap"]), "wound")
        if wound == "drop" and len(events) > 3:
            del events[place]
        elif wound == "double":
            events.insert(place, events[place])
        else:
            events[place], events[place + 1] = events[place + 1], events[place]
    assert_sane(replay(name, events))


def test_two_switches_with_equal_uniqueids_are_two_calls() -> None:
    first, second = Tracker("east", site("queue_ringall")), Tracker("west", site("queue_ringall"))
    for event in recorded("queue_ringall"):
        assert len(first.step(event)) == len(second.step(event))
        for one, other in zip(first.live_calls, second.live_calls, strict=True):
            assert (one.linkedid, one.pbx, other.pbx) == (other.linkedid, "east", "west")
