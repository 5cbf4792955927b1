"""Cells of a workbook: text, numbers, dates, places."""

import zipfile
from pathlib import Path

import pytest

from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError
from tests.unit.kit.workbooks import STYLES, Book, strings


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def test_shared_strings_are_put_together_from_their_pieces_and_not_from_how_they_are_pronounced(book: Book) -> None:
    book.parts["xl/sharedStrings.xml"] = strings(
        "<t>plain</t>",
        "<r><t>张</t></r><r><t>三</t></r>",
        "<t>東京</t><rPh><t>トウ</t><t>キョウ</t></rPh><t>都</t>",
        "<t>_x005F_x000D_</t>",
        "<t/>",
        "<t>1_x000D_2_x</t>",
    )
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in (1, 0, 2, 3, 4, 5))
    assert book.read(f"<row>{cells}</row>") == [(1, ["张三", "plain", "東京都", "_x000D_", "", "1\r2_x"])]


@pytest.mark.parametrize("number", ["3", "-1", "x", "", "9999999999", "１"])
def test_a_string_that_is_not_there_is_damage(book: Book, number: str) -> None:
    book.parts["xl/sharedStrings.xml"] = strings("<t>a</t>", "<t>b</t>", "<t>c</t>")
    with pytest.raises(SheetError, match="damaged"):
        book.read(f'<row><c t="s"><v>{number} </v></c></row>')


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>12</v></c>", "12"),
        ("<c><v> 12 </v></c>", "12"),
        ('<c t="n"><v>13800138000</v></c>', "13800138000"),
        ("<c><v>1.38001380E10</v></c>", "13800138000"),
        ("<c><v>1e3</v></c>", "1000"),
        ("<c><v>1.5</v></c>", "1.5"),
        ("<c><v>1.0</v></c>", "1"),
        ("<c><v>twelve</v></c>", "twelve"),
        ('<c t="str"><v> a </v></c>', " a "),
        ('<c t="b"><v>1</v></c>', "yes"),
        ('<c t="b"><v>0</v></c>', "no"),
        ('<c t="b"><v>false</v></c>', "no"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="d"><v>2026-11-25T08:00:00</v></c>', "2026-11-25"),
        ('<c t="d"><v>yesterday</v></c>', "yesterday"),
        ('<c t="inlineStr"><is><t>a</t><r><t>b</t></r></is></c>', "ab"),
        ("<c><f>A1+1</f><v>7</v></c>", "7"),
        ('<c t="str"><v>a</v> b</c>', "a"),
    ],
)
def test_a_cell_shows_what_a_person_sees(book: Book, cell: str, text: str) -> None:
    assert book.read(f"<row>{cell}</row>") == [(1, [text])]


def test_cells_stand_in_their_columns(book: Book) -> None:
    rows = (
        '<row r="1"><c r="B1"><v>2</v></c><c><v>3</v></c><c r="AB1"><v>28</v></c></row>'
        '<row r="5"><c r="C5"><v>3</v></c><c r="A5"><v>1</v></c></row>'
        "<row><c><v>6</v></c></row>"
        '<row r="9"><c r="a9"><v>9</v></c></row>'
        '<row r="0"><c r="A10"><v>10</v></c></row>'
        '<row r="1048577"><c r="A11"><v>11</v></c></row>'
    )
    wide = ["", "2", "3", *[""] * 24, "28"]
    assert book.read(rows) == [(1, wide), (5, ["1", "", "3"]), (6, ["6"]), (9, ["9"]), (10, ["10"]), (11, ["11"])]


@pytest.mark.parametrize("reference", ["ABCD1", "É1", "A-1"])
def test_a_column_that_cannot_be_is_damage(book: Book, reference: str) -> None:
    with pytest.raises(SheetError, match="damaged"):
        book.read(f'<row><c r="{reference}"><v>1</v></c></row>')


def test_the_last_column_is_taken_and_the_next_one_is_refused(book: Book, tmp_path: Path) -> None:
    assert len(book.read('<row r="3"><c r="AMJ3"><v>1</v></c></row>')[0][1]) == 1024
    (tmp_path / "more").mkdir()
    with pytest.raises(SheetError, match="row 3 has more than 1,024 columns"):
        Book(tmp_path / "more").read('<row r="3"><c r="AMK3"><v>1</v></c></row>')


