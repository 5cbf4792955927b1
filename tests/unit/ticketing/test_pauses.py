"""Several pauses as the stretches in which a clock stands still."""

import pytest

from ticketing.clocks.pauses import Pause, paused_us, stops

Stretch = tuple[int, int | None]


def pauses(*stretches: Stretch) -> list[Pause]:
    return [Pause(since, until) for since, until in stretches]


@pytest.mark.parametrize(
    ("made", "still"),
    [
        ([], []),
        ([(10, 20)], [(10, 20)]),
        ([(10, 20), (30, 40)], [(10, 20), (30, 40)]),
        ([(30, 40), (10, 20)], [(10, 20), (30, 40)]),
        ([(10, 20), (20, 40)], [(10, 40)]),
        ([(10, 20), (21, 40)], [(10, 20), (21, 40)]),
        ([(10, 30), (20, 40)], [(10, 40)]),
        ([(10, 40), (20, 30)], [(10, 40)]),
        ([(10, 30), (20, 40), (35, 50), (60, 70)], [(10, 50), (60, 70)]),
        ([(10, None)], [(10, None)]),
        ([(10, 20), (30, None)], [(10, 20), (30, None)]),
        ([(10, None), (20, 30)], [(10, None)]),
        ([(10, 30), (20, None)], [(10, None)]),
        ([(10, 10)], []),
        ([(10, 20), (30, 30), (40, 50)], [(10, 20), (40, 50)]),
    ],
)
def test_stretches_are_in_order_and_do_not_overlap(made: list[Stretch], still: list[Stretch]) -> None:
    assert stops(pauses(*made), 0) == still


@pytest.mark.parametrize(
    ("from_us", "still"),
    [(9, [(10, 20), (30, 40)]), (15, [(15, 20), (30, 40)]), (20, [(30, 40)]), (35, [(35, 40)]), (40, [])],
)
def test_a_clock_stands_still_from_when_it_runs(from_us: int, still: list[Stretch]) -> None:
    assert stops(pauses((10, 20), (30, 40)), from_us) == still


@pytest.mark.parametrize(
    ("made", "between", "stood"),
    [
        ([(10, 20), (30, 40)], (0, 100), 20),
        ([(10, 20), (30, 40)], (15, 35), 10),
        ([(10, 20), (30, 40)], (0, 5), 0),
        ([(10, 20), (30, 40)], (50, 60), 0),
        ([(10, None)], (0, 25), 15),
        ([(10, 20), (30, None)], (0, 35), 15),
        ([(10, 30), (20, 40)], (0, 100), 30),
        ([(10, 20)], (0, 10), 0),
    ],
)
def test_how_long_a_clock_stood_still_between_two_instants(
    made: list[Stretch], between: tuple[int, int], stood: int
) -> None:
    assert paused_us(pauses(*made), *between) == stood


def test_a_pause_with_a_limit_stops_the_clock_no_longer_than_that() -> None:
    short, long = Pause(10, 15, limit_us=20), Pause(30, None, limit_us=40)
    assert stops([short, long], 0) == [(10, 15), (30, 40)]
    assert paused_us([short, long], 0, 100) == 15
