"""Days, weeks, months and years by the site's calendar, also where a day has 23 or 25 hours."""

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import DAY_US, HOUR_US, local_day
from metrics.objectives.objective import Period
from metrics.objectives.periods import span_before, span_of

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Madrid", "America/New_York", "Pacific/Apia")]
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(st.sampled_from(Period), DAYS, st.sampled_from(ZONES))
def test_a_day_is_in_its_period_and_every_day_of_it_says_the_same(period: Period, day: date, zone: ZoneInfo) -> None:
    span = span_of(period, day, zone)
    assert span.first <= day <= span.last
    assert {span_of(period, other, zone) for other in (span.first, day, span.last)} == {span}


@given(st.sampled_from(Period), DAYS, st.sampled_from(ZONES))
def test_periods_follow_one_another_without_a_gap(period: Period, day: date, zone: ZoneInfo) -> None:
    span = span_of(period, day, zone)
    assert span_before(period, span, zone).until_us == span.since_us
    assert all((after - before).days == 1 for before, after in pairwise(span.days))


@given(DAYS, st.sampled_from(ZONES[:3]))
def test_the_end_is_the_first_instant_of_the_next_day(day: date, zone: ZoneInfo) -> None:
    span = span_of(Period.DAY, day, zone)
    assert local_day(span.since_us, zone) == local_day(span.until_us - 1, zone) == day
    assert local_day(span.until_us, zone) > day


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.DAY, date(2024, 2, 29), date(2024, 2, 29)),
        (Period.WEEK, date(2024, 2, 26), date(2024, 3, 3)),
        (Period.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (Period.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_the_periods_of_a_leap_day(period: Period, first: date, last: date) -> None:
    span = span_of(period, date(2024, 2, 29), ZONES[0])
    assert (span.first, span.last) == (first, last)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 1), 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    span = span_of(Period.DAY, day, ZONES[1])
    assert span.until_us - span.since_us == hours * HOUR_US


def test_a_period_in_which_the_site_began_counts_from_there() -> None:
    month = span_of(Period.MONTH, date(2026, 11, 25), ZONES[0])
    noon_us = month.since_us + 24 * DAY_US + 12 * HOUR_US
    after = month.after(noon_us, ZONES[0])
    assert (after.first, after.since_us, after.last, after.until_us) == (
        *(date(2026, 11, 25), noon_us, month.last, month.until_us),
    )
    assert month.after(month.since_us, ZONES[0]) == month


def test_a_period_is_over_at_its_end_and_closed_when_what_comes_late_has_come() -> None:
    span = span_of(Period.DAY, date(2026, 11, 25), ZONES[0])
    assert not span.over(span.until_us - 1)
    assert span.over(span.until_us)
    quarter_us = HOUR_US // 4
    assert not span.closed(span.until_us + quarter_us - 1, 0)
    assert span.closed(span.until_us + quarter_us, 0)
    assert not span.closed(span.until_us + quarter_us, 7)
    assert span.closed(span.until_us + quarter_us + 7 * DAY_US, 7)
