"""Workbooks as programs write them: cells of every kind, strings, formats, parts in odd places; CSV at its limits."""

import codecs
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from kit.sheets import files, markup, worksheet, zipped
from kit.sheets.files import Line, read_lines
from kit.sheets.troubles import SheetError

KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*each: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{name}" Type="{KINDS}/{kind}" Target="{at}"/>' for name, kind, at in each)
    return f"<Relationships>{rows}</Relationships>"


class Book:
    """A workbook in raw XML; `read` gives its rows."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "x.xlsx"
        self.properties = ""
        self.parts = {
            "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relations(
                ("r2", "worksheet", "worksheets/second.xml"),
                ("r1", "worksheet", "worksheets/first.xml"),
                ("r3", "sharedStrings", "sharedStrings.xml"),
                ("r4", "styles", "/xl/styles.xml"),
            ),
            "xl/sharedStrings.xml": "<sst/>",
            "xl/styles.xml": "<styleSheet/>",
            "xl/worksheets/second.xml": '<worksheet><row r="1"><c><v>2</v></c></row></worksheet>',
        }
        self.sheets = '<sheet name="a" r:id="r1"/><sheet name="b" r:id="r2"/>'

    def read(self, rows: str) -> list[tuple[int, list[str]]]:
        self.parts.setdefault("xl/worksheets/first.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
        self.parts.setdefault(
            "xl/workbook.xml", f"<workbook>{self.properties}<sheets>{self.sheets}</sheets></workbook>"
        )
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in self.parts.items():
                packed.writestr(name, text)
        return [(line.number, list(line.cells)) for line in read_lines(self.path)]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def strings(*texts: str) -> str:
    return f"<sst>{''.join(f'<si>{text}</si>' for text in texts)}</sst>"


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


# ---- numbers that are dates

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d"/><numFmt numFmtId="165" formatCode="0.00"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf/></cellXfs>'
    '<dxfs><xf numFmtId="14"/></dxfs></styleSheet>'
)


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


# ---- merged cells


def row(number: int, **cells: str) -> str:
    each = "".join(f'<c r="{column}{number}" t="str"><v>{text}</v></c>' for column, text in cells.items())
    return f'<row r="{number}">{each}</row>'


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


def test_more_merged_cells_beside_each_other_than_columns_are_a_bomb(book: Book) -> None:
    merged(book, *["A1:B2"] * 1_025)
    with pytest.raises(SheetError, match="unpack"):
        rows_of(book, row(1, A="x"))


# ---- parts


def test_a_hidden_sheet_is_not_the_first(book: Book) -> None:
    book.sheets = '<sheet name="a" state="hidden" r:id="r1"/><sheet name="b" r:id="r2"/>'
    assert book.read("<row><c><v>1</v></c></row>") == [(1, ["2"])]
    assert files.sheets_not_read(book.path) == ()


def test_the_other_sheets_are_named(book: Book) -> None:
    book.read("<row><c><v>1</v></c></row>")
    assert files.sheets_not_read(book.path) == ("b",)


def test_the_first_sheet_is_the_one_that_the_workbook_names_first(book: Book) -> None:
    book.sheets = '<sheet r:id="r9"/><sheet r:id="r3"/><sheet r:id="r2"/><sheet r:id="r1"/>'
    assert book.read("<row><c><v>1</v></c></row>") == [(1, ["2"])]


def test_a_workbook_may_have_neither_strings_nor_styles(book: Book) -> None:
    book.parts["xl/_rels/workbook.xml.rels"] = relations(("r1", "worksheet", "worksheets/first.xml"))
    del book.parts["xl/sharedStrings.xml"], book.parts["xl/styles.xml"]
    assert book.read('<row><c s="1"><v>1</v></c></row>') == [(1, ["1"])]


def test_a_workbook_may_lie_anywhere_and_names_may_have_prefixes(book: Book) -> None:
    book.parts = {
        "_rels/.rels": relations(("r1", "officeDocument", "/deep/er/book.xml")),
        "deep/er/book.xml": '<x:workbook><x:sheets><x:sheet rel:id="r1"/></x:sheets></x:workbook>',
        "deep/er/_rels/book.xml.rels": relations(("r1", "worksheet", "../sheet.xml")),
        "deep/sheet.xml": "<x:worksheet><x:row><x:c><x:v>1</x:v></x:c></x:row></x:worksheet>",
    }
    assert book.read("") == [(1, ["1"])]


@pytest.mark.parametrize("missing", ["_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_a_workbook_that_lacks_a_part_it_names_is_none(book: Book, missing: str) -> None:
    del book.parts[missing]
    with pytest.raises(SheetError, match="cannot be opened"):
        book.read("<row/>")


def test_a_workbook_that_names_no_book_or_no_sheet_is_none(book: Book, tmp_path: Path) -> None:
    book.sheets = ""
    with pytest.raises(SheetError, match="cannot be opened"):
        book.read("<row/>")
    (tmp_path / "other").mkdir()
    other = Book(tmp_path / "other")
    other.parts["_rels/.rels"] = relations()
    with pytest.raises(SheetError, match="cannot be opened"):
        other.read("<row/>")


@pytest.mark.parametrize("xml", ["<worksheet><row>", "<worksheet></row>", "no xml"])
def test_xml_that_is_none_is_damage(book: Book, xml: str) -> None:
    book.parts["xl/worksheets/first.xml"] = xml
    with pytest.raises(SheetError, match="damaged"):
        book.read("")


def test_a_document_type_and_a_depth_without_end_are_refused(book: Book, tmp_path: Path) -> None:
    book.parts["xl/worksheets/first.xml"] = '<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
    with pytest.raises(SheetError, match="unpack"):
        book.read("")
    (tmp_path / "deep").mkdir()
    deep = Book(tmp_path / "deep")
    deep.parts["xl/worksheets/first.xml"] = "<x>" * 70
    with pytest.raises(SheetError, match="unpack"):
        deep.read("")


# ---- CSV


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
        (b'"' + b"x" * 200_000 + b'"', "quotation mark"),
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


# ---- bombs, small ones


def test_a_workbook_with_more_cells_than_any_sheet_needs_is_refused(
    book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worksheet, "_CELLS_MAX", 4)
    row = '<row><c r="B1"><v>1</v></c></row>'
    assert len(book.read(row * 2)) == 2
    (tmp_path / "more").mkdir()
    with pytest.raises(SheetError, match="unpack"):
        Book(tmp_path / "more").read(row * 3)


def test_strings_may_take_so_much_memory_and_so_much_for_each_element(
    book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worksheet, "_STRING_BYTES_MAX", 1_000)
    cell = '<row><c t="s"><v>0</v></c></row>'
    book.parts["xl/sharedStrings.xml"] = strings(*["<t>" + "x" * 440 + "</t>"] * 2)
    assert book.read(cell)[0][1] == ["x" * 440]
    (tmp_path / "more").mkdir()
    more = Book(tmp_path / "more")
    more.parts["xl/sharedStrings.xml"] = strings(*["<t>" + "x" * 400 + "</t>"] * 3)
    with pytest.raises(SheetError, match="unpack"):
        more.read(cell)


@pytest.mark.parametrize(
    ("name", "limit", "taken"),
    [
        ("_UNPACKED_BYTES_MAX", 100_000, True),
        ("_UNPACKED_BYTES_MAX", 10_000, False),
        ("_DIRECTORY_BYTES_MAX", 10, False),
    ],
)
def test_what_a_zip_unpacks_to_and_its_list_of_parts_are_bounded(
    book: Book, monkeypatch: pytest.MonkeyPatch, name: str, limit: int, taken: bool
) -> None:
    monkeypatch.setattr(zipped, name, limit)
    rows = "<row><c><v>1</v></c></row>" * 1_000
    if taken:
        assert len(book.read(rows)) == 1_000
        return
    with pytest.raises(SheetError, match="unpack"):
        book.read(rows)


def test_what_unpacks_to_many_times_its_size_is_refused(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_ALWAYS_UNPACKED_BYTES", 1_000)
    with pytest.raises(SheetError, match="unpack"):
        book.read(f"<row>{' ' * 500_000}</row>")


@pytest.mark.parametrize(("name", "limit"), [("_ALWAYS_ELEMENTS", 0), ("_NAMES_MAX", 3)])
def test_elements_and_their_names_are_bounded(
    book: Book, monkeypatch: pytest.MonkeyPatch, name: str, limit: int
) -> None:
    monkeypatch.setattr(markup, name, limit)
    with pytest.raises(SheetError, match="unpack"):
        book.read("".join(f"<row><c><v>{number % 10}</v></c></row>" for number in range(2_000)))


def test_a_tag_without_end_is_refused(book: Book) -> None:
    book.parts["xl/worksheets/first.xml"] = "<worksheet><row " + 'a="b" ' * 100_000
    with pytest.raises(SheetError, match="unpack"):
        book.read("")


def test_a_part_that_is_encrypted_asks_for_a_sheet_without_a_password(book: Book) -> None:
    book.read("<row/>")
    content = bytearray(book.path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + place] |= 1
    book.path.write_bytes(content)
    with pytest.raises(SheetError, match="password"):
        list(read_lines(book.path))


def test_a_zip_that_is_cut_off_is_damage(book: Book) -> None:
    book.read("<row><c><v>1</v></c></row>")
    whole = book.path.read_bytes()
    for length in (4, 21, len(whole) // 2, len(whole) - 1):
        book.path.write_bytes(whole[:length])
        with pytest.raises(SheetError, match="damaged"):
            list(read_lines(book.path))


@pytest.mark.parametrize(("directory_bytes", "taken"), [(None, True), (2_000_000, False)])
def test_a_zip_of_the_large_kind_is_read_if_its_list_of_parts_is_small(
    book: Book, directory_bytes: int | None, taken: bool
) -> None:
    book.read("<row><c><v>1</v></c></row>")
    plain = book.path.read_bytes()
    end_at = plain.rfind(b"PK\x05\x06")
    count, size, offset = struct.unpack_from("<HLL", plain, end_at + 10)
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, directory_bytes or size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end_at, 1)
    book.path.write_bytes(plain[:end_at] + end + locator + plain[end_at:])
    if taken:
        assert [list(line.cells) for line in read_lines(book.path)] == [["1"]]
        return
    with pytest.raises(SheetError, match="unpack"):
        list(read_lines(book.path))


@pytest.mark.parametrize(("number", "taken"), [(500_000, True), (500_001, False)])
def test_a_sheet_has_half_a_million_rows_at_most(book: Book, number: int, taken: bool) -> None:
    row = f'<row r="{number}"><c><v>1</v></c></row>'
    if taken:
        assert book.read(row) == [(number, ["1"])]
        return
    with pytest.raises(SheetError, match="500,000 rows"):
        book.read(row)


@pytest.mark.parametrize(("megabytes", "taken"), [(0, False), (1, True)])
def test_a_file_may_be_so_large(book: Book, monkeypatch: pytest.MonkeyPatch, megabytes: int, taken: bool) -> None:
    monkeypatch.setattr(files, "_FILE_MEGABYTES_MAX", megabytes)
    if taken:
        assert book.read("<row><c><v>1</v></c></row>") == [(1, ["1"])]
        return
    with pytest.raises(SheetError, match="more than 0 MB"):
        book.read("<row/>")


def test_an_empty_file_is_no_larger_than_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_FILE_MEGABYTES_MAX", 0)
    assert lines(tmp_path, b"") == []


def test_a_zip_may_have_a_comment(book: Book) -> None:
    book.read("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(book.path, "a") as packed:
        packed.comment = b"PK" + b"x" * 200
    assert [list(line.cells) for line in read_lines(book.path)] == [["1"]]
