"""A week of shifts as it is drawn: a row for each day, a column for each shift. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

_DAYS = 7
_CORRECTED_DAYS = 7


class Week(NamedTuple):
    first: date  # a Monday

    @property
    def last(self) -> date:
        return self.first + timedelta(days=_DAYS - 1)

    @property
    def before(self) -> date:
        return self.first - timedelta(days=_DAYS)

    @property
    def last_before(self) -> date:
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.first + timedelta(days=_DAYS)


class Row(NamedTuple):
    day: date
    turns: Sequence[Mapping[str, Any] | None]  # one for each shift, in their order; None: it is not on that day


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def changes_since(today: date) -> date:
    """The first day whose shifts are changed on the page. What is long over was counted and reported as it was."""
    return today - timedelta(days=_CORRECTED_DAYS)


def to_fill(
    turns: Iterable[Mapping[str, Any]], before: Iterable[Mapping[str, Any]], now: datetime
) -> list[tuple[Any, Any]]:
    """Turns that are not over and that nobody was put in, each with that of the week before, where somebody was."""
    known = {(date.fromisoformat(turn["day"]) + timedelta(days=_DAYS), turn["shift"]): turn for turn in before}
    pairs = ((turn, known.get((date.fromisoformat(turn["day"]), turn["shift"]))) for turn in turns)
    return [
        (turn, model)
        for turn, model in pairs
        if not turn["seats"] and datetime.fromisoformat(turn["ends"]) > now and model is not None and model["seats"]
    ]


def rows(first: date, last: date, shifts: Sequence[str], turns: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of a week, made of turns of the API."""
    found = {(turn["day"], turn["shift"]): turn for turn in turns}
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [Row(day, [found.get((f"{day}", shift)) for shift in shifts]) for day in days]
