"""The cells of a row that say which flat it is. What a spreadsheet has made of them is no flat."""

import re
from collections.abc import Mapping

from kit.sheets.cells import Fault, FaultyError, clean, is_nothing
from ticketing.households.columns import Column
from ticketing.households.household import Place
from ticketing.places.spelled import BUILDING, ROOM, UNIT, bare

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"""(?:19|20)\d\d[-./年](?:0?[1-9]|1[0-2])(?:[-./月]\d{{1,2}}日?|月)(?:[ T].*)?  # 2026-03-02, 2026年3月
    | \d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d(?:\ .*)?                                # 3/2/2026
    | \d{{1,2}}月\d{{1,2}}日?                                                         # 3月2日
    | \d{{1,2}}[- ]{_MONTH}(?:[- ]\d{{2,4}})?                                         # 2-Mar, 2-Mar-26
    | {_MONTH}[- ]\d{{1,4}}                                                           # Mar-26
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_EXPONENT = re.compile(r"\d+(\.\d+)?E\+\d+", re.ASCII | re.IGNORECASE)
_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_NO_ROOM = re.compile(r"[,;:|、]|^(?:合计|总计|小计|共计|制表|填表|total)", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_LENGTH_MAX = 200
_ENDS = {Column.BUILDING: BUILDING, Column.UNIT: UNIT, Column.ROOM: ROOM}


def read_place(texts: Mapping[Column, str], estate: str) -> Place:
    """`estate`: of rows that name none. Raises FaultyError."""
    named = texts.get(Column.ESTATE, "")
    parts = {column: _part(column, texts.get(column, "")) for column in _ENDS}
    if not parts[Column.ROOM]:
        raise FaultyError(Column.ROOM, Fault.MISSING)
    return Place(estate if is_nothing(named) or not named else named, *parts.values())


def typed_place(estate: str, building: str, unit: str, room: str) -> Place:
    """As a row of a sheet that says the same. Raises FaultyError."""
    typed = zip((Column.ESTATE, *_ENDS), (estate, building, unit, room), strict=True)
    return read_place({column: clean(column, text, _LENGTH_MAX) for column, text in typed}, "")


def _part(column: Column, text: str) -> str:
    if text.isdecimal():  # nearly always, and quick to know
        return text
    text = text.translate(_DASHES)
    if is_nothing(text):
        return ""
    if _DATE.fullmatch(text):
        raise FaultyError(column, Fault.MADE_A_DATE)
    if _EXPONENT.fullmatch(text):
        raise FaultyError(column, Fault.MADE_A_NUMBER)
    if _NO_ROOM.search(text):
        raise FaultyError(column, Fault.NO_ROOM)
    if number := _FLOAT.fullmatch(text):
        return number[1]
    return bare(text.removeprefix("'"), _ENDS[column])
