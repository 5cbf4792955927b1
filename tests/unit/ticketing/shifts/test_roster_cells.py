"""What a cell of a roster says: which day, in whatever way it is written, which shifts, and who."""

from datetime import date, time
from time import process_time

import pytest

from kit.sheets.cells import Fault
from kit.sheets.troubles import SheetError, Trouble
from tests.unit.ticketing.shifts.rosters import NIGHT, READING, RULES, TODAY, bad, first, read, said
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.shifts.sheet_cells import WrongDayError, day_of, names_in, shifts_in
from ticketing.shifts.sheet_month import month_in


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", first(1)),
        ("2026年12月1日", first(1)),
        ("2026.12.1", first(1)),
        ("12/1", first(1)),
        ("１２月１日", first(1)),
        ("12月1日（周二）", first(1)),
        ("12月1日\n星期二", first(1)),
        ("1月2日", date(2027, 1, 2)),
        ("2026-12-01 00:00:00", first(1)),
        ("46357", first(1)),
        ("3日", first(3)),
        ("3号", first(3)),
        ("3", first(3)),
        ("Tue", None),
        ("12月", None),
        ("王芳", None),
        ("", None),
    ],
)
def test_a_day_is_written_in_many_ways(text: str, day: date | None) -> None:
    assert day_of(text, TODAY, first(1)) == day


@pytest.mark.parametrize("text", ["2026-13-01", "2月30日", "32", "0"])
def test_a_day_that_there_is_not_is_wrong(text: str) -> None:
    with pytest.raises(WrongDayError):
        day_of(text, TODAY, first(1))


def test_a_day_far_from_today_is_wrong() -> None:
    sheet = read(("日期", "班次", "人员"), *((day, "白", "王芳") for day in ("0001-01-01", "2028-01-01", "2027-12-30")))
    assert bad(sheet) == [(2, "日期", Fault.DAY_TOO_FAR, True), (3, "日期", Fault.DAY_TOO_FAR, True)]
    sheet = read(("姓名", "2026-12-01", "2062-12-02"), ("王芳", "白", "夜"))
    assert bad(sheet) == [(1, "2062-12-02", Fault.DAY_TOO_FAR, False)]


def test_days_of_a_matrix_may_be_numbers_below_a_title_that_names_the_month() -> None:
    title = ("2026年12月排班表", "", "", "", "")
    sheet = read(title, ("姓名", "1", "2", "3", "4"), ("王芳", "白", "夜", "", "白"), titles=1)
    assert said(sheet) == [(1, "day", "王芳", None), (2, "night", "王芳", None), (4, "day", "王芳", None)]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026年12月排班表", first(1)),
        ("排班 2027-01", date(2027, 1, 1)),
        ("1月份排班", date(2027, 1, 1)),
        ("排班表", None),
        ("2026年13月", None),
        ("十二月值班表", first(1)),
        ("二〇二六年十二月份值班表", first(1)),
        ("9999年12月", None),
        ("制表日期：2026-11-25", None),
        ("A区2026.11.28制 十二月", first(1)),
        ("2026年12月至2027年1月排班", None),
        ("排班周期：2026年12月1日—2026年12月31日", first(1)),
        ("2026.12.01-12.31", first(1)),
        ("11月25日制", None),
    ],
)
def test_a_title_names_the_month(text: str, month: date | None) -> None:
    assert month_in([text], TODAY) == month


def test_the_month_beside_the_word_roster_goes_before_the_day_on_which_it_was_made() -> None:
    titles = (("制表月份：11月",), ("制表日期：2026-11-25",), ("12月排班表",))
    assert read(*titles, ("姓名", "1", "2", "3"), ("王芳", "白", "夜", "白")).days[0] == first(1)
    with pytest.raises(SheetError) as caught:
        read(("11月",), ("12月",), ("姓名", "1", "2", "3"), ("王芳", "白", "夜", "白"))
    assert caught.value.trouble is Trouble.NO_MONTH


def test_without_a_month_numbers_are_no_days_unless_the_month_is_named() -> None:
    rows = (("姓名", "1", "2", "3", "4"), ("王芳", "白", "夜", "", "白"))
    with pytest.raises(SheetError) as caught:
        read(*rows)
    assert caught.value.trouble is Trouble.NO_MONTH
    named = read(*rows, reading=READING._replace(month=date(2027, 2, 1)))
    assert named.days[0] == date(2027, 2, 1)


def test_numbers_that_begin_anew_are_of_the_next_month() -> None:
    header = ("2026年12月", "30", "31", "1", "2")
    assert read(header, ("王芳", "白", "白", "白", "夜")).days == [
        *(first(30), first(31)),
        *(date(2027, 1, 1), date(2027, 1, 2)),
    ]


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        *[(text, ("day",)) for text in ("白", "白班", "日班", "day", "Day", "D", " 白 班 ")],
        *[(text, ("night",)) for text in ("夜", "晚班", "N", "night")],
        *[(text, ("day", "night")) for text in ("白夜", "白/夜", "白班、夜班", "D+N")],
        *[(text, ("行政班",)) for text in ("行政", "行政班")],
        *[(text, ()) for text in ("", "休", "休息", "年假", "off", "×")],
        *[(text, None) for text in ("中", "白中", "8:00-20:00")],
    ],
)
def test_a_cell_says_which_shifts(text: str, shifts: tuple[str, ...] | None) -> None:
    assert shifts_in(text, RULES) == shifts


def test_a_shift_that_the_settings_call_so_goes_before_what_others_are_called_as_well() -> None:
    assert shifts_in("晚班", ShiftRules((NIGHT, Pattern("晚班", time(18), time(23))))) == ("晚班",)
    assert shifts_in("白", ShiftRules((NIGHT,))) is None
    assert shifts_in("off", ShiftRules((NIGHT, Pattern("OFF", time(1), time(2))))) == ("OFF",)


def test_a_cell_of_very_many_letters_is_no_shift_and_is_known_to_be_none_at_once() -> None:
    begun = process_time()
    assert shifts_in("白" * 30_000, RULES) is None
    assert shifts_in("n" * 79 + "x", ShiftRules((NIGHT, Pattern("nn", time(8), time(20))))) is None
    assert process_time() - begun < 0.2
    sheet = read(("姓名", "12月1日", "12月2日"), ("王芳", "白" * 30_000, "夜"))
    assert bad(sheet) == [(2, "12月1日", Fault.UNKNOWN_SHIFT, False)]
    sheet = read(("日期", "班次", "人员"), ("2026-12-01", "白" * 1_990, "王芳"))
    assert bad(sheet) == [(2, "班次", Fault.UNKNOWN_SHIFT, True)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王芳、李强", ["王芳", "李强"]),
        ("王芳 李强", ["王芳", "李强"]),
        ("王　芳", ["王芳"]),
        ("王 芳 李小强", ["王芳", "李小强"]),
        ("Wang Fang / Li", ["Wang Fang", "Li"]),
        ("王芳\n李强", ["王芳", "李强"]),
        (" ", []),
    ],
)
def test_a_cell_names_people(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names
