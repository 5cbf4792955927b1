"""What the cells of a roster say: a day, shifts, people. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from kit.sheets.headers import plain
from ticketing.clocks.workdays import Workdays
from ticketing.shifts.patterns import ShiftRules

NAME_LENGTH_MAX = 64
_DAYS_BEHIND, _DAYS_AHEAD = 62, 400
SHIFTS_LENGTH_MAX = 80  # of a cell that names shifts

_ALSO: Mapping[str, tuple[str, ...]] = {
    "day": ("白", "白班", "日班", "d", "day shift"),
    "night": ("夜", "夜班", "晚", "晚班", "n", "night shift"),
}
_OFF = frozenset(
    "休 休息 公休 轮休 调休 补休 例休 年休 年假 事假 病假 产假 婚假 丧假 假 离 off rest leave x × 0 o ○ △".split()
)
_BETWEEN_SHIFTS = re.compile(r"[,，、/;；+&\n]+")
_BETWEEN_NAMES = re.compile(r"[,，、/;；+&\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_STRETCHED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""王 芳: a name of two letters, made as long as one of three."""

_WEEKDAY = re.compile(
    r"\(?(星期|周|礼拜)?[一二三四五六日天]\)?|\(?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\)?", re.IGNORECASE
)
_AND_WEEKDAY = re.compile(rf"(.*?\d[日号]?)\s*({_WEEKDAY.pattern})", re.IGNORECASE)
_WHOLE_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_MIDNIGHT = re.compile(r"(\d{4}\S+)[ T]0?0:00(:00(\.0+)?)?", re.ASCII)
_OF_EXCEL = re.compile(r"4\d{4}", re.ASCII)  # days since 1899, where the cell is not formatted as a date
_EXCEL_BEGINS = date(1899, 12, 30)
_DAY_OF_YEAR = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?", re.ASCII)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})[日号]?", re.ASCII)


class Reading(NamedTuple):
    """How a roster is read."""

    rules: ShiftRules
    workdays: Workdays
    today: date
    month: date | None = None  # its first day: of days that are written as numbers alone

    def reaches(self, day: date) -> bool:
        """Further days are written wrongly, such as with the year 2062."""
        return -_DAYS_BEHIND <= (day - self.today).days <= _DAYS_AHEAD


class WrongDayError(ValueError):
    """It is written like a day, and there is none."""


class NoMonthError(ValueError):
    """A day is a number alone, and nothing says of which month."""


def day_of(text: str, near: date, month: date | None) -> date | None:
    """None: no day. One without a year is the nearest to `near`; a number alone is one of `month`. Raises
    WrongDayError and NoMonthError."""
    said = unicodedata.normalize("NFKC", text).strip()
    with_weekday = _AND_WEEKDAY.fullmatch(said)
    said = (with_weekday[1] if with_weekday else said).strip()
    if midnight := _MIDNIGHT.fullmatch(said):
        said = midnight[1]
    if _OF_EXCEL.fullmatch(said):
        return _EXCEL_BEGINS + timedelta(days=int(said))
    if found := _WHOLE_DAY.fullmatch(said):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_OF_YEAR.fullmatch(said):
        return nearest(int(found[1]), int(found[2]), near)
    if found := _DAY_OF_MONTH.fullmatch(said):
        if month is None:
            raise NoMonthError
        return _date(month.year, month.month, int(found[1]))
    return None


def looks_like_day(text: str) -> bool:
    try:
        return day_of(text, date(2000, 1, 1), date(2000, 1, 1)) is not None
    except WrongDayError:
        return True


def is_weekday(text: str) -> bool:
    return _WEEKDAY.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def shifts_in(text: str, rules: ShiftRules) -> tuple[str, ...] | None:
    """By their names of the settings; `白夜` is two. Empty: nobody works. None: it says something else."""
    if len(text) > SHIFTS_LENGTH_MAX:
        return None
    words = _words(rules)
    if plain(text) in words:  # also one that the settings call off
        return (words[plain(text)],)
    found: list[str] = []
    for part in _BETWEEN_SHIFTS.split(unicodedata.normalize("NFKC", text)):
        word = plain(part)
        if not word or word in _OFF:
            continue
        known = _split(word, words)
        if known is None:
            return None
        found += known
    return tuple(dict.fromkeys(found))


def names_in(text: str) -> Iterator[str]:
    for part in _BETWEEN_NAMES.split(_STRETCHED.sub(r"\1\2", text.strip())):
        name = " ".join(part.split())
        if name:
            yield name


@lru_cache(maxsize=1)
def _words(rules: ShiftRules) -> Mapping[str, str]:
    """What each shift is called in a cell, made once for a sheet. Its name of the settings goes before what others are
    called as well."""
    words: dict[str, str] = {}
    for pattern in rules.patterns:
        for word in (*_ALSO.get(pattern.name, ()), pattern.name.removesuffix("班"), f"{pattern.name}班"):
            words.setdefault(plain(word), pattern.name)
    return words | {plain(pattern.name): pattern.name for pattern in rules.patterns}


def _split(word: str, words: Mapping[str, str]) -> Sequence[str] | None:
    """`白夜` is both. Of several ways, the one whose first words are longest."""
    rests: list[list[str] | None] = [None] * len(word) + [[]]  # what is said from each letter on
    for at in reversed(range(len(word))):
        for end in range(len(word), at, -1):
            rest = rests[end]
            if rest is not None and word[at:end] in words:
                rests[at] = [words[word[at:end]], *rest]
                break
    return rests[0]


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise WrongDayError from None


def nearest(month: int, day: int, near: date) -> date:
    found = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise WrongDayError
    return min(found, key=lambda each: abs(each - near))
