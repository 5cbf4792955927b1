"""What a play says of its calls, and what the tracker makes of their events."""

from functools import cache
from itertools import pairwise

import pytest

from lab.sim.cases import CASES
from lab.sim.moments import frame
from lab.sim.site import site
from lab.sim.timeline import PlayedCall, Timeline
from lab.sim.traffic import Traffic
from lab.sim.truth import Truth
from telephony.ami.frames import FrameReader, parse
from telephony.calls.tracker import Tracker
from telephony.facts import Call, Direction, Fact, FactKind, Outcome
from telephony.layout import layout

MONDAY_US = 1_795_570_000_000_000
SITE = site(6)
TOLERANCE_US = 20_000


@cache
def traffic(case: str | None = None, limit: int = 40, seed: int = 11) -> list[PlayedCall]:
    weights = None if case is None else {case: 1.0}
    return list(Traffic(SITE, MONDAY_US, 0.05, seed=seed, limit=limit, weights=weights).calls())


def derived(calls: list[PlayedCall]) -> dict[str, Call]:
    tracker, reader = Tracker("main", layout([SITE.hotline], SITE.agents)), FrameReader()
    frames = (part for cue in Timeline(calls) for part in reader.feed(frame(cue.moment)))
    results = (result for part in frames for result in tracker.step(parse(part, 0)))
    return {r.call.linkedid: r.call for r in results if isinstance(r, Fact) and r.kind is FactKind.CALL_ENDED}


def told(record: Call | Truth) -> dict[str, int | None]:
    names = ("arrived_at_us", "queued_at_us", "alerted_at_us", "answered_at_us", "ring_ended_at_us", "ended_at_us")
    return {name: getattr(record, name) for name in names}


def near(one: int | None, two: int | None) -> bool:
    return one is two is None or (one is not None and two is not None and abs(one - two) <= TOLERANCE_US)


@pytest.mark.parametrize("case", CASES)
def test_the_tracker_finds_out_what_the_play_knows(case: str) -> None:
    calls = traffic(case)
    records = derived(calls)
    for truth in (truth for call in calls for truth in (call.truth, *call.besides) if truth.recorded):
        record = records.pop(truth.linkedid)
        assert (record.direction, record.disposition) == (truth.direction, truth.disposition)
        assert record.agent == (truth.device and truth.device.removeprefix("PJSIP/"))
        assert sorted((a.device, a.outcome) for a in record.attempts) == sorted(
            (a.device, a.outcome) for a in truth.attempts
        )
        assert [transfer.kind for transfer in record.transfers] == truth.transfers
        known, found = told(truth), told(record)
        for name, instant in known.items():
            assert near(found[name], instant), name
    assert not records


def test_the_same_seed_plays_the_same() -> None:
    assert [call.moments for call in traffic()] == [call.moments for call in traffic.__wrapped__()]
    assert [call.moments for call in traffic()] != [call.moments for call in traffic(seed=12)]


def test_no_agent_is_in_two_calls_at_once() -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for truth in (call.truth for call in traffic(limit=400)):
        if truth.play.startswith(("internal", "outbound", "callback", "agent_calls_hotline")):
            spans.setdefault(f"PJSIP/{truth.caller}", []).append((truth.arrived_at_us, truth.ended_at_us or 0))
        for attempt in truth.attempts:
            if attempt.alerted_at_us and attempt.ended_at_us and not attempt.device.endswith("trunk"):
                stays = attempt.outcome is Outcome.ANSWERED and not truth.transfers
                until = truth.ended_at_us if stays else attempt.ended_at_us
                spans.setdefault(attempt.device, []).append((attempt.alerted_at_us, until or 0))
    for each in spans.values():
        assert all(one[1] <= two[0] for one, two in pairwise(sorted(each)))


def test_arrivals_come_at_the_mean_rate() -> None:
    times = [call.began_us for call in traffic(limit=1000)]

    assert (times[-1] - times[0]) / 1e6 / len(times) == pytest.approx(20, rel=0.1)


def test_every_case_is_played_in_a_day() -> None:
    assert {call.truth.play for call in traffic(limit=1500)} == set(CASES)


def test_moments_of_all_calls_are_one_stream_in_order() -> None:
    cues = list(Timeline(traffic(limit=200)))

    assert all(one.moment.at_us <= two.moment.at_us for one, two in pairwise(cues))
    assert sum(cue.began for cue in cues) == sum(cue.ended for cue in cues) == 200


def test_an_opening_is_played_when_it_is_wanted_after_a_quiet_time() -> None:
    opens_us = MONDAY_US + 600_000_000
    play = Traffic(
        SITE, MONDAY_US, 1.0, opening=((2.0, "queue_timeout"),), opens_us=opens_us, quiet_seconds=60, limit=700
    )
    calls = list(play.calls())
    quiet = [call for call in calls if opens_us - 60_000_000 <= call.began_us < opens_us]
    opening = next(call for call in calls if call.began_us >= opens_us + 2_000_000)

    assert quiet == []
    assert opening.truth.play == "queue_timeout"
    assert near(opening.began_us, opens_us + 2_000_000)


def test_outside_calls_are_not_the_hotlines() -> None:
    truths = [call.truth for call in traffic(limit=1000)]

    assert {t.direction for t in truths if t.play.startswith("outbound")} == {Direction.OUTBOUND}
    assert not any(t.recorded for t in truths if t.play == "not_a_hotline")
