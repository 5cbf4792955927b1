"""What several of the desk's lists are asked for."""

import re
from collections.abc import Sequence
from typing import Any

from kit.database.where import Where
from kit.http.pages import Due
from kit.http.wire import instant
from kit.instants import HOUR_US, day_end_us, day_start_us, local_day
from kit.pinyin import asked
from ticketing.places.spelled import building_of
from ticketing.site_rules import SiteRules

_NUMBER_END = re.compile("[0-9]{4}")
LEAST_SEARCHED = 2
"""Characters that an index of words can find."""
_IN_BUILDING = "household in (select id from households where building = any(?))"


def narrow_by_due(
    wanted: Where, due: Due | None, open_ones: str, rules: SiteRules, now_us: int, due_at: str = "due_at"
) -> None:
    """A due instant is the first that is too late: what is due today is due by 24:00. `due_at` is SQL."""
    zone = rules.site.zone
    today = local_day(now_us, zone)
    if due == "overdue":
        wanted.add(f"{open_ones} and {due_at} <= ?", instant(now_us))
    elif due == "soon":
        wanted.add(f"{open_ones} and {due_at} > ? and {due_at} <= ?", instant(now_us), instant(now_us + HOUR_US))
    elif due == "today":
        bounds = day_start_us(today, zone), day_end_us(today, zone)
        wanted.add(f"{open_ones} and {due_at} > ? and {due_at} <= ?", *map(instant, bounds))


def narrow_by_building(wanted: Where, building: str | Sequence[str] | None, condition: str = _IN_BUILDING) -> None:
    """In any spelling. `condition`: SQL; each `?` of it is the spellings that are stored."""
    if building is not None:
        several = [building] if isinstance(building, str) else building
        spelled = [said for one in several for said in (one, building_of(one))]
        wanted.add(condition, *[spelled] * condition.count("?"))


def number_end(text: str) -> str | None:
    """The last four digits of a number, where the text may be that. Masked numbers show them, and no more is looked
    for."""
    return text if _NUMBER_END.fullmatch(text) else None


def part_of(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


def for_case_of(text: str, condition: str) -> str:
    """Where a text has neither upper nor lower case, as in Chinese, `like` finds the same as `ilike` and costs
    PostgreSQL a fraction."""
    return condition.replace(" ilike ", " like ") if text.lower() == text.upper() else condition


def narrow_by_words(wanted: Where, text: str, found: str, values: list[Any], by_pinyin: str) -> None:
    """`found`: SQL with its `values`. `by_pinyin`: SQL as well, for what is typed as pinyin; each `?` of it is that."""
    found = for_case_of(text, found)
    pinyin = asked(text)
    if pinyin is None:
        wanted.add(found, *values)
    else:
        wanted.add(f"({found} or {by_pinyin})", *values, *[pinyin] * by_pinyin.count("?"))
