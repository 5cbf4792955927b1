"""CSV as programs write it, and at its limits."""

import codecs
from collections.abc import Sequence
from pathlib import Path

import pytest

from kit.sheets.files import Line, read_lines
from kit.sheets.troubles import SheetError


def lines(tmp_path: Path, content: bytes) -> Sequence[Line]:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    return list(read_lines(path))


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        ("a,b;c,d\t", ","),
        ("a;b;c,d", ";"),
        ("a\tb\tc,d", "\t"),
        ("a;b,c", ","),
        ("a", ","),
        ("a，b，c,d", "，"),
        ("a；b；c", "；"),
    ],
)
def test_the_commonest_mark_of_the_first_line_divides_cells(tmp_path: Path, head: str, delimiter: str) -> None:
    assert list(lines(tmp_path, head.encode())[0].cells) == head.split(delimiter)


def test_the_mark_that_stands_in_most_lines_divides_cells(tmp_path: Path) -> None:
    found = lines(tmp_path, "一，二，三，四\na,b\nc,d，e\n".encode())
    assert [list(line.cells) for line in found] == [["一，二，三，四"], ["a", "b"], ["c", "d，e"]]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=; "])
def test_the_first_line_may_name_the_mark(tmp_path: Path, first: str) -> None:
    (line,) = lines(tmp_path, f"{first}\r\na,b;c\r\n".encode("utf-8-sig"))
    assert (line.number, list(line.cells)) == (2, ["a,b", "c"])


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_may_be_in_the_letters_of_any_program(tmp_path: Path, letters: str) -> None:
    assert [list(line.cells) for line in lines(tmp_path, "房号,姓名\r\n1,甲\r\n".encode(letters))] == [
        ["房号", "姓名"],
        ["1", "甲"],
    ]


def test_utf_16_may_begin_with_either_byte_and_may_not_break_off(tmp_path: Path) -> None:
    big = codecs.BOM_UTF16_BE + "房号".encode("utf-16-be")
    assert list(lines(tmp_path, big)[0].cells) == ["房号"]
    with pytest.raises(SheetError, match="CSV UTF-8"):
        lines(tmp_path, big[:-1])


@pytest.mark.parametrize(("content", "said"), [(b"\xd0\xcf\x11\xe0\x00", "old Excel"), (b" <HTML><table>", "web page")])
def test_what_other_programs_call_a_sheet_is_refused_by_its_name(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(SheetError, match=said):
        lines(tmp_path, content)


def test_lines_keep_their_numbers_and_the_apostrophes_of_our_own_exports_are_taken_off(tmp_path: Path) -> None:
    found = lines(tmp_path, b"a\n\n'=1\n'x\n'\n''\n'+1\n'@\n'-\n=\"13\"\n'=\"13\"")
    assert [(line.number, line.cells[0]) for line in found] == [
        (1, "a"),
        (3, "=1"),
        (4, "'x"),
        (5, "'"),
        (6, "'"),
        (7, "+1"),
        (8, "@"),
        (9, "-"),
        (10, "13"),
        (11, '="13"'),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\0b", "neither CSV nor xlsx"),
        (b'a,b\n1,"2\n3,4\n', "after row 1 a quotation mark"),
        (b"a,\xff\xff\xff\n", "CSV UTF-8"),
        (b"x" * 1_000_001, "after row 0 a line has more than 1,000,000 characters"),
        (b"a\nb\n" + b"x" * 1_000_001, "after row 2 a line has more than 1,000,000 characters"),
        (b",".join([b"x"] * 1025), "row 1 has more than 1,024 columns"),
        (b'"' + b"x" * 200_000 + b'"', "after row 0 a quotation mark"),
    ],
)
def test_a_csv_that_cannot_be_read_says_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(SheetError, match=said):
        lines(tmp_path, content)


def test_a_csv_with_as_many_columns_as_may_be_is_read(tmp_path: Path) -> None:
    assert len(lines(tmp_path, b",".join([b"x"] * 1024))[0].cells) == 1024


def test_a_quotation_that_ends_with_the_file_is_closed(tmp_path: Path) -> None:
    assert [list(line.cells) for line in lines(tmp_path, b'a\n"b"')] == [["a"], ["b"]]
    assert [list(line.cells) for line in lines(tmp_path, b"a\nb")] == [["a"], ["b"]]


def test_a_folder_is_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        list(read_lines(tmp_path))
