from datetime import date

import pytest

from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.kept import Kept
from metrics.objectives.standing import Tally, stand
from metrics.prometheus import catalogue
from metrics.prometheus.metric import Metric
from metrics.prometheus.scrape import Sample
from metrics.prometheus.sheet_samples import Line, of_sheet, of_site
from tests.unit.ticketing.moments import SHANGHAI, at

RINGS = OBJECTIVES[9]
NOON_US, YESTERDAY = 1_764_000_000_000_000, date(2025, 11, 24)


def read(tally: Tally, until_us: int = NOON_US, *, over: bool = False) -> dict[Metric, Sample]:
    line = Line(RINGS, stand(tally, RINGS.target, over=over), until_us)
    return {one.metric: one for one in of_sheet([line], NOON_US)}


def test_a_line_of_nothing_has_its_light_and_its_target_and_no_ratio() -> None:
    found = read(Tally(0, 0))
    assert catalogue.OBJECTIVE_RATIO not in found
    assert (found[catalogue.OBJECTIVE_STATUS].value, found[catalogue.OBJECTIVE_TARGET].value) == (0, 1)


def test_a_line_tells_its_figures_under_its_own_name() -> None:
    found = read(Tally(200, 188), over=True)
    assert found[catalogue.OBJECTIVE_RATIO].value == 0.94
    assert found[catalogue.OBJECTIVE_STATUS].value == 3
    assert {one.labels for one in found.values()} == {("answered_within_rings", "day")}


def test_a_line_tells_how_much_of_its_period_is_left_and_nothing_is_less_than_nothing() -> None:
    assert read(Tally(1, 1), NOON_US + 7_200_000_000)[catalogue.OBJECTIVE_LEFT].value == 7200
    assert read(Tally(1, 1), NOON_US - 1)[catalogue.OBJECTIVE_LEFT].value == 0


def test_a_line_tells_how_its_last_period_ended_and_how_long_ago() -> None:
    standing = stand(Tally(10, 9), RINGS.target, over=True)
    last = Kept(YESTERDAY, YESTERDAY, standing, 1, NOON_US - 60_000_000)
    line = Line(RINGS, stand(Tally(0, 0), RINGS.target, over=False), NOON_US, last)
    found = {one.metric: one.value for one in of_sheet([line], NOON_US)}
    assert found[catalogue.OBJECTIVE_LAST_RATIO] == 0.9
    assert (found[catalogue.OBJECTIVE_LAST_STATUS], found[catalogue.OBJECTIVE_LAST_AGE]) == (3, 60)
    assert catalogue.OBJECTIVE_LAST_STATUS not in read(Tally(1, 1))


@pytest.mark.parametrize(
    ("began", "now", "days"),
    [
        (None, "2026-11-25 12:00", 0),
        ("2026-11-25 23:59", "2026-11-25 23:59", 1),
        ("2026-11-25 23:59", "2026-11-26 00:00", 2),
        ("2026-12-01 00:00", "2026-11-26 00:00", 0),
    ],
)
def test_the_days_of_the_site_are_local_ones_and_its_first_is_day_one(began: str | None, now: str, days: int) -> None:
    (found,) = of_site(at(began) if began else None, at(now), SHANGHAI)
    assert (found.metric, found.value) == (catalogue.SITE_DAYS, days)
