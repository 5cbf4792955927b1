import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.sheets.cells import BadRow, Fault
from kit.sheets.files import Line, read_lines, write_csv, write_xlsx
from kit.sheets.troubles import SheetError
from ticketing.households.columns import SHEET, Column
from ticketing.households.export import sheet_rows
from ticketing.households.gathering import Gathered, gather
from ticketing.households.household import Household, KeptDocument, Part, Person, Phone, Place
from ticketing.households.sheet_rows import Reading

READING = Reading("CN", "021", "Garden")
CHINESE = "楼栋,单元,房号,姓名,身份,电话,管家,档案,备注,同意\n"


def imported(text: str | bytes, tmp_path: Path) -> Gathered:
    file = tmp_path / "households.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return gather(read_lines(file), READING)


def test_rows_of_one_room_are_one_household(tmp_path: Path) -> None:
    found = imported(
        CHINESE
        + "3号楼,2单元,1201室,张三,业主,13800138000、58881234,1001,权属证明(2024-05-01)；身份证复印件,有狗,是\n"
        + "3栋,2,1201,张小,家属,,,,,\n",
        tmp_path,
    )
    assert found.bad == ()
    assert found.households == (
        Household(
            Place("Garden", "3", "2", "1201"),
            (
                Person(
                    "张三",
                    Part.OWNER,
                    (Phone("+8613800138000", "13800138000"), Phone("+862158881234", "58881234")),
                ),
                Person("张小", Part.FAMILY),
            ),
            "1001",
            (KeptDocument("权属证明", date(2024, 5, 1)), KeptDocument("身份证复印件")),
            "有狗",
            consent=True,
        ),
    )


def test_english_headers_mean_the_same(tmp_path: Path) -> None:
    found = imported("Estate,Tower,Flat,Resident,Role,Mobile,VIP\nHill,A,12,Ann,tenant,+8613800138000,yes\n", tmp_path)
    (household,) = found.households
    assert household.place == ("Hill", "A", "", "12")
    assert (household.people[0].part, household.vip) == (Part.TENANT, True)


def test_a_header_can_be_named_and_an_unknown_one_is_left_out_and_said() -> None:
    columns = SHEET.find(["Code", "房 号*", "colour"], {"code": Column.BUILDING})
    assert (columns.places, columns.unknown) == ({Column.BUILDING: (0,), Column.ROOM: (1,)}, ("colour",))


@pytest.mark.parametrize(
    ("header", "said"), [("楼栋,姓名\n", "no column for: room"), ("房号,室\n", "two columns are: room"), ("", "empty")]
)
def test_a_sheet_without_its_columns_is_refused(header: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=said):
        imported(header, tmp_path)


@pytest.mark.parametrize(
    ("row", "header", "fault", "whole_row"),
    [
        ("3,2,,张三,业主,,,,,", "房号", Fault.MISSING, True),
        ("3,2,无,张三,业主,,,,,", "房号", Fault.MISSING, True),
        ("3,2,1,,业主,,,,,", "身份", Fault.NAME_MISSING, False),
        ("3,2,1,,,13800138000,,,,", "电话", Fault.NAME_MISSING, False),
        ("3,2,1,张三,住客,,,,,", "身份", Fault.UNKNOWN_PART, False),
        ("3,2,1,张三,业主,1380013800,,,,", "电话", Fault.NOT_A_PHONE, False),
        ("3,2,1,张三,业主,,,,,maybe", "同意", Fault.NOT_YES_OR_NO, False),
        ("3,2,1,张三,业主,,,证(2024-02-30),,", "档案", Fault.NOT_A_DATE, False),
        (f"3,2,1,{'张' * 101},业主,,,,,", "姓名", Fault.TOO_LONG, False),
        ("3,2,1,张\x07三,,,,,,", "姓名", Fault.CONTROL_CHARACTER, False),
        ("3,2,9,李四,租户,,1002,,,", "管家", Fault.CONTRADICTS, False),
        ("3,2,9,王五,租户,,,,,", "身份", Fault.CONTRADICTS, False),
        ("3,2,1,张三,业主,,,,,,,x", "房号", Fault.MORE_CELLS, True),
        ("3月2日,2,1,张三,业主,,,,,", "楼栋", Fault.MADE_A_DATE, True),
        ("3,2,1.00E+05,张三,业主,,,,,", "房号", Fault.MADE_A_NUMBER, True),
        (",2,1,张三,业主,,,,,", "楼栋", Fault.LEFT_EMPTY, True),
        ("3,,1,张三,业主,,,,,", "单元", Fault.LEFT_EMPTY, True),
        ("3,2,合计：120户,,,,,,,", "房号", Fault.NO_ROOM, True),
        ("3,2,#REF!,张三,业主,,,,,", "房号", Fault.ERROR, True),
        ("3,2,1,#N/A,,,,,,", "姓名", Fault.ERROR, False),
    ],
)
def test_what_is_wrong_is_told_by_line_header_and_reason_and_the_rest_is_taken(
    row: str, header: str, fault: Fault, whole_row: bool, tmp_path: Path
) -> None:
    found = imported(CHINESE + "3,2,9,王五,业主,,1001,,,\n\n" + row + "\n3,2,10,赵六,业主,,,,,\n", tmp_path)
    assert [(bad.line, bad.header, bad.fault, bad.whole_row) for bad in found.bad if bad.fault is fault] == [
        (4, header, fault, whole_row)
    ]
    rooms = {household.place.room for household in found.households}
    assert {"9", "10"} <= rooms
    assert whole_row is (len(rooms) == 2 and not row.startswith("3,2,9"))
    assert found.row_count == 3


