"""Rows of one household that add to each other, and those that contradict."""

from datetime import date

import pytest

from kit.sheets.cells import BadRow, Fault
from kit.sheets.files import Line
from ticketing.households.columns import Column
from ticketing.households.gathering import Gathered, gather
from ticketing.households.household import KeptDocument, Part, Phone
from ticketing.households.sheet_rows import Reading

HEADER = ["room", "name", "part", "phones", "housekeeper", "documents", "notes", "consent", "vip"]


def gathered(*rows: dict[str, str]) -> Gathered:
    lines = [Line(1, HEADER), *(Line(n, [row.get(name, "") for name in HEADER]) for n, row in enumerate(rows, 2))]
    return gather(lines, Reading())


def row(**cells: str) -> dict[str, str]:
    return {"room": "1", **cells}


def test_people_phones_and_documents_of_several_rows_come_together() -> None:
    found = gathered(
        row(name="张三", part="owner", phones="13800138000", documents="证"),
        row(name="李四", part="tenant"),
        row(name="张三", part="owner", phones="8001,13800138000", documents="证(2024-05-01),b"),
    )
    (household,) = found.households
    assert [(one.name, one.part, [phone.number for phone in one.phones]) for one in household.people] == [
        ("张三", Part.OWNER, ["+8613800138000", "8001"]),
        ("李四", Part.TENANT, []),
    ]
    assert household.documents == (KeptDocument("证", date(2024, 5, 1)), KeptDocument("b"))
    assert (found.bad, found.row_count) == ((), 3)


def test_a_row_without_a_person_adds_to_its_household_alone() -> None:
    (household,) = gathered(row(name="张三"), row(notes="有狗"), row(housekeeper="1001")).households
    assert [one.name for one in household.people] == ["张三"]
    assert (household.notes, household.housekeeper, household.consent, household.vip) == ("有狗", "1001", None, None)


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [("housekeeper", "1001", "1002"), ("notes", "a", "b"), ("consent", "yes", "no"), ("vip", "no", "yes")],
)
def test_what_was_said_of_a_household_may_be_left_out_or_said_again_and_not_be_changed(
    column: str, one: str, other: str
) -> None:
    found = gathered(
        row(**{column: one}), row(), row(**{column: one}), row(**{column: other}), {"room": "2", column: other}
    )
    assert found.bad == (BadRow(5, Column(column), Fault.CONTRADICTS, column, whole_row=False),)
    assert [household.place.room for household in found.households] == ["1", "2"]


def test_what_contradicts_costs_its_cell_and_nothing_else() -> None:
    found = gathered(
        row(name="张三", part="owner", housekeeper="1001"),
        row(name="李四", part="tenant", documents="证", housekeeper="1002"),
        row(name="张三", part="tenant", phones="8001", notes="x"),
    )
    (household,) = found.households
    assert [(one.name, one.part, one.phones) for one in household.people] == [
        ("张三", Part.OWNER, (Phone("8001", "8001"),)),
        ("李四", Part.TENANT, ()),
    ]
    assert (household.housekeeper, household.documents, household.notes) == ("1001", (KeptDocument("证"),), "x")
    assert [(bad.line, bad.column) for bad in found.bad] == [(3, Column.HOUSEKEEPER), (4, Column.PART)]


def test_the_same_number_is_kept_as_it_was_written_last() -> None:
    (household,) = gathered(row(name="张三", phones="13800138000"), row(name="张三", phones="138 0013 8000")).households
    assert household.people[0].phones == (Phone("+8613800138000", "138 0013 8000"),)


PLACES = ["estate", "building", "unit", "room"]


def placed(*rows: str, estate: str = "") -> Gathered:
    """Of rows such as `花园 3 1 101`, where `_` is an empty cell."""
    lines = [Line(n, [cell.replace("_", "") for cell in row.split()]) for n, row in enumerate(rows, 2)]
    return gather([Line(1, PLACES), *lines], Reading(estate=estate))


@pytest.mark.parametrize(
    ("rows", "bad"),
    [
        (["花园 3 1 101", "花园 _ 1 102"], [(3, "building")]),
        (["花园 3 1 101", "花园 3 _ 102"], [(3, "unit")]),
        (["花园 3 1 101", "_ 3 1 102"], [(3, "estate")]),
        (["花园 3 1 101", "花园 _ _ 102", "花园 _ 2 103"], [(3, "building"), (4, "building")]),
        (["花园 3 1 101", "花园 无 无 102", "花园 4 _ 1"], []),
        (["花园 _ _ 1", "花园 _ _ 2", "花园 3 _ 101", "花园 4 1 101"], []),
        (["花园 3 1 101", "山庄 _ _ 8"], []),
    ],
)
def test_what_is_left_empty_below_a_filled_cell_is_not_guessed(rows: list[str], bad: list[tuple[int, str]]) -> None:
    found = placed(*rows)
    assert [(one.line, one.column) for one in found.bad] == bad
    assert all(one.fault is Fault.LEFT_EMPTY and one.whole_row for one in found.bad)
    assert len(found.households) == len(rows) - len(bad)


def test_an_estate_that_is_named_for_the_sheet_fills_what_is_left_empty() -> None:
    found = placed("山庄 3 1 101", "_ 3 1 101", estate="花园")
    assert [household.place.estate for household in found.households] == ["山庄", "花园"]


def test_columns_without_a_header_are_noticed_where_they_hold_something() -> None:
    lines = [Line(1, ["room", "", "name"]), Line(2, ["1", "", "张三"]), Line(3, ["2", "x", "李四", "", "y"])]
    assert gather(lines, Reading()).unnamed == ("B", "E")


def test_a_column_without_a_header_is_noticed_also_where_no_row_is_longer_than_the_header() -> None:
    lines = [Line(1, ["room", "", "name"]), Line(2, ["1", "x", "张三"])]
    assert gather(lines, Reading()).unnamed == ("B",)


def test_a_document_with_a_day_that_does_not_exist_is_kept_as_it_is_written() -> None:
    found = gathered(row(documents="证(2024-02-30),b"))
    assert found.households[0].documents == (KeptDocument("证(2024-02-30)"), KeptDocument("b"))
    assert [bad.fault for bad in found.bad] == [Fault.NOT_A_DATE]


def test_a_thousand_rows_need_nobody_who_watches() -> None:
    assert gathered(*({"room": f"{number}"} for number in range(1_001))).row_count == 1_001


def test_the_first_line_of_each_of_the_first_twenty_households_is_shown() -> None:
    found = gathered(*({"room": str(number // 2), "name": f"n{number}"} for number in range(60)))
    assert [line.number for line in found.shown] == list(range(2, 42, 2))
