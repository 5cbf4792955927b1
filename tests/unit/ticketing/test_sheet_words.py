"""Every word that a sheet of households, readings or answers may use, written out, and every cell at its limit."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from kit.sheets import troubles
from kit.sheets.cells import SENTENCES, BadRow, Fault
from kit.sheets.files import Line
from ticketing.households.columns import HEADERS, SHEET, Column
from ticketing.households.household import KeptDocument, Part, Phone, Place
from ticketing.households.sheet_rows import Reading, Row, read_row
from ticketing.readings import sheet as readings

COLUMNS = SHEET.find(list(Column))
READING = Reading("CN", "021", "Garden")


def row_of(**cells: str) -> Row | BadRow:
    texts = {"room": "1201", **cells}
    return read_row(Line(7, [texts.get(column, "") for column in Column]), COLUMNS, READING)


def taken(**cells: str) -> Row:
    row = row_of(**cells)
    assert isinstance(row, Row)
    assert row.bad == ()
    return row


def refused(**cells: str) -> tuple[str, Fault]:
    """The one thing that is wrong with a row, or with a cell of it."""
    row = row_of(**cells)
    (bad,) = (row,) if isinstance(row, BadRow) else row.bad
    assert (bad.line, bad.header) == (7, bad.column)
    return bad.column, bad.fault


WORDS = {
    "estate": "小区 estate 项目 园区 楼盘 小区名称 community project",
    "building": "楼栋 building 楼号 栋 楼 幢 栋号 幢号 座 block tower",
    "unit": "单元 unit 单元号 entrance stair",
    "room": "房号 room 房间 室 门牌 房间号 户号 flat apartment door",
    "name": "姓名 name 业主姓名 客户姓名 住户 联系人 full_name resident",
    "part": "身份 part 关系 与业主关系 类型 role relation",
    "phones": "电话 phones 手机 手机号 联系电话 电话号码 手机号码 联系方式 固定电话 固话 座机 备用电话 备用手机 "
    "其他电话 家庭电话 住宅电话 办公电话 紧急联系电话 phone mobile tel telephone phone_number mobile_phone landline "
    "home_phone work_phone other_phone second_phone",
    "housekeeper": "管家 housekeeper 专属管家 客服管家 butler",
    "documents": "档案 documents 资料 档案资料 存档资料 files file_checklist",
    "notes": "备注 notes 说明 note remark remarks comment",
    "consent": "同意 consent 授权同意 隐私同意 agreed",
    "vip": "重要 vip 重点客户",
}


@pytest.mark.parametrize(
    ("column", "word"), [(column, word) for column, words in WORDS.items() for word in words.split()]
)
def test_a_column_is_known_by_each_of_its_names(column: str, word: str) -> None:
    for header in (word.replace("_", " "), f" {word.upper()}* "):
        assert SHEET.find([header]).places == {column: (0,)}


def test_there_are_no_other_names() -> None:
    assert {column: [name.replace(" ", "_") for name in names] for column, names in HEADERS.items()} == {
        column: words.split() for column, words in WORDS.items()
    }
    assert SHEET.required == ("room",)


@pytest.mark.parametrize(
    ("headers", "usable"),
    [(["room"], True), (["room", "colour"], True), (["name"], False), (["room", "房号"], False), ([], False)],
)
def test_a_sheet_is_usable_if_no_column_is_missing_or_there_twice(headers: list[str], usable: bool) -> None:
    found = SHEET.find(headers)
    assert (not found.missing and not found.twice) is usable


READING_WORDS = {
    "objective": "序号 objective 质量目标 服务内容 项目 项目序号 指标 no line",
    "day": "日期 day 统计日期 date",
    "series": "类别 series 分类 班组 费用种类 kind team",
    "met": "达标数 met 达标 合格 合格数 实到 实收 满意 passed present collected",
    "total": "总数 total 总量 受检 应到 应收 有效 inspected scheduled billed",
    "unit": "单位 unit",
    "evidence": "凭证 evidence 依据 备注 附件 note file",
}


def test_the_columns_of_a_sheet_of_readings_are_known_by_these_names() -> None:
    assert {column: list(names) for column, names in readings.HEADERS.items()} == {
        column: words.split() for column, words in READING_WORDS.items()
    }
    assert readings.SHEET.required == ("objective", "day", "met", "total")


PARTS = {
    Part.OWNER: "业主 owner 房主 产权人 户主 Owner",
    Part.TENANT: "租户 tenant 租客 承租人",
    Part.FAMILY: "家属 family 家人 亲属 配偶 子女 父母",
    Part.CONTACT: "联系人 contact 紧急联系人 其他 other OTHER",
}


@pytest.mark.parametrize(("part", "word"), [(part, word) for part, words in PARTS.items() for word in words.split()])
def test_a_persons_part_is_known_by_each_of_its_names(part: Part, word: str) -> None:
    assert taken(name="张三", part=word).part is part


def test_a_part_that_nobody_knows_is_told_and_the_person_is_a_contact() -> None:
    row = row_of(name="张三", part="邻居")
    assert isinstance(row, Row)
    assert (row.part, [bad.fault for bad in row.bad]) == (Part.CONTACT, [Fault.UNKNOWN_PART])


def test_a_line_that_is_a_title_is_no_row() -> None:
    line = Line(7, ["", "3", "", "1201"], is_title=True)
    assert read_row(line, COLUMNS, READING) == BadRow(7, Column.ROOM, Fault.TITLE, "room")


@pytest.mark.parametrize(("cells", "separated", "faulty"), [("x", True, True), (" ", True, False), ("x", False, False)])
def test_a_csv_row_with_more_cells_than_headers_is_told(cells: str, separated: bool, faulty: bool) -> None:
    texts = [*({"room": "1201"}.get(column, "") for column in Column), cells]
    row = read_row(Line(7, texts, is_separated=separated), COLUMNS, READING)
    assert (row == BadRow(7, Column.ROOM, Fault.MORE_CELLS, "room")) is faulty


@pytest.mark.parametrize(
    ("word", "means"),
    [(word, True) for word in "是 yes y true 1 同意 有 √ YES".split()]
    + [(word, False) for word in "否 no n false 0 不同意 无 × No".split()],
)
@pytest.mark.parametrize("column", ["consent", "vip"])
def test_yes_and_no_have_these_words(column: str, word: str, means: bool) -> None:
    assert getattr(taken(**{column: word}), column) is means


@pytest.mark.parametrize(
    ("building", "unit", "room", "place"),
    [
        ("3号楼", "2单元", "1201室", ("3", "2", "1201")),
        ("3栋", "2", "1201房", ("3", "2", "1201")),
        ("3 幢", "", "8", ("3", "", "8")),
        ("3座", "", "8", ("3", "", "8")),
        ("3楼", "", "8", ("3", "", "8")),
        ("楼", "单元", "室", ("楼", "单元", "室")),
        ("楼3", "单元2", "室8", ("楼3", "单元2", "室8")),
    ],
)
def test_the_ends_of_a_place_are_no_part_of_it(building: str, unit: str, room: str, place: tuple[str, ...]) -> None:
    assert taken(building=building, unit=unit, room=room).place == ("Garden", *place)


def test_a_row_may_name_its_own_estate() -> None:
    assert taken(estate="Hill").place == Place("Hill", "", "", "1201")


LONGEST = {"name": 100, "housekeeper": 64, "documents": 2000, "notes": 4000, "estate": 60, "building": 60, "room": 60}


@pytest.mark.parametrize(("column", "length"), LONGEST.items())
def test_a_cell_may_be_so_long_and_no_longer(column: str, length: int) -> None:
    taken(**{column: "x" * length})
    assert refused(**{column: "x" * (length + 1)}) == (column, Fault.TOO_LONG)


def test_phones_may_be_four_hundred_characters_together() -> None:
    many = ",".join(["13800138000"] * 33) + "," * 5
    assert len(many) == 400
    assert taken(name="张三", phones=many).phones == (Phone("+8613800138000", "13800138000"),)
    assert refused(name="张三", phones=many + ",") == ("phones", Fault.TOO_LONG)


@pytest.mark.parametrize("between", [",", ";", "/", "|", "、", "，", "；", "\n", " , ;; "])
def test_several_phones_stand_in_one_cell(between: str) -> None:
    numbers = [phone.number for phone in taken(name="张三", phones=f"13800138000{between}8001").phones]
    assert numbers == ["+8613800138000", "8001"]


@pytest.mark.parametrize(
    ("raw", "known"), [("12", True), ("123456", True), ("1", False), ("１２", True), ("x1", False)]
)
def test_an_extension_has_two_to_six_digits(raw: str, known: bool) -> None:
    if known:
        assert len(taken(name="张三", phones=raw).phones) == 1
    else:
        assert refused(name="张三", phones=raw) == ("phones", Fault.NOT_A_PHONE)


def test_the_same_phone_twice_is_one_as_it_was_written_last() -> None:
    assert taken(name="张三", phones="13800138000,+8613800138000").phones == (
        Phone("+8613800138000", "+8613800138000"),
    )


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("证(2024-05-01)", KeptDocument("证", date(2024, 5, 1))),
        ("证 （2024年5月1日）", KeptDocument("证", date(2024, 5, 1))),
        ("证(2024.5.1)", KeptDocument("证", date(2024, 5, 1))),
        ("证(副本)", KeptDocument("证(副本)")),
        ("证", KeptDocument("证")),
    ],
)
def test_a_document_may_say_since_when_it_is_kept(text: str, document: KeptDocument) -> None:
    assert taken(documents=text).documents == (document,)


@pytest.mark.parametrize("column", ["notes", "phones", "documents"])
def test_only_some_cells_may_have_lines(column: str) -> None:
    taken(name="张三", **{column: "8001\n8002"})
    assert refused(building="3\n4") == ("building", Fault.CONTROL_CHARACTER)


def test_names_and_notes_stay_as_they_are_written_and_the_rest_is_made_plain() -> None:
    row = taken(name="Ａｎｎ", notes="１２", building="１２", housekeeper="１００１")
    assert (row.name, row.notes, row.place.building, row.housekeeper) == ("Ａｎｎ", "１２", "12", "1001")


def test_a_short_row_has_empty_cells_at_its_end() -> None:
    row = read_row(Line(7, ["", "", "", "1201"]), COLUMNS, READING)
    assert isinstance(row, Row)
    assert (row.place, row.name, row.bad) == (Place("Garden", "", "", "1201"), None, ())


def test_who_has_no_part_is_the_owner() -> None:
    assert taken(name="张三").part is Part.OWNER
    assert taken().part is None


# ---- readings

TITLES = {"出勤": 1}
TODAY = date(2026, 11, 25)
HEADER = Line(1, ["序号", "日期", "类别", "达标数", "总数", "单位", "凭证"])


def gathered(*cells: str) -> readings.Gathered:
    return readings.gather([HEADER, Line(2, list(cells))], TITLES, TODAY)


@pytest.mark.parametrize("day", ["2026-11-05", "2026.11.5", "2026年11月5日", "2026-11-25"])
def test_a_day_is_read_however_it_is_written(day: str) -> None:
    (row,) = gathered("1", day, "attendance", "9", "10").rows
    assert row.key.day == date(2026, 11, 25 if day.endswith("25") else 5)


@pytest.mark.parametrize(
    ("cells", "column", "fault"),
    [
        (("2", "2026-11-05", "", "9", "10"), "objective", Fault.NOT_READ),
        (("٣", "2026-11-05", "", "9", "10"), "objective", Fault.NOT_READ),
        (("出勤率", "2026-11-05", "", "9", "10"), "objective", Fault.NOT_READ),
        (("", "2026-11-05", "", "9", "10"), "objective", Fault.MISSING),
        (("1", "", "", "9", "10"), "day", Fault.MISSING),
        (("1", "2026-11-05", "", "", "10"), "met", Fault.MISSING),
        (("1", "2026-11-05", "", "9", ""), "total", Fault.MISSING),
        (("1", "2026-11-26", "", "9", "10"), "day", Fault.NOT_YET),
        (("1", "1999-12-31", "", "9", "10"), "day", Fault.NOT_A_DATE),
        (("1", "2026-02-30", "", "9", "10"), "day", Fault.NOT_A_DATE),
        (("1", "yesterday", "", "9", "10"), "day", Fault.NOT_A_DATE),
        (("1", "2026-11-05", "", "11", "10"), "met", Fault.MORE_THAN_ALL),
        (("1", "2026-11-05", "", "-1", "10"), "met", Fault.NOT_AN_AMOUNT),
        (("1", "2026-11-05", "", "1.23456", "10"), "met", Fault.NOT_AN_AMOUNT),
        (("1", "2026-11-05", "", "9", "1,00"), "total", Fault.NOT_AN_AMOUNT),
        (("1" * 61, "2026-11-05", "", "9", "10"), "objective", Fault.TOO_LONG),
        (("1" * 60, "2026-11-05", "", "9", "10"), "objective", Fault.NOT_READ),
        (("1", "2026-11-05", "x" * 61, "9", "10"), "series", Fault.TOO_LONG),
        (("1", "2026-11-05", "", "9", "10", "x" * 21), "unit", Fault.TOO_LONG),
        (("1", "2026-11-05", "", "9", "10", "", "x" * 401), "evidence", Fault.TOO_LONG),
    ],
)
def test_a_wrong_reading_is_told_by_its_column(cells: tuple[str, ...], column: str, fault: Fault) -> None:
    header = HEADER.cells[list(readings.Column).index(readings.Column(column))]
    assert gathered(*cells).bad == (BadRow(2, readings.Column(column), fault, header),)


@pytest.mark.parametrize(
    ("cells", "key", "figures"),
    [
        (("1", "2000-01-01", "x" * 60, "9", "10"), (1, date(2000, 1, 1), "x" * 60), ("9", "10", "", "")),
        (("出勤", "2026-11-05", "", "10", "10"), (1, date(2026, 11, 5), ""), ("10", "10", "", "")),
        (
            ("3", "2026-11-05", "", "1,234.5", "71,500.00", "元"),
            (3, date(2026, 11, 5), ""),
            ("1234.5", "71500", "元", ""),
        ),
        (
            ("3", "2026-11-05", "", "0", "0.0001", "y" * 20, "z" * 400),
            (3, date(2026, 11, 5), ""),
            ("0", "0.0001", "y" * 20, "z" * 400),
        ),
    ],
)
def test_a_reading_at_its_limits_is_taken(
    cells: tuple[str, ...], key: tuple[object, ...], figures: tuple[str, str, str, str]
) -> None:
    found = gathered(*cells)
    assert found.bad == ()
    (row,) = found.rows
    assert (row.line, row.key) == (2, key)
    assert row.figures == (Decimal(figures[0]), Decimal(figures[1]), *figures[2:])


def test_each_trouble_of_a_file_has_a_sentence_in_both_languages() -> None:
    assert set(troubles.SENTENCES) == set(troubles.Trouble)


def test_each_fault_has_a_sentence_in_both_languages() -> None:
    known: Mapping[Fault, tuple[str, str]] = SENTENCES
    assert set(known) == set(Fault)
    assert all(zh and not zh.isascii() and en.isascii() for zh, en in known.values())
