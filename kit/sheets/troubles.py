"""Why a file cannot be read as a sheet, in Chinese and English: what is wrong, and what to do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    NO_FILE = "no_file"
    NO_SHEET = "no_sheet"
    OLD_EXCEL = "old_excel"
    WEB_PAGE = "web_page"
    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    LINE_TOO_LONG = "line_too_long"
    CELL_TOO_LONG = "cell_too_long"
    OPEN_QUOTE = "open_quote"
    LETTERS = "letters"
    BAD_CSV = "bad_csv"
    DAMAGED = "damaged"
    NO_WORKBOOK = "no_workbook"
    PASSWORD = "password"  # noqa: S105  a word for a trouble, no secret
    BOMB = "bomb"
    EMPTY = "empty"
    NO_COLUMN = "no_column"
    TWICE = "twice"
    WHOSE = "whose"
    NO_QUESTION = "no_question"
    NO_MONTH = "no_month"
    TOO_MANY_PLACES = "too_many_places"
    TOO_MANY_ON_TURN = "too_many_on_turn"


SENTENCES: Mapping[Trouble, tuple[str, str]] = {
    Trouble.NO_FILE: ("这不是普通文件：请给出 CSV 或 xlsx 文件", "this is no file: name a CSV or xlsx file"),
    Trouble.NO_SHEET: (
        "这既不是 CSV 也不是 xlsx：请另存为其中一种",
        "this is neither CSV nor xlsx: save it as one of them",
    ),
    Trouble.OLD_EXCEL: (
        "这是旧版 Excel（.xls）或加密的文件：请用 Excel 或 WPS 打开，不加密另存为 xlsx",
        "this is an old Excel file (.xls), or one with a password: open it and save it as xlsx, without a password",
    ),
    Trouble.WEB_PAGE: (
        "这其实是网页，只是以 .xls 结尾：请用 Excel 或 WPS 打开，另存为 xlsx",
        "this is a web page, whatever its name ends in: open it in Excel or WPS and save it as xlsx",
    ),
    Trouble.FILE_TOO_LARGE: (
        "文件超过 {most} MB：请分几次导入",
        "the file has more than {most} MB: import it in parts",
    ),
    Trouble.TOO_MANY_ROWS: (
        "表格超过 {most:,} 行：请分几次导入",
        "the sheet has more than {most:,} rows: import it in parts",
    ),
    Trouble.TOO_MANY_COLUMNS: (
        "第 {row:,} 行超过 {most:,} 列：请删去多余的列",
        "row {row:,} has more than {most:,} columns: delete those that are not needed",
    ),
    Trouble.LINE_TOO_LONG: (
        "第 {row:,} 行之后有一行超过 {most:,} 个字符：这不像表格，请另存为 CSV UTF-8",
        "after row {row:,} a line has more than {most:,} characters: this is no sheet, save it as CSV UTF-8",
    ),
    Trouble.CELL_TOO_LONG: (
        "有一格超过 {most:,} 个字符：请缩短",
        "a cell has more than {most:,} characters: shorten it",
    ),
    Trouble.OPEN_QUOTE: (
        "第 {row:,} 行之后有一个引号没有结束：请补上或删去该引号",
        "after row {row:,} a quotation mark is opened and never closed: close it or delete it",
    ),
    Trouble.NO_MONTH: (
        "日期只写了几号，上方没有写明月份，或写了几个月份：请只写一个年月（如 2026年12月），或在导入时选择月份",
        "its days are numbers, with no month above or several: write one, such as 2026-12, or name it when importing",
    ),
    Trouble.TOO_MANY_PLACES: (
        "排班超过 {most:,} 人次：请分几次导入",
        "people are on shifts more than {most:,} times: import it in parts",
    ),
    Trouble.TOO_MANY_ON_TURN: (
        "有一个班次超过 {most:,} 人：请核对日期和班次",
        "a shift of one day has more than {most:,} people: look at its days and shifts",
    ),
    Trouble.LETTERS: (
        "无法识别此 CSV 的文字：请另存为 CSV UTF-8",
        "the letters of this CSV cannot be read: save it as CSV UTF-8",
    ),
    Trouble.BAD_CSV: (
        "第 {row:,} 行之后无法读取此 CSV：请另存一次",
        "this CSV cannot be read after row {row:,}: save it again",
    ),
    Trouble.DAMAGED: (
        "此 xlsx 已损坏：请重新保存，或另存为 CSV",
        "this xlsx is damaged: save it again, or save it as CSV",
    ),
    Trouble.NO_WORKBOOK: (
        "无法打开此 xlsx：请重新保存，或另存为 CSV",
        "this xlsx cannot be opened: save it again, or save it as CSV",
    ),
    Trouble.PASSWORD: (
        "此 xlsx 有密码：请去掉密码后保存",
        "this xlsx has a password: save it without one",
    ),
    Trouble.BOMB: (
        "此 xlsx 解压后远大于一般表格：请只把所需的行复制到新表格，或另存为 CSV",
        "this xlsx unpacks to far more than a sheet does: copy the rows you need into a new one, or save it as CSV",
    ),
    Trouble.EMPTY: ("表格是空的", "the sheet is empty"),
    Trouble.NO_COLUMN: (
        "表格缺少这些列：{columns}；第 {row} 行的表头是：{headers}；请改表头，或用 --column 指明",
        "the sheet has no column for: {columns}; the headers of line {row} are: {headers}; name it by --column",
    ),
    Trouble.TWICE: (
        "有两列都是：{columns}；表头是：{headers}；请改掉不用的那个表头",
        "two columns are: {columns}; their headers are: {headers}; write another one over what is not meant",
    ),
    Trouble.WHOSE: (
        "表格没有说明答卷属于谁的列：household、room 或 ballot",
        "the sheet has no column that says whose an answer is: household, room or ballot",
    ),
    Trouble.NO_QUESTION: (
        "表格没有问题列：请命名为 q1、q2……或写出问题原文",
        "the sheet has no column of a question: name them q1, q2 … or as they are asked",
    ),
}


class SheetError(Exception):
    """The file cannot be read as a sheet; the text says what is accepted."""

    def __init__(self, trouble: Trouble, found: Any = None, **fields: object) -> None:
        """`found`: the columns, where they are the trouble."""
        self.trouble, self.found, self.fields = trouble, found, fields
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        return SENTENCES[self.trouble][0 if language == "zh" else 1].format(**self.fields)
