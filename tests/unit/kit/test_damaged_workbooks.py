"""Files that are damaged, or unpack to more than any sheet needs."""

import struct
import zipfile
from pathlib import Path

import pytest

from kit.sheets import files, markup, worksheet, zipped
from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError
from tests.unit.kit.workbooks import Book, strings


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


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
    empty = tmp_path / "x.csv"
    empty.write_bytes(b"")
    assert list(read_lines(empty)) == []


def test_a_zip_may_have_a_comment(book: Book) -> None:
    book.read("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(book.path, "a") as packed:
        packed.comment = b"PK" + b"x" * 200
    assert [list(line.cells) for line in read_lines(book.path)] == [["1"]]


def test_a_part_that_says_it_is_longer_than_the_whole_file_is_damage(book: Book) -> None:
    book.read("<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(book.path, "w", zipfile.ZIP_STORED) as packed:
        for name, text in book.parts.items():
            packed.writestr(name, text)
    content = bytearray(book.path.read_bytes())
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/first.xml"))
    content[entry + 20 : entry + 28] = (1_000_000).to_bytes(4, "little") * 2  # packed and unpacked
    book.path.write_bytes(content)
    with pytest.raises(SheetError, match="damaged"):
        list(read_lines(book.path))
