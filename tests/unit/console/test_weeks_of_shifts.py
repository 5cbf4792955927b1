"""A week of shifts as it is drawn, and one person put in or taken out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from console.frame.drawn import Apart
from console.frame.on_shift import short_soon
from console.shifts.turns import People, apart, changed, drawn_with, people_of
from console.shifts.week import changes_since, rows, to_fill, week_of

PEOPLE = People(("张三", "李四"), ("王五",))


def turn(day: str, shift: str, **people: str) -> dict[str, Any]:
    seats = [{"person": name, "part": part} for name, part in people.items()]
    return {"day": day, "shift": shift, "ends": f"{day}T12:00:00Z", "seats": seats}


def test_a_week_begins_on_its_monday_and_leads_to_its_neighbours() -> None:
    week = week_of(date(2026, 12, 2))
    assert (week.first, week.last) == (date(2026, 11, 30), date(2026, 12, 6))
    assert (week.before, week.after) == (date(2026, 11, 23), date(2026, 12, 7))


def test_each_day_has_a_cell_for_each_shift_also_where_it_is_not_on() -> None:
    night = turn("2026-12-01", "night")
    found = rows(date(2026, 11, 30), date(2026, 12, 1), ["day", "night"], [night])
    assert [(row.day.day, list(row.turns)) for row in found] == [(30, [None, None]), (1, [None, night])]


def test_what_nobody_was_put_in_is_filled_as_in_the_week_before() -> None:
    filled, other = turn("2026-11-24", "day", 张三="member"), turn("2026-11-26", "day", 李四="member")
    before = [filled, turn("2026-11-25", "day"), other]
    taken = turn("2026-12-03", "day", 王五="member")
    empty = [turn("2026-12-01", "day"), turn("2026-12-01", "night"), turn("2026-12-02", "day")]
    assert to_fill([*empty, taken], before, datetime(2026, 12, 1, tzinfo=UTC)) == [(empty[0], filled)]


def test_what_is_over_is_filled_no_more() -> None:
    before, empty = [turn("2026-11-24", "day", 张三="member")], [turn("2026-12-01", "day")]
    ends = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert to_fill(empty, before, ends - timedelta(seconds=1)) == [(empty[0], before[0])]
    assert to_fill(empty, before, ends) == []


def test_shifts_are_changed_on_the_page_for_a_week_after_their_day() -> None:
    assert changes_since(date(2026, 12, 8)) == date(2026, 12, 1)


def test_shifts_with_too_few_people_are_told_a_day_before() -> None:
    def at(begins: str, *, is_short: bool = True) -> dict[str, Any]:
        return {"begins": f"2026-12-{begins}:00Z", "is_short": is_short}

    now, soon = datetime(2026, 12, 1, 12, tzinfo=UTC), [at("01T12:01"), at("02T12:00")]
    others = [at("01T12:00"), at("02T12:01"), at("02T00:00", is_short=False)]
    assert short_soon([*others, *soon], now) == soon


def test_people_are_told_apart_by_their_part() -> None:
    assert people_of(turn("2026-12-01", "day", 张三="member", 王五="manager", 李四="member")) == PEOPLE


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ({"add": " 赵六 "}, People(("张三", "李四", "赵六"), ("王五",))),
        ({"add": "赵六", "duty": "manager"}, People(("张三", "李四"), ("王五", "赵六"))),
        ({"add": "李四", "duty": "manager"}, People(("张三",), ("王五", "李四"))),
        ({"add": "王五"}, People(("张三", "李四", "王五"), ())),
        ({"add": "张三"}, People(("李四", "张三"), ("王五",))),
        ({"remove": "李四"}, People(("张三",), ("王五",))),
        ({"remove": "王五"}, People(("张三", "李四"), ())),
        ({"remove": "gone"}, PEOPLE),
        ({}, PEOPLE),
    ],
)
def test_one_person_is_put_in_or_taken_out_and_the_others_stay(typed: dict[str, str], after: People) -> None:
    assert changed(PEOPLE, typed) == after


def test_a_form_carries_who_was_on_the_turn() -> None:
    shown = turn("2026-12-01", "day", 张三="member", 李四="member", 王五="manager")
    assert drawn_with("zh")(shown) == {"people": "张三、李四", "managers": "王五"}
    assert drawn_with("en")(shown)["people"] == "张三, 李四"


def test_a_conflict_tells_what_others_did_and_what_this_reader_is_about_to_do() -> None:
    was = {"drawn": "people managers", "was-people": "张三", "was-managers": "王五"}
    now = {"people": "张三, 李四", "managers": ""}
    assert apart({**was, "add": "赵六"}, now) == [
        Apart("people", "张三", "张三, 李四", "+ 赵六"),
        Apart("managers", "王五", "", None),
    ]
    assert apart({**was, "remove": "张三"}, now)[0].mine == "− 张三"
    same = {"people": "张三", "managers": "王五"}
    assert apart({**was, "add": "赵六", "duty": "manager"}, same) == [Apart("managers", "王五", "王五", "+ 赵六")]
