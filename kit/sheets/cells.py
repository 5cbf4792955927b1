"""One cell of a sheet: its text as it is meant, or what is wrong with it."""

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


SENTENCES: Mapping[Fault, tuple[str, str]] = {
    Fault.MISSING: ("此列不能为空", "this column must be filled in"),
    Fault.TOO_LONG: ("内容过长", "this is too long"),
    Fault.CONTROL_CHARACTER: ("含有不可见的控制字符", "this holds a control character"),
    Fault.UNKNOWN_PART: ("身份应为：业主、租户、家属、联系人", "the part is one of: owner, tenant, family, contact"),
    Fault.NOT_A_PHONE: ("电话号码无法识别", "this is no phone number of this country or of the site"),
    Fault.NOT_YES_OR_NO: ("请填写“是”或“否”", "write yes or no"),
    Fault.NOT_A_DATE: ("日期不存在，请写成 2026-11-25", "there is no such date: write it as 2026-11-25"),
    Fault.CONTRADICTS: ("与同一户前面的行不一致", "this contradicts an earlier row of the same household"),
    Fault.NAME_MISSING: ("有电话或身份时须填写姓名", "a phone or a part needs the person's name"),
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
}


class BadRow(NamedTuple):
    """What is wrong, and where; never the value, which may be personal."""

    line: int
    column: StrEnum
    fault: Fault

    def sentence(self, language: str = "zh") -> str:
        return SENTENCES[self.fault][0 if language == "zh" else 1]


class FaultyError(Exception):
    def __init__(self, column: StrEnum, fault: Fault) -> None:
        super().__init__(fault)
        self.column, self.fault = column, fault


def clean(column: StrEnum, text: str, longest: int, *, as_written: bool = False, lines: bool = False) -> str:
    """Full-width digits and letters are the plain ones, unless `as_written`. `lines`: it may have several."""
    text = text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC" if as_written else "NFKC", text).strip()
    if len(text) > longest:
        raise FaultyError(column, Fault.TOO_LONG)
    if text.isprintable():  # nearly always, and quick to know
        return text
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in text):
        raise FaultyError(column, Fault.CONTROL_CHARACTER)
    if "\n" in text and not lines:
        raise FaultyError(column, Fault.CONTROL_CHARACTER)
    return text
