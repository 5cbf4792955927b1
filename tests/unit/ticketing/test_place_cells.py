"""The cells that say which flat a row is about, as spreadsheets leave them."""

import pytest

from kit.sheets.cells import Fault, FaultyError
from ticketing.households.columns import Column
from ticketing.households.place_cells import read_place


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "2026年3月", "2026-03-02 00:00:00", "2026-03-02T00:00:00",
        "2026/3/2 0:00", "3月2日", "3月2", "2-Mar", "02-mar", "2-Mar-26", "2-Mar-2026", "2 March", "Mar-26", "Mar 2026",
        "March-1", "Sept-1", "3/2/2026", "1932年1月",
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [Column.BUILDING, Column.UNIT, Column.ROOM])
def test_a_date_is_no_place(column: Column, text: str) -> None:
    with pytest.raises(FaultyError) as caught:
        read_place({Column.ROOM: "1", column: text}, "")
    assert (caught.value.column, caught.value.fault) == (column, Fault.MADE_A_DATE)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1.00E+05", Fault.MADE_A_NUMBER),
        ("3E+02", Fault.MADE_A_NUMBER),
        ("1:01", Fault.NO_ROOM),
        ("1 day, 12:00:00", Fault.NO_ROOM),
        ("101、102", Fault.NO_ROOM),
        ("合计", Fault.NO_ROOM),
        ("", Fault.MISSING),
        ("无", Fault.MISSING),
        ("--", Fault.MISSING),
    ],
)
def test_what_is_no_room_is_refused(text: str, fault: Fault) -> None:
    with pytest.raises(FaultyError) as caught:
        read_place({Column.ROOM: text}, "")
    assert (caught.value.column, caught.value.fault) == (Column.ROOM, fault)


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("3-1201", "3-1201"),
        ("3—1201", "3-1201"),
        ("1-2-3", "1-2-3"),
        ("26-3-2", "26-3-2"),
        ("1201-1", "1201-1"),
        ("101.0", "101"),
        ("'101", "101"),
        ("3E12", "3E12"),
        ("A-12", "A-12"),
        ("商铺1", "商铺1"),
        ("46083", "46083"),
    ],
)
def test_other_rooms_are_taken_as_they_are(text: str, room: str) -> None:
    assert read_place({Column.ROOM: text}, "").room == room


def test_a_row_that_has_none_of_a_part_may_say_so() -> None:
    texts = {Column.ESTATE: "无", Column.BUILDING: "无", Column.UNIT: "/", Column.ROOM: "8"}
    assert read_place(texts, "花园") == ("花园", "", "", "8")
