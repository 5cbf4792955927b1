"""What several of the desk's lists are asked for."""

from kit.database.where import Where
from kit.http.pages import Due
from kit.http.wire import instant
from kit.instants import HOUR_US, day_end_us, day_start_us, local_day
from ticketing.rules import DeskRules

IN_BUILDING = "household in (select id from households where building = ?)"


def narrow_by_due(
    wanted: Where, due: Due | None, open_ones: str, rules: DeskRules, now_us: int, due_at: str = "due_at"
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


def part_of(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
