"""Sheets at their limits: long comments of a zip, marks that are rare, letters that are nearly harmless."""

import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from kit.sheets import markup, merges, workbook, worksheet, zipped
from kit.sheets.cells import Fault, FaultyError, clean, is_nothing
from kit.sheets.files import Line, read_lines, sheets_not_read, write_csv, write_xlsx
from kit.sheets.headers import Headers
from kit.sheets.troubles import SheetError
from kit.sheets.values import Moments, column_letters, column_number, date_text, length_of_time, number_text, yes_or_no
from kit.sheets.workbook import xlsx_rows
from tests.unit.ticketing.test_worksheets import STYLES, Book, relations, row
from ticketing.households.columns import Column


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def cells_of(path: Path) -> list[list[str]]:
    return [list(line.cells) for line in read_lines(path)]


def csv_of(tmp_path: Path, text: str) -> list[list[str]]:
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    return cells_of(path)


# ---- cells


@pytest.mark.parametrize(
    "text", ["无", "没有", "暂无", "不详", "未知", "未填", "空", "N/A", "na", "None", "null", "nil"]
)
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize(("text", "nothing"), [("-", True), ("—/ –", False), ("--", True), ("", False), ("-1", False)])
def test_strokes_alone_are_nothing(text: str, nothing: bool) -> None:
    assert is_nothing(text) is nothing


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#N/A", Fault.ERROR),
        ("#######", Fault.ERROR),
        ("#DIV/0!", Fault.ERROR),
        ("a\x01b", Fault.CONTROL_CHARACTER),
        ("a\rb", Fault.CONTROL_CHARACTER),
        ("a\nb", Fault.CONTROL_CHARACTER),
        ("a\ud800b", Fault.CONTROL_CHARACTER),
    ],
)
def test_a_cell_that_is_no_text_says_why(text: str, fault: Fault) -> None:
    with pytest.raises(FaultyError) as refused:
        clean(Column.NAME, text, 10)
    assert (refused.value.column, refused.value.fault) == (Column.NAME, fault)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" a ", "a"),
        ("#1", "#1"),
        ("a#N/A", "a#N/A"),
        ("\u200b张三\ufeff", "张三"),
        ("\u200b 张三 \u200b", "张三"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("１２Ａ", "12A"),
        ("\u3000", ""),
    ],
)
def test_a_cell_is_kept_without_what_cannot_be_seen(text: str, kept: str) -> None:
    assert clean(Column.ROOM, text, 20) == kept


def test_a_cell_with_lines_keeps_them_and_no_others() -> None:
    assert clean(Column.NOTES, "a\r\nb\nc", 10, lines=True) == "a\nb\nc"
    with pytest.raises(FaultyError):
        clean(Column.NOTES, "a\rb", 10, lines=True)


def test_what_is_as_written_is_put_together_and_not_made_plain() -> None:
    assert clean(Column.NAME, "e\u0301１", 10, as_written=True) == "é１"


# ---- values


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_in_a_spreadsheet(place: int, letters: str) -> None:
    assert column_letters(place) == letters
    assert column_number(letters) == column_number(letters.lower()) == place


@pytest.mark.parametrize(
    ("number", "text"),
    [("007", "7"), ("1.50", "1.5"), ("1E3", "1000"), ("1e-7", "1e-07"), ("-3.0", "-3"), ("x", "x"), ("1.x", "1.x")],
)
def test_a_number_is_shown_without_what_is_not_needed(number: str, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("number", "word"), [("0", "no"), (" 0 ", "no"), ("false", "no"), ("1", "yes"), ("true", "yes")]
)
def test_a_switch_is_yes_or_no(number: str, word: str) -> None:
    assert yes_or_no(number) == word


@pytest.mark.parametrize(
    ("written", "text"),
    [("2026-11-25", "2026-11-25"), ("2026-11-25T23:59:59", "2026-11-25"), ("2026-13-01", "2026-13-01"), ("x", "x")],
)
def test_a_written_date_is_its_day(written: str, text: str) -> None:
    assert date_text(written) == text


@pytest.mark.parametrize(
    ("number", "code", "is_length"),
    [
        ("14", None, False),
        ("22", None, False),
        ("46", None, True),
        ("0", None, None),
        ("49", None, None),
        ("x", None, None),
        ("164", "yyyy-mm-dd", False),
        ("164", "[h]:mm", True),
        ("164", "0.00", None),
        ("164", "y" * 255, False),
        ("164", "y" * 256, None),
        ("14", "0.00", None),
    ],
)
def test_a_format_is_of_dates_of_lengths_of_time_or_of_numbers(
    number: str, code: str | None, is_length: bool | None
) -> None:
    assert length_of_time(number, {} if code is None else {number: code}) is is_length


