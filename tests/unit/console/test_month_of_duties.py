"""A month of duties at a glance."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from console.duties.month import Month, Tally, glance, length_days, month_of
from console.duties.views import list_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOVEMBER = month_of(date(2026, 11, 25))


def duty(first: str, until: str, state: str = "done") -> dict[str, Any]:
    return {"day": first, "since": f"{first}T00:00:00+08:00", "until": f"{until}T00:00:00+08:00", "state": state}


@pytest.mark.parametrize(
    ("day", "first", "last", "before", "after"),
    [
        ("2026-11-25", "2026-11-01", "2026-11-30", "2026-10", "2026-12"),
        ("2026-12-31", "2026-12-01", "2026-12-31", "2026-11", "2027-01"),
        ("2028-02-01", "2028-02-01", "2028-02-29", "2028-01", "2028-03"),
    ],
)
def test_a_month_has_its_days_and_neighbours(day: str, first: str, last: str, before: str, after: str) -> None:
    month = month_of(date.fromisoformat(day))
    assert (f"{month.first}", f"{month.last}", month.before, month.after) == (first, last, before, after)


def test_weeks_begin_on_monday_and_days_of_other_months_are_blank() -> None:
    weeks = glance([], NOVEMBER, SHANGHAI).weeks
    assert [len(week.days) for week in weeks] == [7] * 6
    assert [day is None for day in weeks[0].days] == [True] * 6 + [False]
    assert [f"{each.day}" for week in weeks for each in week.days if each] == [
        f"2026-11-{number:02}" for number in range(1, 31)
    ]


def test_what_is_due_is_counted_on_its_day_in_its_week_or_named_for_the_month() -> None:
    duties = [
        duty("2026-11-25", "2026-11-26"),
        duty("2026-11-25", "2026-11-26", "missed"),
        duty("2026-11-23", "2026-11-30", "open"),
        duty("2026-10-26", "2026-11-02", "late"),
        duty("2026-11-01", "2026-12-01", "open"),
        duty("2026-12-01", "2026-12-02"),
    ]
    found = glance(duties, NOVEMBER, SHANGHAI)
    by_day = {each.day.day: each.tally for week in found.weeks for each in week.days if each and each.tally.due}
    assert by_day == {25: Tally(done=1, missed=1)}
    assert [week.tally for week in found.weeks if week.tally.due] == [Tally(missed=1), Tally(open=1)]
    assert found.whole == [duties[4]]


@pytest.mark.parametrize(
    ("states", "due", "look"),
    [
        (["done", "done"], 2, "fine"),
        (["done", "open"], 2, ""),
        (["done", "late"], 2, "missed"),
        (["open", "missed"], 2, "missed"),
        (["done", "called_off"], 1, "fine"),
    ],
)
def test_a_day_looks_as_its_worst_duty_and_what_was_called_off_is_not_due(
    states: list[str], due: int, look: str
) -> None:
    tally = Tally()
    for state in states:
        tally.add(state)
    assert (tally.due, tally.look) == (due, look)


def test_a_week_with_another_offset_at_its_end_is_seven_days_long() -> None:
    week = {"since": "2026-10-18T22:00:00Z", "until": "2026-10-25T23:00:00Z"}
    assert length_days(week, ZoneInfo("Europe/Berlin")) == 7


def test_each_view_names_its_days() -> None:
    views = {view.title: dict(view.query) for view in list_of(date(2026, 11, 25)).views}
    assert views["This week"] == {"from": "2026-11-23", "to": "2026-11-29"}
    assert views["Due today"] == {"date": "2026-11-25"}
    assert views["Missed this month"] == {"state": "missed", "from": "2026-11-01", "to": "2026-11-30"}
    assert Month(date(2026, 11, 1), date(2026, 11, 30)) == NOVEMBER
