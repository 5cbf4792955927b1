"""Where a sheet's header is, and what its columns are."""

from collections.abc import Sequence

import pytest

from kit.sheets.files import Line
from kit.sheets.headers import Read
from kit.sheets.troubles import SheetError
from ticketing.households.columns import SHEET, Column


def read(*rows: Sequence[str], named: dict[str, Column | None] | None = None) -> tuple[Read[Column], list[int]]:
    """The header, and the numbers of the lines below it."""
    found = SHEET.read(iter([Line(number, row) for number, row in enumerate(rows, 1)]), named)
    return found, [line.number for line in found.lines]


def test_titles_above_the_header_are_no_rows() -> None:
    found, below = read(["业主表"], ["楼栋：", "日期"], ["楼栋", "房号", "姓名"], ["3", "101", "甲"])
    assert (found.columns.line, below) == (3, [4])


def test_of_several_lines_with_a_room_the_one_that_says_most_is_the_header() -> None:
    found, below = read(["房号表", "室"], ["楼栋", "房号", "姓名"], ["3", "101", "甲"])
    assert (found.columns.line, below) == (2, [3])


def test_a_header_may_have_two_lines() -> None:
    found, below = read(["房号", "姓名", "联系方式", ""], ["", "", "手机", "固定电话"], ["101", "甲", "1", "2"])
    assert found.columns.headers_of(Column.PHONES) == ("手机", "固定电话")
    assert (found.columns.places[Column.ROOM], below) == ((0,), [3])


def test_a_header_that_comes_again_is_no_row() -> None:
    header = ["序号", "房号", "姓名"]
    assert read(header, ["1", "101", "甲"], header, ["2", "102", "乙"])[1] == [2, 4]


def test_a_row_of_one_cell_is_a_row_even_where_it_is_a_word_of_headers() -> None:
    assert read(["房号", "姓名"], ["室", ""])[1] == [2]


@pytest.mark.parametrize(
    "headers", [["手机", "固定电话", "备用电话"], ["手机1", "手机2", "手机号３"], ["联系方式", "联系方式", "Tel 2"]]
)
def test_several_columns_of_phones_are_all_phones(headers: list[str]) -> None:
    columns = read(["房号", *headers])[0].columns
    assert columns.places[Column.PHONES] == (1, 2, 3)
    assert columns.unknown == ()


def test_other_columns_may_not_be_numbered_or_there_twice() -> None:
    assert read(["房号", "姓名2"])[0].columns.unknown == ("姓名2",)
    with pytest.raises(SheetError, match=r"two columns are: room \(房号\)"):
        read(["房号", "室"])


def test_of_two_headers_that_are_written_alike_one_is_named_by_its_column() -> None:
    headers = ["房号", "姓名", " 房号 "]
    with pytest.raises(SheetError, match=r"their headers are: 房号 \(A\), 房号 \(C\)"):
        read(headers)
    columns = read(headers, named={"房号 (A)": None, "房号 (C)": Column.ROOM})[0].columns
    assert columns.places[Column.ROOM] == (2,)
    assert columns.headers_of(Column.ROOM) == ("房号 (C)",)


def test_a_sheet_without_a_header_says_which_headers_it_has() -> None:
    with pytest.raises(SheetError, match=r"no column for: room \(房号\); the headers of line 2 are: 楼栋, 门\s号"):
        read(["业主表"], ["楼栋", "门\n号"], ["3", "101"])


def test_a_header_below_the_first_twenty_lines_is_not_looked_for() -> None:
    assert read(*[["x"]] * 19, ["房号"])[0].columns.line == 20
    with pytest.raises(SheetError, match="no column"):
        read(*[["x"]] * 20, ["房号"])


def test_a_column_without_a_header_is_called_by_its_letters() -> None:
    columns = read(["房号", " ", "联系\n电话"])[0].columns
    assert [columns.header(place) for place in (0, 1, 2, 27)] == ["房号", "B", "联系 电话", "AB"]


def test_the_rows_of_a_long_sheet_stay_in_their_order() -> None:
    rows = [["房号", "姓名"], *[[str(number), "甲"] for number in range(40)]]
    assert read(*rows)[1] == list(range(2, 42))
