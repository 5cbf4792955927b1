"""The bounds of the histograms, written out: a share "within n rings" is read off them."""

import pytest

from metrics.calls.service_level import Policy
from metrics.prometheus.bounds import RING_PERIODS, TALK_PERIODS, WAIT_PERIODS, Bounds, below, lag, rings, work

CHINA = Policy()
RINGS_12 = list(range(1, 13))


def seconds(bounds: Bounds) -> list[float]:
    """As they are shown, less what a microsecond takes off."""
    return [round((largest + 1) / bounds.unit, 6) for largest in bounds.highest]


@pytest.mark.parametrize(
    ("periods", "counts"),
    [
        (RING_PERIODS, [*RINGS_12, 18, 24]),
        (WAIT_PERIODS, [*RINGS_12, 18, 24, 36, 60, 120]),
        (TALK_PERIODS, [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 360, 720]),
    ],
)
def test_times_of_calls_are_bounded_at_whole_rings(periods: tuple[int, ...], counts: list[int]) -> None:
    expected = sorted({*(5 * count for count in counts), 15})  # 15 s is the limit of three rings
    assert seconds(below(periods, CHINA)) == expected


def test_the_limit_of_any_rule_is_a_bound() -> None:
    assert seconds(below((1, 2), Policy(name="by_ring_end"))) == [5, 10, 11]
    assert below((1,), CHINA).texts == ("4.999999", "14.999999", "+Inf")


def test_rings_are_bounded_by_their_number_and_by_what_is_promised() -> None:
    assert list(rings(CHINA).highest) == [0, *RINGS_12, 18, 24]
    assert list(rings(Policy(rings_within=15)).highest) == [0, *RINGS_12, 15, 18, 24]
    assert rings(CHINA).texts[:3] == ("0.0", "1.0", "2.0")


def test_the_lag_of_events_is_bounded_from_a_millisecond_to_a_minute() -> None:
    milliseconds = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000]
    assert [largest / 1000 for largest in lag().highest] == milliseconds
    assert lag().texts[0] == "0.001"


def test_work_is_bounded_at_every_term_that_is_promised_by_the_clock() -> None:
    minutes = [1, 2, 5, 10, 15, 30]
    hours = [1, 2, 4, 8, 12, 24, 48, 72, 168, 336]
    assert seconds(work()) == [*(60 * count for count in minutes), *(3600 * count for count in hours)]
