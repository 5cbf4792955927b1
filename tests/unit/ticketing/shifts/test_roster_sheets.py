"""A roster as sites have it in a spreadsheet, in each of its forms, and what the roster becomes by it."""

from datetime import date, timedelta
from time import process_time

import pytest

from kit.sheets.cells import Fault
from kit.sheets.troubles import SheetError, Trouble
from tests.unit.ticketing.shifts.rosters import TODAY, bad, first, read, said
from ticketing.shifts.on_duty import Part, Place
from ticketing.shifts.sheet_said import Column, Form, Gathered, Said, entered_by

SHIFTS = ("day", "night", "行政班")

MATRIX = (
    ("花园小区客服中心2026年12月排班表", *[""] * 6),
    ("序号", "姓名", "12月1日", "12月2日", "12月3日", "", ""),
    ("", "", "星期二", "星期三", "星期四", "", ""),
    ("1", "王芳", "白班", "夜班", "休", "", ""),
    ("2", "李 强", "夜", "休息", "白夜", "", ""),
    ("合计", "", "2", "1", "1", "", ""),
    ("注：白班 8:00—20:00", *[""] * 6),
)


def test_a_matrix_says_who_has_which_shift_on_which_day() -> None:
    sheet = read(*MATRIX, titles=1)
    assert (sheet.form, sheet.columns.line, sheet.row_count) == (Form.MATRIX, 2, 2)
    assert said(sheet) == [
        (1, "day", "王芳", None),
        (2, "night", "王芳", None),
        (1, "night", "李强", None),
        (3, "day", "李强", None),
        (3, "night", "李强", None),
    ]
    assert sheet.bad == ()
    assert sheet.days == [first(1), first(2), first(3)]
    assert sheet.people == ["王芳", "李强"]
    assert sheet.columns.places == {Column.PERSON: (1,), Column.DAY: (2, 3, 4)}


def test_dates_of_a_spreadsheet_are_days_too() -> None:
    header = ("姓名", "岗位", "2026-12-01", "2026-12-02")
    sheet = read(header, ("李强", "值班经理", "白", "休"), ("王芳", "管家", "白", "夜"))
    assert said(sheet)[0] == (1, "day", "李强", Part.MANAGER)
    assert said(sheet)[1] == (1, "day", "王芳", None)
    assert sheet.columns.places[Column.PART] == (1,)


def test_what_is_wrong_in_a_matrix_is_told_by_row_and_column() -> None:
    sheet = read(
        ("姓名", "12月1日", "12月5日", "2月30日"),
        ("王芳", "中班", "行政", "白"),
        ("", "白", "", ""),
        ("李强、赵敏", "白", "", ""),
        ("陈刚", "白", "/", "休"),
    )
    assert bad(sheet) == [
        (1, "2月30日", Fault.NOT_A_DATE, False),
        (2, "12月1日", Fault.UNKNOWN_SHIFT, False),
        (2, "12月5日", Fault.SHIFT_NOT_ON, False),
        (3, "姓名", Fault.NAME_MISSING, True),
        (4, "姓名", Fault.SEVERAL_PEOPLE, True),
    ]
    assert said(sheet) == [(1, "day", "陈刚", None)]


def test_a_list_says_everything_of_the_turns_that_it_names() -> None:
    sheet = read(
        ("日期", "班次", "人员", "值班经理"),
        ("2026-12-01", "白班", "王芳、赵 敏", "李强"),
        ("12月1日", "夜班", "陈刚，孙丽/周杰", "—"),
        ("2026/12/2", "day", "", ""),
    )
    assert sheet.form is Form.LIST
    assert said(sheet) == [
        (1, "day", "王芳", Part.MEMBER),
        (1, "day", "赵敏", Part.MEMBER),
        (1, "day", "李强", Part.MANAGER),
        *[(1, "night", name, Part.MEMBER) for name in ("陈刚", "孙丽", "周杰")],
    ]
    assert sheet.turns == {("day", first(1)), ("night", first(1)), ("day", first(2))}


def test_a_list_in_english_is_read_as_well() -> None:
    sheet = read(("Date", "Shift", "People", "Duty manager"), ("2026-12-01", "Day", "Wang Fang, Li", "Zhao Min"))
    assert [one.person for one in sheet.said] == ["Wang Fang", "Li", "Zhao Min"]


def test_what_is_wrong_in_a_list_is_told_by_row_and_column() -> None:
    sheet = read(
        ("日期", "班次", "人员"),
        ("2026-02-30", "白", "王芳"),
        ("", "白", "王芳"),
        ("2026-12-01", "中班", "王芳"),
        ("2026-12-01", "", "王芳"),
        ("2026-12-05", "行政班", "王芳"),
        ("2026-12-01", "白", "王" * 65),
        ("下周", "白", "王芳"),
    )
    assert bad(sheet) == [
        (2, "日期", Fault.NOT_A_DATE, True),
        (3, "日期", Fault.MISSING, True),
        (4, "班次", Fault.UNKNOWN_SHIFT, True),
        (5, "班次", Fault.MISSING, True),
        (6, "班次", Fault.SHIFT_NOT_ON, True),
        (7, "人员", Fault.TOO_LONG, True),
        (8, "日期", Fault.NOT_A_DATE, True),
    ]
    assert (sheet.said, sheet.turns, sheet.row_count) == ((), frozenset(), 7)


