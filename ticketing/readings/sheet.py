"""A sheet of readings: its columns, its rows, and what is wrong with one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from kit.amounts import whole
from kit.sheets.cells import BadRow, Fault, FaultyError, clean
from kit.sheets.files import Line
from kit.sheets.headers import Columns, Headers
from ticketing.readings.reading import (
    EVIDENCE_MAX,
    FIRST_DAY,
    LINES,
    SERIES_MAX,
    UNIT_MAX,
    Figures,
    Key,
    storable,
)


class Column(StrEnum):
    OBJECTIVE = "objective"
    DAY = "day"
    SERIES = "series"
    MET = "met"
    TOTAL = "total"
    UNIT = "unit"
    EVIDENCE = "evidence"


HEADERS: Mapping[Column, tuple[str, ...]] = {
    Column.OBJECTIVE: ("序号", "objective", "质量目标", "服务内容", "项目", "项目序号", "指标", "no", "line"),
    Column.DAY: ("日期", "day", "统计日期", "date"),
    Column.SERIES: ("类别", "series", "分类", "班组", "费用种类", "kind", "team"),
    Column.MET: ("达标数", "met", "达标", "合格", "合格数", "实到", "实收", "满意", "passed", "present", "collected"),
    Column.TOTAL: ("总数", "total", "总量", "受检", "应到", "应收", "有效", "inspected", "scheduled", "billed"),
    Column.UNIT: ("单位", "unit"),
    Column.EVIDENCE: ("凭证", "evidence", "依据", "备注", "附件", "note", "file"),
}

SHEET = Headers(HEADERS, required=(Column.OBJECTIVE, Column.DAY, Column.MET, Column.TOTAL))

_LENGTHS_MAX = {Column.SERIES: SERIES_MAX, Column.UNIT: UNIT_MAX, Column.EVIDENCE: EVIDENCE_MAX}
_LENGTH_MAX = 60
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_AMOUNT = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?", re.ASCII)


class Row(NamedTuple):
    line: int
    key: Key
    figures: Figures


class Gathered(NamedTuple):
    columns: Columns[Column]
    rows: tuple[Row, ...]  # in their order, each key once
    bad: tuple[BadRow, ...]
    row_count: int


def gather(
    lines: Iterable[Line], titles: Mapping[str, int], today: date, named: Mapping[str, Column] | None = None
) -> Gathered:
    """`titles`: what a line of the quality sheet may be called besides its number. Raises SheetError."""
    lines = iter(lines)
    columns, below = SHEET.read(lines, named)
    rows: dict[Key, Row] = {}
    bad: list[BadRow] = []
    count = 0
    for line in below:
        count += 1
        try:
            row = _row(line, columns.places, titles, today)
            if rows.setdefault(row.key, row).figures != row.figures:
                raise FaultyError(Column.MET, Fault.CONTRADICTS_A_READING)
        except FaultyError as faulty:
            header = columns.header_of(Column(faulty.column))
            bad.append(BadRow(line.number, faulty.column, faulty.fault, header))
    return Gathered(columns, tuple(rows.values()), tuple(bad), count)


def _row(line: Line, places: Mapping[Column, tuple[int, ...]], titles: Mapping[str, int], today: date) -> Row:
    texts = {column: _text(column, line.cells, at) for column, (at, *_) in places.items()}
    for column in SHEET.required:
        if not texts[column]:
            raise FaultyError(column, Fault.MISSING)
    key = Key(_objective(texts, titles), _day(texts[Column.DAY], today), texts.get(Column.SERIES, ""))
    met, total = _amount(texts, Column.MET), _amount(texts, Column.TOTAL)
    if met > total:
        raise FaultyError(Column.MET, Fault.MORE_THAN_ALL)
    return Row(line.number, key, Figures(met, total, texts.get(Column.UNIT, ""), texts.get(Column.EVIDENCE, "")))


def _text(column: Column, cells: Sequence[str], at: int) -> str:
    text = cells[at] if at < len(cells) else ""
    return clean(column, text, _LENGTHS_MAX.get(column, _LENGTH_MAX), as_written=column is Column.EVIDENCE)


def _objective(texts: Mapping[Column, str], titles: Mapping[str, int]) -> int:
    text = texts[Column.OBJECTIVE]
    number = whole(text, _LENGTH_MAX) or titles.get(text.casefold(), 0)
    if number not in LINES:
        raise FaultyError(Column.OBJECTIVE, Fault.NOT_READ)
    return number


def _day(text: str, today: date) -> date:
    found = _DAY.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day < FIRST_DAY:
        raise FaultyError(Column.DAY, Fault.NOT_A_DATE)
    if day > today:
        raise FaultyError(Column.DAY, Fault.NOT_YET)
    return day


def _amount(texts: Mapping[Column, str], column: Column) -> Decimal:
    text = texts[column]
    try:
        amount = Decimal(text.replace(",", "")) if _AMOUNT.fullmatch(text) else None
    except InvalidOperation:
        amount = None
    if amount is None or not storable(amount):
        raise FaultyError(column, Fault.NOT_AN_AMOUNT)
    return amount
