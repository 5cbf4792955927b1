"""Where the parts of a workbook lie, and which sheet is read."""

from pathlib import Path

import pytest

from kit.sheets import files
from kit.sheets.troubles import SheetError
from tests.unit.kit.workbooks import Book, relations


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


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