def test_rows_may_come_in_any_order(book: Book) -> None:
    rows = "".join(f'<row r="{number}"><c><v>{number}</v></c></row>' for number in (5, 1, 3))
    assert book.read(rows) == [(5, ["5"]), (1, ["1"]), (3, ["3"])]


def test_a_workbook_may_have_many_strings(book: Book) -> None:
    book.parts["xl/sharedStrings.xml"] = strings(*["<t>a</t>"] * 20_000)
    assert book.read('<row><c t="s"><v>19999</v></c></row>') == [(1, ["a"])]


def test_parts_may_be_stored_as_they_are(book: Book) -> None:
    book.read("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(book.path, "w", zipfile.ZIP_STORED) as packed:
        for name, text in book.parts.items():
            packed.writestr(name, text)
    assert [list(line.cells) for line in read_lines(book.path)] == [["1"]]


def test_cells_and_rows_without_a_value_are_left_out(book: Book) -> None:
    rows = (
        '<row r="1"><c r="A1"/></row><row r="2"/><row r="3"><c><v> </v></c></row><row r="4"><c/><c><v>1</v></c></row>'
    )
    assert book.read(rows) == [(4, ["", "1"])]


@pytest.mark.parametrize(("length", "taken"), [(32_767, True), (32_768, False)])
def test_a_cell_may_be_as_long_as_a_spreadsheet_allows(book: Book, length: int, taken: bool) -> None:
    half = "x" * (length // 2)
    cell = f'<row><c t="inlineStr"><is><t>{half}</t><t>{"x" * (length - len(half))}</t></is></c></row>'
    if taken:
        assert len(book.read(cell)[0][1][0]) == length
        return
    with pytest.raises(SheetError, match="more than 32,767 characters"):
        book.read(cell)


def test_long_cells_are_each_measured_alone(book: Book) -> None:
    cell = f'<c t="inlineStr"><is><t>{"x" * 20_000}</t></is></c>'
    assert [len(text) for text in book.read(f"<row>{cell}{cell}</row>")[0][1]] == [20_000, 20_000]


@pytest.mark.parametrize(
    ("style", "number", "text"),
    [
        ("", "45000", "45000"),
        ("0", "45000", "45000"),
        ("1", "45000", "2023-03-15"),
        ("2", "45000", "2023-03-15"),
        ("2", "45000.75", "2023-03-15"),
        ("3", "45000", "45000"),
        ("4", "1.5", "1 day, 12:00:00"),
        ("5", "45000", "45000"),
        ("6", "45000", "45000"),
        ("1", "1e300", "#VALUE!"),
        ("1", "soon", "#VALUE!"),
    ],
)
def test_a_number_in_the_format_of_a_date_is_a_date(book: Book, style: str, number: str, text: str) -> None:
    book.parts["xl/styles.xml"] = STYLES
    assert book.read(f'<row><c s="{style}"><v>{number}</v></c></row>') == [(1, [text])]


@pytest.mark.parametrize(("since", "day"), [("1", "2027-03-16"), ("true", "2027-03-16"), ("0", "2023-03-15")])
def test_a_workbook_may_count_its_days_from_1904(book: Book, since: str, day: str) -> None:
    book.parts["xl/styles.xml"] = STYLES
    book.properties = f'<workbookPr date1904="{since}"/><other date1904="1"/>'
    assert book.read('<row><c s="1"><v>45000</v></c></row>') == [(1, [day])]


def test_text_between_the_cells_is_none_of_theirs(book: Book) -> None:
    assert book.read("<row><c><v>1</v></c><v>9</v><c><v>2</v></c></row>") == [(1, ["1", "2"])]


def test_text_between_the_pieces_of_a_string_is_none_of_it(book: Book) -> None:
    book.parts["xl/sharedStrings.xml"] = strings("<r><t>a</t> x </r><r><t>b</t></r>")
    assert book.read('<row><c t="s"><v>0</v></c></row>') == [(1, ["ab"])]
