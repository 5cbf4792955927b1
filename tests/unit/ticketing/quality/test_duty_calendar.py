"""Which duties there are on a day: over New Year, weekends that are worked, and a night of 23 or 25 hours."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import DAY_US, HOUR_US
from kit.roles import Role
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Source
from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.duties import duty
from ticketing.duties.calendar import Due, due_between, due_on
from ticketing.duties.duty import DUTIES, Duty, Recurrence, site_duties

SITE = Site(SHANGHAI, Workdays())
PATROL = next(one for one in DUTIES if one.name == "patrol")
EVERY_DAY = Duty(name="rounds", zh="巡更", en="rounds", recurrence=Recurrence.DAY)


def names(day: date, site: Site = SITE) -> list[str]:
    return [f"{due.duty.name} {due.number}" for due in due_on(day, site, DUTIES)]


def patrols(first: date, last: date, site: Site = SITE) -> Counter[date]:
    return Counter(due.first for due in due_between(first, last, site, [PATROL]))


def test_a_workday_has_two_patrols_and_a_day_off_has_none() -> None:
    assert names(date(2026, 11, 25)) == [
        *("training 1", "patrol 1", "patrol 2", "meeting 1", "daily_inspection 1", "weekly_inspection 1")
    ]
    assert names(date(2026, 11, 28)) == ["training 1", "meeting 1", "weekly_inspection 1"]


def test_asked_for_every_day_of_a_month_no_duty_comes_twice() -> None:
    dues = due_between(date(2026, 11, 1), date(2026, 11, 30), SITE, DUTIES)
    assert Counter(due.duty.name for due in dues) == {
        "training": 1,
        "patrol": 2 * 21,
        "meeting": 6,
        "daily_inspection": 21,
        "weekly_inspection": 6,
    }
    assert [due.until_us for due in dues] == sorted(due.until_us for due in dues)


def test_a_weekend_that_is_worked_for_the_new_year_has_its_patrols_and_the_holiday_has_none() -> None:
    found = patrols(date(2025, 1, 25), date(2025, 2, 9))
    assert found[date(2025, 1, 26)] == found[date(2025, 2, 8)] == 2  # a Sunday and a Saturday
    assert not [day for day in found if date(2025, 1, 28) <= day <= date(2025, 2, 4)]


def test_a_week_over_new_year_is_one_week_and_its_month_two() -> None:
    dues = due_between(date(2025, 12, 30), date(2026, 1, 2), SITE, DUTIES)
    (meeting,) = [due for due in dues if due.duty.name == "meeting"]
    assert (meeting.first, said(meeting.since_us), said(meeting.until_us)) == (
        *(date(2025, 12, 29), "2025-12-29 00:00", "2026-01-05 00:00"),
    )
    assert [due.first for due in dues if due.duty.name == "training"] == [date(2025, 12, 1), date(2026, 1, 1)]


def test_a_year_whose_calendar_is_not_known_goes_by_weekdays_and_says_so() -> None:
    far = list(due_on(date(2099, 1, 1), SITE, [PATROL, EVERY_DAY]))  # a Thursday
    assert [(due.duty.name, due.provisional) for due in far] == [("patrol", True), ("patrol", True), ("rounds", False)]
    own = Site(SHANGHAI, Workdays(overrides={date(2099, 1, 1): False}))
    assert not list(due_on(date(2099, 1, 1), own, [PATROL]))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_on_which_the_clock_is_changed_is_still_one_day(day: date, hours: int) -> None:
    (due,) = due_on(day, Site(ZoneInfo("Europe/Madrid"), Workdays(None)), [EVERY_DAY])
    assert due.until_us - due.since_us == hours * HOUR_US


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 40),
    st.sampled_from(["Asia/Shanghai", "Europe/Madrid", "America/Sao_Paulo", "Pacific/Apia"]),
    st.sampled_from(Recurrence),
)
def test_duties_of_one_kind_follow_each_other_without_a_gap_or_an_overlap(
    first: date, days: int, zone: str, recurrence: Recurrence
) -> None:
    kind = Duty(name="x", zh="x", en="x", recurrence=recurrence)
    dues = due_between(first, first + timedelta(days=days), Site(ZoneInfo(zone), Workdays(None)), [kind])
    for before, after in pairwise(dues):
        assert before.until_us <= after.since_us
        assert recurrence is Recurrence.WORKDAY or before.until_us == after.since_us


def test_each_department_has_its_own() -> None:
    of_two = [Duty(name="x", zh="x", en="x", recurrence=Recurrence.DAY, departments=("客服部", "工程部"), times=2)]
    found = [(due.department, due.number) for due in due_on(date(2026, 11, 25), SITE, of_two)]
    assert found == [("客服部", 1), ("客服部", 2), ("工程部", 1), ("工程部", 2)]


def test_the_lines_fed_by_duties_are_those_of_the_sheet_and_as_often() -> None:
    counts = {one.id: (one.times, one.period.value) for one in OBJECTIVES if one.source is Source.DUTIES}
    periods = {Recurrence.WORKDAY: "day"}
    fed = {one.objective: (one.times, periods.get(one.recurrence, one.recurrence.value)) for one in DUTIES}
    assert {line: fed[line] for line in fed if line is not None} == counts
    assert counts.keys() == duty.OBJECTIVES


def test_a_site_changes_a_duty_adds_its_own_and_drops_one() -> None:
    own = {"name": "fire_drill", "zh": "消防演练", "en": "fire drill", "recurrence": Recurrence.MONTH}
    found = {
        one.name: one for one in site_duties([{"name": "patrol", "times": 3}, {"name": "meeting", "times": 0}, own])
    }
    assert (found["patrol"].times, found["patrol"].objective, "meeting" in found) == (3, 16, False)
    assert found["fire_drill"].owner is Role.AGENT


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([{"name": "x"}], "needs its titles"),
        ([{"name": "patrol", "objective": 4}], "must be one of 8, 16, 21"),
        ([{"name": "patrol"}, {"name": "patrol"}], "is there twice"),
    ],
)
def test_a_duty_that_makes_no_sense_is_named(changes: list[dict[str, object]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        site_duties(changes)


def test_a_day_of_a_duty_is_whole() -> None:
    (due,) = due_on(date(2026, 11, 25), SITE, [EVERY_DAY])
    assert due == Due(EVERY_DAY, date(2026, 11, 25), "", 1, due.since_us, due.since_us + DAY_US)


@pytest.mark.parametrize(
    ("began", "first_days"),
    [
        ("2026-11-25 09:00", {"patrol": 26, "meeting": 30}),  # a Wednesday, in its middle
        ("2026-11-23 00:00", {"patrol": 23, "meeting": 23}),  # the very beginning of a Monday
    ],
)
def test_a_day_week_or_month_that_had_begun_before_the_site_has_no_duties(
    began: str, first_days: dict[str, int]
) -> None:
    dues = due_between(date(2026, 11, 1), date(2026, 11, 30), SITE, DUTIES, at(began))
    found = {name: min(due.first.day for due in dues if due.duty.name == name) for name in first_days}
    assert found == first_days
    assert "training" not in {due.duty.name for due in dues}
