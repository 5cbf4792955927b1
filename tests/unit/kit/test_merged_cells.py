"""Merged cells stand for all that they cover."""

from pathlib import Path

import pytest

from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError
from tests.unit.kit.workbooks import Book, row


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def merged(book: Book, *references: str) -> None:
    """The rows come before the list of what is merged, as in every workbook."""
    merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    book.parts["xl/worksheets/first.xml"] = (
        f"<worksheet><sheetData>{{rows}}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    )


def rows_of(book: Book, *rows: str) -> list[tuple[int, list[str]]]:
    book.parts["xl/worksheets/first.xml"] = book.parts["xl/worksheets/first.xml"].replace("{rows}", "".join(rows))
    return book.read("")


def test_a_merged_cell_stands_for_all_its_rows_and_columns(book: Book) -> None:
    merged(book, "A1:A3", "B2:C2", "E3:E4")
    rows = (row(1, A="3", B="1"), row(2, B="x", D="y"), row(3, B="2"), row(4, A="4", B="3"))
    assert rows_of(book, *rows) == [(1, ["3", "1"]), (2, ["3", "x", "x", "y"]), (3, ["3", "2"]), (4, ["4", "3"])]


def test_a_cell_keeps_what_is_written_in_it_where_a_merged_one_lies_over_it(book: Book) -> None:
    merged(book, "A1:C2")
    assert rows_of(book, row(1, A="3", B="x"), row(2, C="y")) == [(1, ["3", "x", "3"]), (2, ["3", "3", "y"])]


def test_a_row_that_is_one_cell_merged_over_several_columns_is_a_title(book: Book) -> None:
    merged(book, "A1:C1", "A2:C2", "A3:A4")
    rows_of(book, row(1, A="3"), row(2, A="3", D="x"), row(3, A="y"), row(4, B="z"))
    assert [line.is_title for line in read_lines(book.path)] == [True, False, False, False]


def test_two_merged_cells_below_each_other_are_two(book: Book) -> None:
    merged(book, "A1:A2", "A3:A4")
    rows = (row(1, A="3", B="1"), row(2, B="2"), row(3, A="4", B="1"), row(4, B="2"), row(5, B="3"))
    assert [cells for _number, cells in rows_of(book, *rows)] == [
        ["3", "1"], ["3", "2"], ["4", "1"], ["4", "2"], ["", "3"],
    ]  # fmt: skip


def test_a_merged_cell_makes_no_rows_and_no_columns_beyond_those_that_may_be(book: Book) -> None:
    merged(book, "A1:XFD1048576")
    ((number, cells),) = rows_of(book, row(1, A="x"))
    assert (number, len(cells)) == (1, 1024)


@pytest.mark.parametrize("reference", ["", "A", "1:2", "A1:B", "A12345678:B2"])
def test_a_merged_cell_that_cannot_be_is_damage(book: Book, reference: str) -> None:
    merged(book, reference)
    with pytest.raises(SheetError, match="damaged"):
        rows_of(book, row(1, A="x"))


def test_a_merged_cell_ends_with_its_last_row_also_where_that_row_is_left_out(book: Book) -> None:
    merged(book, "A1:A3")
    assert rows_of(book, row(1, A="3"), row(7, B="1")) == [(1, ["3"]), (7, ["", "1"])]


def test_a_merged_cell_without_text_makes_no_title_of_the_cell_beside_it(book: Book) -> None:
    merged(book, "A1:C1")
    rows_of(book, row(1, D="x"))
    assert [line.is_title for line in read_lines(book.path)] == [False]


def test_a_merged_cell_may_stand_behind_the_last_cell_of_its_row(book: Book) -> None:
    merged(book, "B1:C1")
    assert rows_of(book, row(1, A="x")) == [(1, ["x"])]


def test_a_single_cell_may_be_listed_as_merged(book: Book) -> None:
    merged(book, "A1")
    assert rows_of(book, row(1, A="x"), row(2, B="y")) == [(1, ["x"]), (2, ["", "y"])]


def test_as_many_merged_cells_may_lie_beside_each_other_as_columns(book: Book) -> None:
    merged(book, *["A1:A2"] * 1_024)
    assert rows_of(book, row(1, A="x"), row(2, B="y")) == [(1, ["x"]), (2, ["x", "y"])]


def test_more_merged_cells_beside_each_other_than_columns_are_a_bomb(book: Book) -> None:
    merged(book, *["A1:B2"] * 1_025)
    with pytest.raises(SheetError, match="unpack"):
        rows_of(book, row(1, A="x"))