def test_a_calendar_has_a_column_for_each_shift() -> None:
    sheet = read(
        ("十二月值班表", "", "", ""),
        ("日期", "白班", "夜班", "值班经理"),
        ("12月1日 周二", "王芳 赵敏", "陈刚", "李强"),
        ("12月2日", "", "陈刚", ""),
        titles=1,
    )
    assert sheet.form is Form.CALENDAR
    assert said(sheet) == [
        *[(1, "day", name, Part.MEMBER) for name in ("王芳", "赵敏")],
        (1, "day", "李强", Part.MANAGER),
        (1, "night", "陈刚", Part.MEMBER),
        (1, "night", "李强", Part.MANAGER),
        (2, "night", "陈刚", Part.MEMBER),
    ]
    assert sheet.turns == {("day", first(1)), ("night", first(1)), ("night", first(2))}


def test_what_is_no_roster_is_refused_with_the_columns_that_it_needs() -> None:
    with pytest.raises(SheetError) as caught:
        read(("姓名", "电话"), ("王芳", "13800138000"))
    assert "日期" in caught.value.sentence("zh")


def test_a_list_replaces_its_turns_and_leaves_the_others() -> None:
    sheet = read(("日期", "班次", "人员"), ("2026-12-01", "白", "王芳"))
    night = {("night", first(1)): (Place("陈刚"),)}
    known = {("day", first(1)): (Place("赵敏"),), **night}
    assert entered_by(sheet, known, SHIFTS) == {("day", first(1)): (Place("王芳"),), **night}


def test_a_matrix_replaces_its_people_on_its_days_and_leaves_the_others_of_another_team() -> None:
    known = {
        ("day", first(1)): (Place("老周"), Place("李强", Part.MANAGER), Place("王芳")),
        ("night", first(2)): (Place("李强"),),
    }
    after = entered_by(read(*MATRIX, titles=1), known, SHIFTS)
    assert after == {
        ("day", first(1)): (Place("老周"), Place("王芳")),
        ("night", first(1)): (Place("李强"),),
        ("night", first(2)): (Place("王芳"),),
        ("day", first(3)): (Place("李强"),),
        ("night", first(3)): (Place("李强"),),
    }
    assert entered_by(read(*MATRIX, titles=1), after, SHIFTS) == after


def test_whoever_is_duty_manager_stays_so_where_a_matrix_says_nothing_of_it() -> None:
    sheet = read(("姓名", "12月1日", "12月2日"), ("李强", "白", "白"))
    known = {("day", first(1)): (Place("李强", Part.MANAGER),)}
    assert entered_by(sheet, known, SHIFTS)["day", first(1)] == (Place("李强", Part.MANAGER),)


def test_a_duty_manager_named_among_the_people_too_is_there_once() -> None:
    sheet = read(("日期", "班次", "人员", "值班经理"), ("2026-12-01", "白", "李强、王芳", "李强"))
    assert entered_by(sheet, {}, SHIFTS)["day", first(1)] == (Place("李强", Part.MANAGER), Place("王芳"))
    assert sheet.place_count == 2


def test_two_rows_of_one_name_are_told_since_they_may_be_two_people() -> None:
    sheet = read(("姓名", "12月1日", "12月2日"), ("王芳", "白", ""), ("李强", "夜", "夜"), ("王芳", "夜", "休"))
    assert bad(sheet) == [(4, "姓名", Fault.SAME_PERSON, True)]


def test_a_sheet_says_whether_most_of_its_days_are_past() -> None:
    sheet = read(("姓名", "11月23日", "11月24日", "11月25日"), ("王芳", "白", "白", "白"))
    assert (sheet.is_mostly_past(TODAY), sheet.is_mostly_past(date(2026, 11, 24))) == (True, False)


def test_more_people_than_a_site_has_are_refused() -> None:
    with pytest.raises(SheetError) as caught:
        read(("日期", "班次", "人员"), *(("2026-12-01", "白", f"{number}") for number in range(201)))
    assert caught.value.trouble is Trouble.TOO_MANY_ON_TURN
    people = "、".join(f"{number}" for number in range(130))
    days = [f"{TODAY + timedelta(days=ahead)}" for ahead in range(400)]
    with pytest.raises(SheetError) as caught:
        read(("日期", "班次", "人员"), *((day, "白", people) for day in days))
    assert caught.value.trouble is Trouble.TOO_MANY_PLACES


def test_a_roster_of_a_year_is_laid_over_what_is_known_at_once() -> None:
    days = [TODAY + timedelta(days=ahead) for ahead in range(365)]
    turns = frozenset((shift, day) for day in days for shift in ("day", "night"))
    people = [f"{number}" for number in range(20)]
    everybody = tuple(Said(shift, day, person) for shift, day in sorted(turns) for person in people)
    columns = read(("日期", "班次", "人员"), ("2026-12-01", "白", "王芳")).columns
    sheet = Gathered(Form.LIST, columns, everybody, turns, frozenset(), (), len(turns))
    begun = process_time()
    assert len(entered_by(sheet, {}, SHIFTS)) == 730
    assert process_time() - begun < 1
