"""Rows of a sheet become places that are no flats, each once; what is wrong is told by its line."""

import pytest

from kit.sheets.files import Line
from ticketing.places.place import PlaceKind
from ticketing.places.sheet import Column, Gathered, gather, kind_of


def sheet(*rows: str, estate: str = "") -> Gathered:
    lines = [Line(number, row.split(","), is_separated=True) for number, row in enumerate(rows, start=1)]
    return gather(lines, estate)


def test_the_kind_comes_from_its_column_or_from_the_name() -> None:
    found = sheet(
        "楼栋,类型,名称,备注", "3号楼,电梯,1号梯,三菱", "3栋,,2号电梯,", ",,生活水泵房,", ",,信报箱,", estate="云山"
    )
    assert [(one.building, one.kind, one.name, one.notes, one.estate) for one in found.places] == [
        ("3", PlaceKind.LIFT, "1号梯", "三菱", "云山"),
        ("3", PlaceKind.LIFT, "2号电梯", "", "云山"),
        ("", PlaceKind.PLANT_ROOM, "生活水泵房", "", "云山"),
        ("", PlaceKind.OTHER, "信报箱", "", "云山"),
    ]
    assert found.bad == ()


def test_a_bad_row_is_told_and_the_others_are_kept() -> None:
    found = sheet(
        "name,kind,building", "Lift 1,lift,3", "lift 1,,3号楼", ",gate,", "Sauna,spa,", "Gate,gate,,x", "Roof,roof,1"
    )
    assert [one.name for one in found.places] == ["Lift 1", "Roof"]
    assert [(bad.line, bad.header, bad.fault) for bad in found.bad] == [
        (3, "name", "same_place"),
        (4, "name", "missing"),
        (5, "kind", "unknown_kind"),
        (6, "name", "more_cells"),
    ]
    assert found.row_count == 6


def test_a_header_can_be_named() -> None:
    lines = [Line(1, ["号", "电梯编号"]), Line(2, ["3", "一号"])]
    found = gather(lines, named={"电梯编号": Column.NAME, "号": Column.BUILDING})
    assert [(one.building, one.name) for one in found.places] == [("3", "一号")]


@pytest.mark.parametrize(
    ("kind", "name", "is_"),
    [
        ("plant_room", "x", PlaceKind.PLANT_ROOM),
        ("消防泵房", "x", PlaceKind.PLANT_ROOM),
        ("Elevator", "x", PlaceKind.LIFT),
        ("", "地下车库", PlaceKind.GARAGE),
        ("浴室", "电梯", None),
    ],
)
def test_words_of_kinds(kind: str, name: str, is_: PlaceKind | None) -> None:
    assert kind_of(kind, name) is is_


def test_a_title_over_the_rows_is_no_place() -> None:
    rows = [Line(1, ["楼栋", "名称"]), Line(2, ["3号楼", ""], is_title=True), Line(3, ["3", "电梯"])]
    found = gather(rows)
    assert [one.name for one in found.places] == ["电梯"]
    assert [(bad.line, bad.column, bad.fault) for bad in found.bad] == [(2, "name", "title")]


def test_notes_may_have_several_lines_and_a_name_may_not() -> None:
    rows = [Line(1, ["名称", "备注"]), Line(2, ["电梯", "三菱\n2019"]), Line(3, ["1号\n车库", ""])]
    found = gather(rows)
    assert [(one.name, one.notes) for one in found.places] == [("电梯", "三菱\n2019")]
    assert [(bad.line, bad.fault) for bad in found.bad] == [(3, "control_character")]
