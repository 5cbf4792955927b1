from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.sheets.cells import SENTENCES, BadRow, Fault
from kit.sheets.files import Line, read_lines, write_csv, write_xlsx
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Source
from ticketing.readings.reading import LINES, Figures, Key, ReadingError, check_figures, check_key, storable
from ticketing.readings.sheet import HEADERS, SHEET, Column, Gathered, Row, gather

TODAY = date(2026, 11, 25)
TITLES = {"各种费用收缴率": 3}


def gathered(*rows: str, header: str = "objective,day,series,met,total,unit,evidence") -> Gathered:
    lines = [Line(number, text.split(",")) for number, text in enumerate((header, *rows), start=1)]
    return gather(lines, TITLES, TODAY)


@pytest.mark.parametrize("name", ["readings.csv", "readings.xlsx"])
def test_a_chinese_sheet_is_read_as_it_is_meant(tmp_path: Path, name: str) -> None:
    rows = [
        ["项目", "日期", "类别", "实收", "应收", "单位", "凭证"],
        ["各种费用收缴率", "2026年11月5日", "物业费", "71,500.50", "８００００", "元", "收费表 11"],
    ]
    file = tmp_path / name
    with file.open("wb") as sink:
        (write_xlsx if name.endswith("xlsx") else write_csv)(rows, sink)
    found = gather(read_lines(file), TITLES, TODAY)
    figures = Figures(Decimal("71500.50"), Decimal(80000), "元", "收费表 11")
    assert found.rows == (Row(2, Key(3, date(2026, 11, 5), "物业费"), figures),)
    assert (found.bad, found.row_count) == ((), 1)


@pytest.mark.parametrize(
    ("row", "column", "fault"),
    [
        ("4,2026-11-05,,1,2", Column.OBJECTIVE, Fault.NOT_READ),
        ("patrols,2026-11-05,,1,2", Column.OBJECTIVE, Fault.NOT_READ),
        ("3,2026-02-30,,1,2", Column.DAY, Fault.NOT_A_DATE),
        ("3,5.11.2026,,1,2", Column.DAY, Fault.NOT_A_DATE),
        ("3,2026-11-26,,1,2", Column.DAY, Fault.NOT_YET),
        ("3,2026-11-05,,,2", Column.MET, Fault.MISSING),
        ("3,2026-11-05,,3,2", Column.MET, Fault.MORE_THAN_ALL),
        ("3,2026-11-05,,-1,2", Column.MET, Fault.NOT_AN_AMOUNT),
        ("3,2026-11-05,,1,1e3", Column.TOTAL, Fault.NOT_AN_AMOUNT),
        ("3,2026-11-05,,1,2.00001", Column.TOTAL, Fault.NOT_AN_AMOUNT),
        ("3,2026-11-05,,1,100000000000", Column.TOTAL, Fault.NOT_AN_AMOUNT),
        ("3,2026-11-05,,1,2," + "x" * 21, Column.UNIT, Fault.TOO_LONG),
    ],
)
def test_a_bad_row_says_where_and_why_and_the_others_are_read(row: str, column: Column, fault: Fault) -> None:
    found = gathered(row, "3,2026-11-04,,1,2")
    assert found.bad == (BadRow(2, column, fault, column),)
    assert [one.line for one in found.rows] == [3]


def test_a_row_that_stands_twice_is_one_and_one_that_contradicts_is_bad() -> None:
    found = gathered("3,2026-11-05,water,1,2", "3,2026-11-05,water,1.0,2", "3,2026-11-05,water,2,2")
    assert len(found.rows) == 1
    assert found.bad == (BadRow(4, Column.MET, Fault.CONTRADICTS_A_READING, "met"),)


def test_every_column_has_headers_of_its_own_in_both_languages() -> None:
    assert set(HEADERS) == set(Column)
    assert SHEET.find(SHEET.row("zh")).places == SHEET.find(SHEET.row("en")).places
    assert len({name for names in HEADERS.values() for name in names}) == sum(map(len, HEADERS.values()))


def test_every_fault_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Fault)
    assert all(zh and en.isascii() for zh, en in SENTENCES.values())


def test_the_lines_fed_by_readings_are_those_of_the_sheet() -> None:
    assert set(LINES) == {one.id for one in OBJECTIVES if one.source in (Source.READINGS, Source.SURVEYS)}


@pytest.mark.parametrize(
    ("key", "field"),
    [(Key(4, TODAY), "objective"), (Key(3, date(2026, 11, 26)), "day"), (Key(3, date(1999, 12, 31)), "day")],
)
def test_a_reading_of_another_line_or_day_is_refused(key: Key, field: str) -> None:
    with pytest.raises(ReadingError) as refused:
        check_key(key, TODAY)
    assert refused.value.field == field
    check_key(Key(3, TODAY), TODAY)


def test_more_than_all_is_refused_and_nothing_of_nothing_takes_a_reading_back() -> None:
    with pytest.raises(ReadingError):
        check_figures(Figures(Decimal("1.01"), Decimal(1)))
    check_figures(Figures(Decimal(0), Decimal(0)))


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.integers(-5, 10**13).map(Decimal))
def test_what_can_be_stored_is_held_exactly_by_a_number_of_json(amount: Decimal) -> None:
    if storable(amount):
        assert Decimal(repr(float(amount))) == amount


@pytest.mark.parametrize(("met", "total", "field"), [("-1", "1", "met"), ("0", "-1", "total"), ("0", "1e13", "total")])
def test_figures_that_cannot_be_kept_are_refused_by_name(met: str, total: str, field: str) -> None:
    with pytest.raises(ReadingError, match="must be 0 or more") as refused:
        check_figures(Figures(Decimal(met), Decimal(total)))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("amount", "kept"),
    [
        ("0", True),
        ("99999999999.9999", True),
        ("100000000000", False),
        ("0.0001", True),
        ("0.00001", False),
        ("-0.0001", False),
        ("NaN", False),
        ("Infinity", False),
    ],
)
def test_an_amount_has_eleven_digits_and_four_decimals_at_most(amount: str, kept: bool) -> None:
    assert storable(Decimal(amount)) is kept


@pytest.mark.parametrize(
    ("day", "taken"), [("1999-12-31", False), ("2000-01-01", True), ("2026-11-25", True), ("2026-11-26", False)]
)
def test_a_reading_is_of_a_day_since_2000_and_not_after_today(day: str, taken: bool) -> None:
    key = Key(3, date.fromisoformat(day), "")
    if taken:
        check_key(key, TODAY)
        return
    with pytest.raises(ReadingError, match="must be from 2000-01-01 to today, 2026-11-25"):
        check_key(key, TODAY)
