"""CSV, other files that are taken for sheets, and headers."""

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kit.sheets.files import Line, read_lines, write_csv, write_xlsx
from kit.sheets.headers import Headers
from kit.sheets.troubles import SheetError
from ticketing.households.columns import Column


def cells_of(path: Path) -> list[list[str]]:
    return [list(line.cells) for line in read_lines(path)]


def csv_of(tmp_path: Path, text: str) -> list[list[str]]:
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    return cells_of(path)


# ---- CSV


def test_a_mark_that_only_one_line_has_divides_cells(tmp_path: Path) -> None:
    assert csv_of(tmp_path, "a\nb;c\n") == [["a"], ["b", "c"]]


def test_of_the_ways_to_divide_lines_the_one_that_most_lines_share_counts(tmp_path: Path) -> None:
    assert csv_of(tmp_path, "a,b,c\n1,2,3;x\n4,5,6;y\n7,8\n")[0] == ["a", "b", "c"]


def test_a_mark_is_looked_for_in_the_first_twenty_lines(tmp_path: Path) -> None:
    assert csv_of(tmp_path, "a\n" * 19 + "b;c\n")[-1] == ["b", "c"]
    assert csv_of(tmp_path, "a\n" * 20 + "b;c\n")[-1] == ["b;c"]


@pytest.mark.parametrize("cell", ["'_x", "'x", "'", '"=""a"'])
def test_only_what_a_formula_begins_with_loses_its_apostrophe(tmp_path: Path, cell: str) -> None:
    assert csv_of(tmp_path, f"{cell}\n") == [[cell if cell[0] == "'" else '="a']]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1", "'=1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("'a", "''a"),
        ("+a", "'+a"),
        ("+86138", "+86138"),
        ("+", "'+"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠a", "'＠a"),
        ("\ta", "'\ta"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_csv_of_ours_protects_what_would_be_a_formula(text: str, written: str) -> None:
    sink = io.BytesIO()
    write_csv([[text, "x"]], sink)
    assert sink.getvalue() == f"\ufeff{written},x\r\n".encode()
    assert not sink.closed


def test_an_xlsx_of_ours_holds_texts_and_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = [["房号", "=1+1", "013800138000"], ["1201", "+86", "x"]]
    path = tmp_path / "x.xlsx"
    with path.open("wb") as sink:
        write_xlsx(rows, sink)
    assert cells_of(path) == rows


@pytest.mark.parametrize(
    "beginning", [b"<!DOCTYPE html>", b"\xef\xbb\xbf <meta>", b"<?xml version='1'?>", b"\n<TABLE>", b"<html>"]
)
def test_a_web_page_is_known_by_its_beginning(tmp_path: Path, beginning: bytes) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(beginning)
    with pytest.raises(SheetError, match="web page"):
        list(read_lines(path))


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SheetError, match="no file"):
        list(read_lines(tmp_path / "pipe"))


# ---- headers

WORDS: Headers[Column] = Headers(
    {Column.ROOM: ("房号", "room"), Column.NAME: ("姓名", "name"), Column.PHONES: ("电话", "phone")},
    (Column.ROOM, Column.NAME),
    (Column.PHONES,),
)


def below(*rows: Sequence[str], named: Mapping[str, Column | None] | None = None) -> list[int]:
    found = WORDS.read(iter([Line(number, cells) for number, cells in enumerate(rows, 1)]), named)
    return [line.number for line in found.lines]


def test_headers_that_say_nothing_are_not_named_in_the_error() -> None:
    with pytest.raises(SheetError, match=r"the headers of line 1 are: 房号, 门; name it"):
        below(["房号", " ", "门", ""], ["1", "2"])


def test_a_long_header_is_shortened_in_the_error() -> None:
    with pytest.raises(SheetError, match=r"are: x{20};"):
        below(["x" * 21], ["1"])


def test_long_headers_of_the_same_column_are_shortened_in_the_error() -> None:
    named = {"x" * 21: Column.NAME, "y" * 21: Column.NAME}
    with pytest.raises(SheetError, match=r"x{20}, y{20}[^y]"):
        below(["房号", "x" * 21, "y" * 21], named=named)


def test_all_columns_that_are_missing_or_there_twice_are_named() -> None:
    with pytest.raises(SheetError, match=r"no column for: room \(房号\), name \(姓名\);"):
        below(["x"])
    with pytest.raises(SheetError, match=r"two columns are: room \(房号\), name \(姓名\);"):
        below(["房号", "姓名", "room", "name"])


def test_an_export_has_the_first_name_in_chinese_and_the_second_in_english() -> None:
    assert WORDS.row() == WORDS.row("zh") == ["房号", "姓名", "电话"]
    assert WORDS.row("en") == ["room", "name", "phone"]


def test_a_lower_line_of_a_header_may_be_longer_or_shorter_than_the_upper_one() -> None:
    assert below(["房号", "姓名"], ["", "name", "电话"], ["1", "2", "3"]) == [3]
    assert below(["房号", "姓名", "电话"], ["room", "name"], ["1", "2", "3"]) == [3]


def test_a_header_that_the_user_has_named_is_one_also_in_the_lower_line_and_on_the_next_page() -> None:
    named = {"门牌": Column.ROOM}
    assert below(["房号", "姓名"], ["门牌", "name"], ["1", "2"], named=named) == [3]
    assert below(["房号", "姓名"], ["1", "2"], ["门牌", "姓名"], ["3", "4"], named=named) == [2, 4]


def test_blank_cells_make_no_row_of_a_header_that_comes_again() -> None:
    assert below(["房号", "姓名"], ["1", "2"], ["房号", "姓名", "", " "], ["3", "4"]) == [2, 4]


def test_a_row_with_one_word_that_is_no_header_is_a_row() -> None:
    assert below(["房号", "姓名", "x"], ["房号", "姓名", "y"], ["房号", "姓名", "x"]) == [2]


def test_columns_without_a_header_are_called_by_their_letters_alone() -> None:
    found = WORDS.find(["房号", "", "姓名", " ", "房号"])
    assert [found.header(place) for place in range(6)] == ["房号 (A)", "B", "姓名", "D", "房号 (E)", "F"]


def test_a_sheet_without_lines_is_empty() -> None:
    with pytest.raises(SheetError, match="the sheet is empty"):
        below()
