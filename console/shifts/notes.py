"""What a shift leaves for the next one: read with the turn, written, and taken over once."""

from urllib.parse import quote

from console.frame.drawing import minutes_until
from console.frame.on_shift import SHIFTS, writes_of
from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from console.shifts.door import now, turn_at


async def turn(visit: Visit) -> Shown:
    return await _shown(visit, turn_at(visit.path("day"), visit.path("shift")), part=visit.is_part)


async def write(visit: Visit) -> Shown:
    at = turn_at(visit.path("day"), visit.path("shift"))
    await visit.change("POST", f"{at}/notes", body_of(await visit.form()))
    return await _shown(visit, at, part=True)


async def take_over(visit: Visit) -> Shown:
    """Takes a note over, on the page of its turn or on the page of who is on shift."""
    note = (await visit.change("POST", f"{SHIFTS}/notes/{quote(visit.path('id'), safe='')}/taken")).data
    if visit.request.headers.get("HX-Target") != "turn":
        return await now(visit)
    return await _shown(visit, turn_at(note["day"], note["shift"]), part=True)


async def _shown(visit: Visit, at: str, *, part: bool) -> Shown:
    found, reader = await visit.get(at), await visit.reader()
    data = {
        "turn": found,
        "notes": None if reader.is_workman else (await visit.get(f"{at}/notes"))["items"],
        "has_begun": minutes_until(found["begins"], visit.now_us) <= 0,
        "may_write": writes_of(reader, found),
    }
    return Shown("shifts/turn.html" if part else "shifts/one.html", data, part=part)
