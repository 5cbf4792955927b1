"""Who works when on the played estate: the agents by turns, with a duty manager by day. One night nobody was put in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from ticketing.shifts.on_duty import Part, Place

DAY, NIGHT = "day", "night"
SHIFTS: Mapping[str, Mapping[str, object]] = {
    "0": {"name": DAY, "begins": "08:00", "ends": "20:00", "people_min": 2},
    "1": {"name": NIGHT, "begins": "20:00", "ends": "08:00"},
}
"""As `[[shifts.shift]]` of the settings."""

_BEHIND_DAYS, _AHEAD_DAYS = 7, 14
_NOBODY_AFTER_DAYS = 3


def roster(agents: Sequence[str], manager: str, today: date) -> dict[tuple[str, date], Sequence[Place]]:
    """By shift and day, from last week to the one after the next."""
    found: dict[tuple[str, date], Sequence[Place]] = {}
    for ahead in range(-_BEHIND_DAYS, _AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        by_turns = [agents[(day.toordinal() + place) % len(agents)] for place in range(len(agents))]
        night, by_day = by_turns[0], by_turns[1:4]
        found[DAY, day] = [*(Place(name) for name in by_day or [night]), Place(manager, Part.MANAGER)]
        if ahead != _NOBODY_AFTER_DAYS:
            found[NIGHT, day] = [Place(night)]
    return found
