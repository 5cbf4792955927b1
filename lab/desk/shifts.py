"""Who works when on the played estate: the agents by turns, with a duty manager by day. One night nobody was put in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kit.database.pool import DatabasePool
from kit.instants import DAY_US, HOUR_US, local_day
from lab.desk.matters import Said
from ticketing.shifts.on_duty import Part, Place
from ticketing.shifts.patterns import turns
from ticketing.shifts.records import Absence, Handover
from ticketing.shifts.records_store import RecordStore
from ticketing.shifts.store import ShiftStore
from ticketing.site_rules import SiteRules

DAY, NIGHT = "day", "night"
SHIFTS: Mapping[str, Mapping[str, object]] = {
    "0": {"name": DAY, "begins": "08:00", "ends": "20:00", "people_min": 2},
    "1": {"name": NIGHT, "begins": "20:00", "ends": "08:00"},
}
"""As `[[shifts.shift]]` of the settings."""

ENVIRONMENT: Mapping[str, str] = {
    f"THIRDRING__SHIFTS__SHIFT__{number}__{key.upper()}": str(value)
    for number, shift in SHIFTS.items()
    for key, value in shift.items()
}
"""The same for a service that is a process of its own."""

_LEFT = Said(
    "3 号楼 2 单元电梯已报修，维保明早 9 点到场，请跟进。",
    "The lift of building 3, entrance 2 is reported; its technician comes at 9 tomorrow. Please follow up.",
)
_LEAVE = Said("年假", "on leave")

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


async def enter(
    pool: DatabasePool, rules: SiteRules, agents: Sequence[str], manager: str, language: str, now_us: int
) -> None:
    """The roster, somebody who is away, and a note of the last shift. Nothing where people are entered already."""
    store, records, today = ShiftStore(pool, rules), RecordStore(pool), local_day(now_us, rules.site.zone)
    if not rules.shifts.patterns or len(agents) < 2 or (await store.around(now_us)).roster:
        return
    await store.put_turns(roster(agents, manager, today), manager, now_us)
    since_us, words = now_us - now_us % HOUR_US, _LEAVE.within(language)
    absence = Absence(
        person=agents[0],
        stand_in=agents[-1],
        since_us=since_us,
        until_us=since_us + DAY_US,
        note=words,
        entered_by=manager,
        entered_at_us=now_us,
    )
    await records.add_absence(absence)
    near = turns(rules.shifts.patterns, today - timedelta(days=1), today, rules.site.zone, rules.site.workdays.works)
    last = max((turn for turn in near if turn.ends_us <= now_us), key=lambda turn: turn.ends_us)
    text, at_us = _LEFT.within(language), last.ends_us
    note = Handover(shift=last.shift, day=last.day, text=text, written_by=agents[1], written_at_us=at_us)
    await records.add_handover(note)