def test_a_reason_is_a_sentence_in_both_languages_and_holds_no_value() -> None:
    for fault in Fault:
        bad = BadRow(2, Column.NAME, fault)
        assert bad.sentence("zh") != bad.sentence("en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_wrote_it(encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = "房号,姓名\n1201,张三\n".replace(",", delimiter)
    assert imported(text.encode(encoding), tmp_path).households[0].people == (Person("张三", Part.OWNER),)


def test_a_quoted_cell_may_hold_lines(tmp_path: Path) -> None:
    found = imported('房号,姓名,备注\n1,张三,"一\n二"\n2,李四,\n', tmp_path)
    assert [household.notes for household in found.households] == ["一\n二", None]


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\x00\x00", b"PK\x03\x04 no zip"])
def test_what_is_no_sheet_is_refused_with_what_would_be(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"save it"):
        imported(content, tmp_path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("hello.txt", "hello")
    with pytest.raises(SheetError, match="cannot be opened"):
        list(read_lines(file))


def test_numbers_and_dates_of_a_workbook_are_read_as_people_see_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["房号", "电话", "备注"],
        [1201.0, 13800138000, date(2024, 5, 1)],
        [None, None, None],
        ["a", True, 1.5],
    ):
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    assert [line.cells for line in read_lines(tmp_path / "x.xlsx")] == [
        ["房号", "电话", "备注"],
        ["1201", "13800138000", "2024-05-01"],
        ["a", "yes", "1.5"],
    ]


def test_progress_is_told_now_and_then_and_at_the_end() -> None:
    told: list[int] = []
    lines = [Line(1, ["房号"]), *(Line(n, [str(n)]) for n in range(2, 2_502))]
    gather(lines, READING, progress=told.append)
    assert told == [1_000, 2_000, 2_500]


DANGEROUS = Household(
    Place("=1+1", "@A", "", "1-2"),
    (
        Person("=cmd|' /C calc'!A0", Part.OWNER, (Phone("+8613800138000", "+86 138 0013 8000"),)),
        Person("'=x", Part.FAMILY),
    ),
    notes="-1\nzwei",
    consent=False,
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_imported_as_the_same_households(kind: str, language: str, tmp_path: Path) -> None:
    plain = Household(
        Place("Garden", "", "", "7"), documents=(KeptDocument("证", date(2024, 5, 1)), KeptDocument("b")), vip=True
    )
    file = tmp_path / f"x.{kind}"
    with file.open("wb") as sink:
        (write_csv if kind == "csv" else write_xlsx)(sheet_rows([DANGEROUS, plain], language), sink)
    assert gather(read_lines(file), Reading()).households == (DANGEROUS, plain)


def test_an_export_has_a_row_for_each_person_in_the_words_of_its_language() -> None:
    owner = Person("张三", Part.OWNER, (Phone("+8613800138000", "13800138000"), Phone("8001", "8001")))
    documents = (KeptDocument("证", date(2024, 5, 1)), KeptDocument("b"))
    full = Household(
        Place("Garden", "3", "2", "1201"), (owner, Person("李四", Part.TENANT)), "1001", documents, "有狗", True, False
    )
    empty = Household(Place("Garden", "", "", "7"), consent=False, vip=True)
    zh, en = (list(sheet_rows([full, empty], language)) for language in ("zh", "en"))
    assert zh[0] == "小区 楼栋 单元 房号 姓名 身份 电话 管家 档案 备注 同意 重要".split()
    assert en[0] == "estate building unit room name part phones housekeeper documents notes consent vip".split()
    place = ["Garden", "3", "2", "1201"]
    kept = ["1001", "证(2024-05-01)；b", "有狗", "是", "否"]
    assert zh[1:] == [
        [*place, "张三", "业主", "13800138000；8001", *kept],
        [*place, "李四", "租户", "", *kept],
        ["Garden", "", "", "7", "", "", "", "", "", "", "否", "是"],
    ]
    assert en[1:] == [
        [*place, "张三", "owner", "13800138000; 8001", "1001", "证(2024-05-01); b", "有狗", "yes", "no"],
        [*place, "李四", "tenant", "", "1001", "证(2024-05-01); b", "有狗", "yes", "no"],
        ["Garden", "", "", "7", "", "", "", "", "", "", "no", "yes"],
    ]


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    with (tmp_path / "x.csv").open("wb") as sink:
        write_csv(sheet_rows([DANGEROUS]), sink)
    cells = [cell for line in (tmp_path / "x.csv").read_text("utf-8-sig").splitlines()[1:] for cell in line.split(",")]
    assert not [cell for cell in cells if cell.lstrip('"')[:1] in ("=", "+", "-", "@")]


names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@given(st.lists(st.tuples(names, names), max_size=5, unique_by=lambda pair: pair[0]))
def test_any_name_survives_an_export(tmp_path_factory: pytest.TempPathFactory, people: list[tuple[str, str]]) -> None:
    file = tmp_path_factory.mktemp("x") / "x.csv"
    household = Household(Place("", "", "", "1"), tuple(Person(name, Part.OWNER) for name, _ in people))
    first = gather([Line(n, row) for n, row in enumerate(sheet_rows([household]), 1)], Reading())
    with file.open("wb") as sink:
        write_csv(sheet_rows(first.households), sink)
    assert gather(read_lines(file), Reading()).households == first.households
