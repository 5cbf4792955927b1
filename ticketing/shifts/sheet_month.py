"""Of which month a roster is, as the lines above its days say. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ticketing.shifts.sheet_cells import nearest

_DIGITS = "〇一二三四五六七八九"
_IN_LETTERS = {"十二": 12, "十一": 11, "十": 10} | {letter: number for number, letter in enumerate(_DIGITS) if number}
_MONTH = rf"(\d{{1,2}}|{'|'.join(_IN_LETTERS)})"
_ALONE = rf"(?<![\d{_DIGITS}十]){_MONTH}\s*月(?!\s*[\d{_DIGITS}十])"
_MONTHS = re.compile(rf"(?:(?<!\d)(\d{{4}})\s*年\s*|(?<!\d)(20\d\d)\s*[-./]\s*){_MONTH}(?!\d)|{_ALONE}", re.ASCII)
_YEAR_IN_LETTERS = re.compile(rf"[{_DIGITS}零○]{{4}}(?=\s*年)")
_DAY = rf"\s*[-./月]\s*(?:\d{{1,2}}|[{_DIGITS}十]{{1,3}})(?!\d)\s*[日号]?"
_WHOLE_DAY = rf"(?<!\d)(\d{{4}})\s*[-./年]\s*{_MONTH}{_DAY}"
_SPAN = re.compile(
    rf"{_WHOLE_DAY}\s*[-–—~至到]+\s*(?:\d{{4}}\s*[-./年]\s*)?(?:{_MONTH}{_DAY}|\d{{1,2}}[日号]?)", re.ASCII
)
_ROSTER = re.compile(r"排班|值班|班表|轮班|roster|rota|schedule|shift", re.IGNORECASE)
_YEARS = range(2000, 2100)


class _Month(NamedTuple):
    year: int | None
    month: int


def month_in(texts: Iterable[str], near: date) -> date | None:
    """By its first day: `2026年12月排班表`, `十二月`. What stands beside a word for a roster goes before the rest. The
    day on which a sheet was made names no month. None: there is none, or more than one."""
    said = [_plain(text) for text in texts]
    titles = [text for text in said if _ROSTER.search(text)]
    found = set(_months(titles)) or set(_months(said))
    years = {one.month for one in found if one.year is not None}
    found = {one for one in found if one.year is not None or one.month not in years}
    if len(found) != 1:
        return None
    year, month = found.pop()
    if not 1 <= month <= 12 or (year is not None and year not in _YEARS):
        return None
    return nearest(month, 1, near) if year is None else date(year, month, 1)


def _plain(text: str) -> str:
    """A span of days is the month in which it begins; other whole days are left out."""
    text = unicodedata.normalize("NFKC", text[:200])
    text = _YEAR_IN_LETTERS.sub(lambda year: "".join(str(max(_DIGITS.find(each), 0)) for each in year[0]), text)
    return re.sub(_WHOLE_DAY, " ", _SPAN.sub(r"\1年\2月 ", text), flags=re.ASCII)


def _months(texts: Iterable[str]) -> Iterator[_Month]:
    for text in texts:
        for found in _MONTHS.finditer(text):
            year, month = found[1] or found[2], found[3] or found[4]
            yield _Month(int(year) if year else None, _IN_LETTERS.get(month) or int(month))
