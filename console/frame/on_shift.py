"""Who is on shift now, as several pages show it, and who writes the notes of a shift."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from console.frame.visit import Reader, Visit
from kit.http.wire import instant
from kit.instants import local_day

SHIFTS = "/api/v1/shifts"
_ONE_DAY = timedelta(days=1)

Turn = Mapping[str, Any]
"""A shift on one day, as the API has it."""


async def on_shift(visit: Visit) -> dict[str, Any]:
    """A site without shifts has nobody on."""
    return await on_shift_now(visit) if (await visit.reader()).has_shifts else {"duty": None}


async def on_shift_now(visit: Visit) -> dict[str, Any]:
    reader, today = await visit.reader(), local_day(visit.now_us, visit.zone)
    found = await visit.get(f"{SHIFTS}/now")
    near = await turns_between(visit, today, today + _ONE_DAY)
    return {
        "duty": found,
        "short": short_soon(near["items"], instant(visit.now_us)),
        "may_write": [turn for turn in found["turns"] if writes_of(reader, turn)],
    }


async def turns_between(visit: Visit, first: date, last: date) -> Any:
    return await visit.get(SHIFTS, {"from": f"{first}", "to": f"{last}"})


def writes_of(reader: Reader, turn: Turn) -> bool:
    """Notes are written by who is on it, or was put in; by dispatchers of every turn. Workmen neither read nor write
    them."""
    is_on = any(reader.name in (seat["person"], seat["taken_by"]) for seat in turn["seats"])
    return bool(turn["takes_notes"]) and (reader.dispatches or (is_on and not reader.is_workman))


def short_soon(turns: Iterable[Turn], now: datetime) -> list[Turn]:
    """The turns with too few people that begin within a day."""
    return [turn for turn in turns if turn["is_short"] and now < _at(turn["begins"]) <= now + _ONE_DAY]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
