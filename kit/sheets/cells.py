"""A cell of a sheet: its cleaned text, or what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    MISSING = "missing"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    UNKNOWN_PART = "unknown_part"
    NOT_A_PHONE = "not_a_phone"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_DATE = "not_a_date"
    NAME_MISSING = "name_missing"
    CONTRADICTS = "contradicts"
    CONTRADICTS_A_READING = "contradicts_a_reading"
    NOT_AN_AMOUNT = "not_an_amount"
    MORE_THAN_ALL = "more_than_all"
    NOT_READ = "not_read"
    NOT_YET = "not_yet"
    MADE_A_DATE = "made_a_date"
    MADE_A_NUMBER = "made_a_number"
    NO_ROOM = "no_room"
    LEFT_EMPTY = "left_empty"
    TITLE = "title"
    MORE_CELLS = "more_cells"
    ERROR = "error"
    SAME_PLACE = "same_place"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_SHIFT = "unknown_shift"
    SHIFT_NOT_ON = "shift_not_on"
    SEVERAL_PEOPLE = "several_people"
    DAY_TOO_FAR = "day_too_far"
    SAME_PERSON = "same_person"


SENTENCES: Mapping[Fault, tuple[str, str]] = {
    Fault.MISSING: ("此列不能为空", "this column must be filled in"),
    Fault.TOO_LONG: ("内容过长", "this is too long"),
    Fault.CONTROL_CHARACTER: ("含有不可见的控制字符", "this holds a control character"),
    Fault.UNKNOWN_PART: ("身份应为：业主、租户、家属、联系人", "the part is one of: owner, tenant, family, contact"),
    Fault.NOT_A_PHONE: (
        "有电话号码无法识别，该号码未采用",
        "a number in it is no phone number of this country or of the site, and is left out",
    ),
    Fault.NOT_YES_OR_NO: ("请填写“是”或“否”", "write yes or no"),
    Fault.NOT_A_DATE: ("日期不存在，请写成 2026-11-25", "there is no such date: write it as 2026-11-25"),
    Fault.CONTRADICTS: ("与同一户前面的行不一致", "this contradicts an earlier row of the same household"),
    Fault.NAME_MISSING: ("本行没有姓名，无法知道是谁的", "the row names no person whose this could be"),
    Fault.CONTRADICTS_A_READING: (
        "与前面同一质量目标、日期、类别的行不一致",
        "this contradicts an earlier row of the same line, day and series",
    ),
    Fault.NOT_AN_AMOUNT: (
        "请填写数字，例如 71500.00，至多四位小数",
        "write an amount such as 71500.00, with four decimals at most",
    ),
    Fault.MORE_THAN_ALL: ("达标数不能大于总数", "what was met cannot be more than the total"),
    Fault.NOT_READ: ("该项质量目标不由人填报", "this line of the sheet is not fed by readings"),
    Fault.NOT_YET: ("日期在今天之后", "this day is still to come"),
    Fault.MADE_A_DATE: (
        "这是日期（表格软件把 3-2 变成了 3月2日）：请把该列设为文本后重填",
        "this is a date, which a spreadsheet makes of 3-2: write it as text",
    ),
    Fault.MADE_A_NUMBER: (
        "表格软件把它缩成了科学计数：请把该列设为文本后重填",
        "a spreadsheet has shortened this to a number with an exponent: write it as text",
    ),
    Fault.NO_ROOM: ("这不像楼栋、单元或房号", "this is no building, unit or room"),
    Fault.LEFT_EMPTY: (
        "上面的行有，此行为空：合并单元格存为 CSV 时会丢失，请填写（确实没有则填“无”）",
        "rows above have this, as in merged cells saved as CSV: fill it in, or write 'none' where there is none",
    ),
    Fault.TITLE: (
        "这一行是合并的标题，不是住户：其中的楼栋等请另列填写",
        "this line is a merged title and no row: a building that it names has to stand in a column",
    ),
    Fault.MORE_CELLS: (
        "此行的格数多于表头：多了一个分隔符，后面的格子已错位",
        "this row has more cells than the header: one comma too many moves all that follow it",
    ),
    Fault.SAME_PLACE: ("与上面某行是同一处", "this is the same place as in a row above"),
    Fault.UNKNOWN_KIND: (
        "类型应为：车库、电梯、设备房、出入口、大堂、楼道、屋面、道路绿化、会所设施、其他",
        "the kind is one of: garage, lift, plant room, gate, lobby, stairs, roof, grounds, amenity, other",
    ),
    Fault.UNKNOWN_SHIFT: (
        "没有这个班次：请填设置中的班次（如“白”“夜”），休息填“休”",
        "no shift is called so: write one of the settings, such as day or night, and off for who is free",
    ),
    Fault.SHIFT_NOT_ON: ("这一天没有该班次", "this shift is not on that day"),
    Fault.SEVERAL_PEOPLE: ("一行只能填一个人", "a row is of one person"),
    Fault.DAY_TOO_FAR: (
        "日期离今天太远：只能导入两个月前至四百天内的排班，请核对年月",
        "this day is too far from today: a roster is of two months ago to 400 days ahead, look at month and year",
    ),
    Fault.SAME_PERSON: (
        "上面已有此人：请合为一行；若是同名的两个人，请写成不同的名字",
        "a row above is of the same person: make one row of both, or give two people of one name different names",
    ),
    Fault.ERROR: ("此格是表格软件的错误值", "this cell shows an error of the spreadsheet"),
}


class BadRow(NamedTuple):
    """What is wrong, and where; never the value, which may be personal."""

    line: int
    column: StrEnum
    fault: Fault
    header: str = ""  # of the column, as the sheet writes it
    whole_row: bool = True  # False: the cell alone is left out

    def sentence(self, language: str = "zh") -> str:
        return SENTENCES[self.fault][0 if language == "zh" else 1]


class FaultyError(Exception):
    def __init__(self, column: StrEnum, fault: Fault) -> None:
        super().__init__(fault)
        self.column, self.fault = column, fault


_NOTHING = frozenset("无 没有 暂无 不详 未知 未填 空 n/a na none null nil".split())
_STROKES = frozenset("-—–_/\\*.?~")
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)")
_JOINERS = "\u200c\u200d"  # without which some names are written wrongly


def is_nothing(text: str) -> bool:
    """Whether the text means nothing: 无, n/a, a dash."""
    return text.casefold() in _NOTHING or (bool(text) and all(letter in _STROKES for letter in text))


def clean(column: StrEnum, text: str, longest: int, *, as_written: bool = False, lines: bool = False) -> str:
    """Without invisible marks. Full-width digits and letters are the plain ones, unless `as_written`. `lines`: it may
    have several."""
    text = text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC" if as_written else "NFKC", text)
        text = text if text.isprintable() else "".join(letter for letter in text if not _is_invisible(letter))
        text = text.strip()
    if len(text) > longest:
        raise FaultyError(column, Fault.TOO_LONG)
    if text.startswith("#") and _ERROR.fullmatch(text):
        raise FaultyError(column, Fault.ERROR)
    if text.isprintable():  # nearly always, and quick to know
        return text
    text = text.replace("\r\n", "\n")
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in text):
        raise FaultyError(column, Fault.CONTROL_CHARACTER)
    if "\n" in text and not lines:
        raise FaultyError(column, Fault.CONTROL_CHARACTER)
    return text


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" and letter not in _JOINERS
