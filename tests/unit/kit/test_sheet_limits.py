"""Workbooks at their limits."""

import zipfile
from pathlib import Path

import pytest

from kit.sheets import markup, merges, workbook, worksheet, zipped
from kit.sheets.files import read_lines, sheets_not_read
from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.workbook import xlsx_rows
from tests.unit.kit.workbooks import STYLES, Book, relations, row, strings


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def cells_of(path: Path) -> list[list[str]]:
    return [list(line.cells) for line in read_lines(path)]


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


@pytest.mark.parametrize("part", ["worksheets/first.xml", "sharedStrings.xml", "styles.xml", "workbook.xml"])
def test_elements_beside_each_other_are_no_depth_and_take_none_away(book: Book, part: str) -> None:
    book.parts[f"xl/{part}"] = "<x>" + "<x/>" * 100 + "<x>" * 63
    with pytest.raises(SheetError, match="damaged"):
        book.read("")
    book.parts[f"xl/{part}"] += "<x>"
    with pytest.raises(SheetError, match="unpack"):
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


@pytest.mark.parametrize(("always", "for_each", "taken"), [(100, 0, True), (99, 0, False), (0, 34, True)])
def test_strings_are_bounded_by_a_number_and_by_how_many_they_are(
    book: Book, monkeypatch: pytest.MonkeyPatch, always: int, for_each: int, taken: bool
) -> None:
    """Two of fifty bytes each; when they end, there are three and five elements."""
    monkeypatch.setattr(worksheet, "_STRING_BYTES_MAX", always)
    monkeypatch.setattr(worksheet, "_STRING_BYTES_FOR_EACH", for_each)
    book.parts["xl/sharedStrings.xml"] = strings("<t>a</t>", "<t>b</t>")
    if taken:
        assert book.read('<row><c t="s"><v>1</v></c></row>') == [(1, ["b"])]
        return
    with pytest.raises(SheetError, match="unpack"):
        book.read('<row><c t="s"><v>1</v></c></row>')


@pytest.mark.parametrize(("for_each", "taken"), [(1_000, True), (0, False)])
def test_a_part_may_unpack_to_so_much_for_each_of_its_packed_bytes(
    book: Book, monkeypatch: pytest.MonkeyPatch, for_each: int, taken: bool
) -> None:
    monkeypatch.setattr(zipped, "_ALWAYS_UNPACKED_BYTES", 0)
    monkeypatch.setattr(zipped, "_UNPACKED_FOR_EACH_BYTE", for_each)
    if taken:
        assert book.read("<row><c><v>1</v></c></row>") == [(1, ["1"])]
        return
    with pytest.raises(SheetError, match="unpack"):
        book.read("<row><c><v>1</v></c></row>")


def test_packed_bytes_are_counted_from_the_beginning_of_each_part(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("large", b"x" * 100_000)
        packed.writestr("small", b"y" * 10)
    with zipped.unzipped(path) as parts:
        ((chunk, packed_bytes),) = parts.chunks("small")
    assert (chunk, 10 <= packed_bytes < 1_000) == (b"y" * 10, True)


def test_a_comment_of_a_zip_may_end_with_any_bytes(book: Book) -> None:
    book.read("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(book.path, "a") as packed:
        packed.comment = b"\xff" * 100 + b"\0\0"
    assert cells_of(book.path) == [["1"]]


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


def test_the_elements_of_a_list_of_merged_cells_are_counted() -> None:
    """A part with more elements than its bytes explain is a bomb."""
    list_of_merges = merges.Merges()
    for _ in range(3):
        list_of_merges.begin("other", {})
    assert (list_of_merges.elements, list_of_merges.depth) == (3, 3)


def test_a_string_whose_number_has_thousands_of_digits_makes_a_workbook_damaged(book: Book) -> None:
    book.parts["xl/sharedStrings.xml"] = "<sst><si><t>x</t></si></sst>"
    with pytest.raises(SheetError, match="damaged"):
        book.read(f'<row><c r="A1" t="s"><v>{"1" * 5_000}</v></c></row>')


@pytest.mark.parametrize(("language", "said"), [("zh", "问题列"), ("en", "column of a question")])
def test_a_sheet_that_cannot_be_read_says_why_in_the_readers_language(language: str, said: str) -> None:
    assert said in SheetError(Trouble.NO_QUESTION).sentence(language)
