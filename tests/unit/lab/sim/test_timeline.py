"""Calls among each other in time, and calls that come up while others are played."""

from lab.sim.moments import Moment
from lab.sim.timeline import Arrival, PlayedCall, Timeline
from lab.sim.truth import Truth


def call(name: str, *at_us: int) -> PlayedCall:
    return PlayedCall([Moment(at, name, ()) for at in at_us], Truth("", name, "", "", at_us[0]))


def told(timeline: Timeline) -> list[tuple[int, str]]:
    return [(cue.moment.at_us, cue.moment.name) for cue in timeline]


def test_moments_of_several_calls_are_one_stream() -> None:
    assert told(Timeline([call("a", 1, 5), call("b", 2, 5, 9)])) == [(1, "a"), (2, "b"), (5, "a"), (5, "b"), (9, "b")]


def test_a_call_may_be_added_in_the_midst() -> None:
    timeline = Timeline([call("a", 1, 9)])
    next(timeline)
    timeline.add(call("b", 4, 5))

    assert told(timeline) == [(4, "b"), (5, "b"), (9, "a")]


def test_a_call_that_is_cut_says_nothing_more() -> None:
    first = call("a", 1, 9)
    timeline = Timeline([first, call("b", 3)])
    next(timeline)
    first.cut = True

    assert told(timeline) == [(3, "b")]
    assert timeline.next_at_us is None


def test_an_arrival_is_written_when_it_begins_and_not_before() -> None:
    written: list[str] = []

    def write() -> PlayedCall:
        written.append("b")
        return call("b", 6)

    timeline = Timeline([call("a", 1, 5, 9), Arrival(6, write)])
    next(timeline), next(timeline)

    assert written == []
    assert told(timeline) == [(6, "b"), (9, "a")]