def test_days_are_counted_from_1900_or_from_1904() -> None:
    assert Moments({"1": False}).text("1", "1") == "1900-01-01"
    assert Moments({"1": False}, since_1904=True).text("1", "1") == "1904-01-02"
    assert Moments({"1": True}).text("0.5", "1") == "12:00:00"


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


# ---- workbooks


def test_a_zip_may_have_the_longest_comment_there_is(book: Book) -> None:
    book.parts["xl/media/picture.png"] = "x"
    book.read("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(book.path, "a", zipfile.ZIP_STORED) as packed:
        packed.writestr("xl/media/large.png", b"y" * 100_000)
        packed.comment = b"x" * 65_535
    assert cells_of(book.path) == [["1"]]


@pytest.mark.parametrize(("count", "taken"), [(2, True), (3, False)])
def test_merged_cells_are_bounded(book: Book, monkeypatch: pytest.MonkeyPatch, count: int, taken: bool) -> None:
    monkeypatch.setattr(merges, "_MERGES_MAX", 2)
    each = "".join(f'<mergeCell ref="A{number}:A{number}"/>' for number in range(1, count + 1))
    book.parts["xl/worksheets/first.xml"] = f"<worksheet>{row(1, A='x')}<mergeCells>{each}</mergeCells></worksheet>"
    if taken:
        assert book.read("") == [(1, ["x"])]
        return
    with pytest.raises(SheetError, match="unpack"):
        book.read("")


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
def test_parts_that_a_workbook_names_are_bounded(
    book: Book, monkeypatch: pytest.MonkeyPatch, more: int, taken: bool
) -> None:
    """Five at most, the element around them counted."""
    monkeypatch.setattr(workbook, "_RELATIONS_MAX", 5)
    others = [(f"r{number}", "other", "x.xml") for number in range(2, 5 + more)]
    book.parts["xl/_rels/workbook.xml.rels"] = relations(("r1", "worksheet", "worksheets/first.xml"), *others)
    if taken:
        assert book.read(row(1, A="x")) == [(1, ["x"])]
        return
    with pytest.raises(SheetError, match="unpack"):
        book.read(row(1, A="x"))


@pytest.mark.parametrize(("depth", "said"), [(64, "damaged"), (65, "unpack")])
@pytest.mark.parametrize("part", ["worksheets/first.xml", "sharedStrings.xml", "styles.xml", "workbook.xml"])
@pytest.mark.parametrize("word", ["", "mergeCell"])
def test_elements_are_sixty_four_deep_at_most(book: Book, depth: int, said: str, part: str, word: str) -> None:
    """A worksheet that speaks of merged cells is read for them first."""
    book.parts[f"xl/{part}"] = "<x>" * depth + word
    with pytest.raises(SheetError, match=said):
        book.read("")


def test_an_attribute_of_a_sheet_that_is_no_id_names_no_part(book: Book) -> None:
    book.sheets = '<sheet name="r2" r:id="r1"/><sheet name="b" r:id="r2"/>'
    assert book.read("<row><c><v>1</v></c></row>") == [(1, ["1"])]
    assert sheets_not_read(book.path) == ("b",)


def test_a_column_beyond_the_last_is_refused_before_its_row_is_made(book: Book) -> None:
    with pytest.raises(SheetError, match="row 3 has more than 1,024 columns"):
        book.read('<row r="3"><c r="AMK3"><v>1</v></c></row>')
    with pytest.raises(SheetError, match="row 3 has more than 1,024 columns"):
        list(xlsx_rows(book.path))


@pytest.mark.parametrize(("less", "taken"), [(0, True), (1, False)])
def test_what_unpacks_to_as_much_as_may_be_is_read(
    book: Book, monkeypatch: pytest.MonkeyPatch, less: int, taken: bool
) -> None:
    book.read("<row><c><v>1</v></c></row>")
    unread = {"xl/worksheets/second.xml"}
    total = sum(len(text.encode()) for name, text in book.parts.items() if name not in unread)
    monkeypatch.setattr(zipped, "_UNPACKED_FOR_EACH_BYTE", 0)
    monkeypatch.setattr(zipped, "_ALWAYS_UNPACKED_BYTES", total - less)
    if taken:
        assert cells_of(book.path) == [["1"]]
        return
    with pytest.raises(SheetError, match="unpack"):
        cells_of(book.path)


@pytest.mark.parametrize(("always", "for_each", "taken"), [(5, 0.0, True), (4, 0.0, False), (0, 1_000.0, True)])
def test_elements_are_bounded_by_a_number_and_by_the_packed_bytes(
    book: Book, monkeypatch: pytest.MonkeyPatch, always: int, for_each: float, taken: bool
) -> None:
    """worksheet, sheetData, row, c and v are five."""
    monkeypatch.setattr(markup, "_ALWAYS_ELEMENTS", always)
    monkeypatch.setattr(markup, "_ELEMENTS_FOR_EACH_BYTE", for_each)
    if taken:
        assert book.read("<row><c><v>1</v></c></row>") == [(1, ["1"])]
        return
    with pytest.raises(SheetError, match="unpack"):
        book.read("<row><c><v>1</v></c></row>")


def merged(book: Book, merges: str, *rows: str) -> list[tuple[int, list[str]]]:
    book.parts["xl/worksheets/first.xml"] = f"<worksheet>{''.join(rows)}<mergeCells>{merges}</mergeCells></worksheet>"
    return book.read("")


def test_a_merged_cell_that_has_ended_fills_no_row_that_comes_later_from_above(book: Book) -> None:
    found = merged(book, '<mergeCell ref="A5:B5"/>', row(5, A="x"), row(3, C="z"))
    assert found == [(5, ["x", "x"]), (3, ["", "", "z"])]


def test_a_title_may_stand_beside_cells_that_are_blank(book: Book) -> None:
    merged(book, '<mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/>', row(1, A="x", D=" "), row(2, A="y"))
    assert [line.is_title for line in read_lines(book.path)] == [True, False]


@pytest.mark.parametrize("reference", ["A1234567:A1234567", "A1:AAA1"])
def test_the_last_row_and_column_that_can_be_named_are_no_damage(book: Book, reference: str) -> None:
    assert merged(book, f'<mergeCell ref="{reference}"/>', row(1, B="x"))[0][0] == 1


def test_a_hidden_sheet_is_read_where_there_is_no_other(book: Book) -> None:
    book.sheets = '<sheet name="a" state="hidden" r:id="r1"/><sheet name="b" state="veryHidden" r:id="r2"/>'
    assert book.read("<row><c><v>1</v></c></row>") == [(1, ["1"])]


def test_a_style_of_a_date_is_counted_from_the_first_of_its_list(book: Book) -> None:
    book.parts["xl/styles.xml"] = STYLES
    cells = "".join(f'<c s="{style}"><v>45000</v></c>' for style in range(4))
    assert book.read(f"<row>{cells}</row>") == [(1, ["45000", "2023-03-15", "2023-03-15", "45000"])]


@pytest.mark.parametrize(("cells", "taken"), [(4, True), (5, False)])
def test_cells_are_counted_over_all_rows(book: Book, monkeypatch: pytest.MonkeyPatch, cells: int, taken: bool) -> None:
    monkeypatch.setattr(worksheet, "_CELLS_MAX", 4)
    rows = "".join("<row><c><v>1</v></c></row>" for _ in range(cells))
    if taken:
        assert len(book.read(rows)) == 4
        return
    with pytest.raises(SheetError, match="unpack"):
        book.read(rows)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_is_packed_in_another_way_cannot_be_opened(book: Book, method: int) -> None:
    book.read("<row/>")
    with zipfile.ZipFile(book.path, "w", method) as packed:
        for name, text in book.parts.items():
            packed.writestr(name, text)
    with pytest.raises(SheetError, match="cannot be opened"):
        list(read_lines(book.path))


def test_merged_cells_are_found_also_where_their_name_is_cut_by_a_piece(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipped, "CHUNK_BYTES", 7)
    book.parts["xl/worksheets/first.xml"] = (
        f'<worksheet>{row(1, A="3", B="1")}{row(2, B="2")}<mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
    )
    assert book.read("") == [(1, ["3", "1"]), (2, ["3", "2"])]


# ---- headers

WORDS: Headers[Column] = Headers(
    {Column.ROOM: ("房号", "room"), Column.NAME: ("姓名", "name"), Column.PHONES: ("电话", "phone")},
    (Column.ROOM, Column.NAME),
    (Column.PHONES,),
)


def below(*rows: Sequence[str]) -> list[int]:
    found = WORDS.read(iter([Line(number, cells) for number, cells in enumerate(rows, 1)]))
    return [line.number for line in found.lines]


def test_headers_that_say_nothing_are_not_named_in_the_error() -> None:
    with pytest.raises(SheetError, match=r"the headers of line 1 are: 房号, 门; name it"):
        below(["房号", " ", "门", ""], ["1", "2"])


def test_a_long_header_is_shortened_in_the_error() -> None:
    with pytest.raises(SheetError, match=r"are: x{20};"):
        below(["x" * 21], ["1"])


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


def test_a_row_with_one_word_that_is_no_header_is_a_row() -> None:
    assert below(["房号", "姓名", "x"], ["房号", "姓名", "y"], ["房号", "姓名", "x"]) == [2]


def test_a_sheet_without_lines_is_empty() -> None:
    with pytest.raises(SheetError, match="the sheet is empty"):
        below()
