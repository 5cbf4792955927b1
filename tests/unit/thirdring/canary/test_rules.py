"""What of a canary call is found wrong, and how long one rings."""

from random import Random
from typing import Any

import pytest

from metrics.calls.service_level import Excluded, Policy
from telephony.facts import CallRef, Disposition, Measurement
from thirdring.canary.rules import Evidence, Fault, Heard, Stored, result_of, ring_us_of

POLICY = Policy()  # cn: a ring is 5 s, in time before 15 s
RING_US = 14_000_000
HEARD = Heard(
    CallRef("main", "1700000000.1"),
    has_times=True,
    has_rung=True,
    ring_us=14_003_000,
    rings=3,
    disposition=Disposition.ANSWERED,
    measurement=Measurement.MEASURED,
    excluded=Excluded.TEST_CALL,
)
GOOD = Evidence(
    RING_US,
    asked=True,
    heard=HEARD,
    live=("call_arrived", "attempt_began", "call_alerted", "call_answered", "call_ended"),
    stored=Stored(14.003, 3, "answered", "measured", "test_call"),
    in_metrics=True,
)


def faults(found: Evidence) -> tuple[Fault, ...]:
    return result_of("main", 7, found, POLICY).faults


def test_a_call_that_is_all_as_it_was_played_has_no_fault_and_says_by_how_much_it_is_off() -> None:
    assert result_of("main", 7, GOOD, POLICY) == ("main", 7, RING_US, 3_000, ())
    assert result_of("main", 7, GOOD, POLICY).ok


def _with_heard(**changes: Any) -> Evidence:
    """Stored as heard, so that only what was heard is wrong."""
    heard = HEARD._replace(**changes)
    stored = Stored(
        heard.ring_us / 1e6 if heard.has_times else None,
        heard.rings,
        heard.disposition,
        heard.measurement,
        heard.excluded,
    )
    return GOOD._replace(heard=heard, stored=stored)


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (GOOD._replace(heard=None, asked=False, refused=True), Fault.REFUSED),
        (GOOD._replace(heard=None, asked=False), Fault.NOT_RUNG),
        (GOOD._replace(asked=False), Fault.NOT_RUNG),
        (GOOD._replace(heard=None), Fault.NOT_HEARD),
        (_with_heard(disposition=Disposition.ABANDONED), Fault.NOT_ANSWERED),
        (_with_heard(ring_us=14_250_001), Fault.RING_WRONG),
        (_with_heard(ring_us=13_749_999), Fault.RING_WRONG),
        (_with_heard(rings=2), Fault.RINGS_WRONG),
        (_with_heard(rings=4), Fault.RINGS_WRONG),
        (_with_heard(measurement=Measurement.ESTIMATED), Fault.NOT_MEASURED),
        (_with_heard(measurement=Measurement.ESTIMATED, has_times=False), Fault.NOT_MEASURED),
        (_with_heard(excluded=None), Fault.COUNTED),
        (GOOD._replace(live=("call_arrived", "call_alerted", "call_answered")), Fault.NOT_LIVE),
        (GOOD._replace(stored=None), Fault.NOT_STORED),
        (GOOD._replace(stored=Stored(14.004, 3, "answered", "measured", "test_call")), Fault.STORED_OTHERWISE),
        (GOOD._replace(in_metrics=False), Fault.NOT_IN_METRICS),
        (GOOD._replace(has_ticket=True), Fault.TICKET),
    ],
)
def test_each_thing_that_is_otherwise_is_one_fault(found: Evidence, fault: Fault) -> None:
    assert faults(found) == (fault,)


@pytest.mark.parametrize("ring_us", [13_750_000, 14_250_000])
def test_a_quarter_of_a_second_is_no_fault(ring_us: int) -> None:
    assert faults(_with_heard(ring_us=ring_us)) == ()


@pytest.mark.parametrize(("rings", "right"), [(3, True), (4, True), (2, False), (5, False)])
def test_beside_the_limit_of_a_ring_both_counts_are_right(rings: int, right: bool) -> None:
    found = _with_heard(ring_us=14_900_000, rings=rings)._replace(ring_us=14_900_000)
    assert (faults(found) == ()) is right


def test_nothing_is_off_where_nothing_was_measured() -> None:
    for found in (GOOD._replace(heard=None), _with_heard(has_times=False), _with_heard(has_rung=False)):
        assert result_of("main", 7, found, POLICY).error_us is None


def test_a_call_rings_half_a_second_to_two_before_the_limit_or_after_it() -> None:
    chance = Random(5).random
    away = [ring_us_of(POLICY, chance) - 15_000_000 for _ in range(400)]
    assert {each > 0 for each in away} == {True, False}
    assert min(map(abs, away)) >= 500_000
    assert max(map(abs, away)) < 2_000_000
    assert max(away) > 1_900_000
    assert min(away) < -1_900_000


def test_a_call_rings_for_a_second_where_the_limit_is_short() -> None:
    short = Policy(ring_zone="uk", rings_within=1, name="by_ring_end")  # 1 s
    chance = Random(5).random
    assert min(ring_us_of(short, chance) for _ in range(50)) == 1_000_000


@pytest.mark.parametrize(
    ("chances", "ring_us"),
    [((0.0, 0.0), 15_500_000), ((0.0, 0.4999), 15_500_000), ((0.0, 0.5), 14_500_000), ((0.5, 0.9), 13_750_000)],
)
def test_the_first_chance_says_how_far_from_the_limit_and_the_second_on_which_side(
    chances: tuple[float, float], ring_us: int
) -> None:
    drawn = iter(chances)
    assert ring_us_of(POLICY, lambda: next(drawn)) == ring_us


def test_the_four_events_that_a_page_needs_are_enough() -> None:
    live = ("call_arrived", "call_alerted", "call_answered", "call_ended")
    assert faults(GOOD._replace(live=live)) == ()


@pytest.mark.parametrize("missing", ["call_arrived", "call_alerted", "call_answered", "call_ended"])
def test_each_of_the_four_is_missed(missing: str) -> None:
    live = tuple(kind for kind in GOOD.live if kind != missing)
    assert faults(GOOD._replace(live=live)) == (Fault.NOT_LIVE,)


def test_what_nobody_has_looked_for_is_not_there() -> None:
    found = Evidence(RING_US, asked=True, heard=HEARD)
    assert faults(found) == (Fault.NOT_LIVE, Fault.NOT_STORED, Fault.NOT_IN_METRICS)
    assert faults(Evidence(RING_US, asked=False, heard=None)) == (Fault.NOT_RUNG,)
