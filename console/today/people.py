"""Who is on duty. Managers can pause somebody else or end a pause, and give a reason, which is stored."""

from typing import Any
from urllib.parse import quote

from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.roles import MANAGERS


async def people(visit: Visit) -> Shown:
    return Shown("today/people.html", await on_now(visit), part=True)


async def pause(visit: Visit) -> Shown:
    return await _changed(visit, "pause")


async def ready(visit: Visit) -> Shown:
    return await _changed(visit, "ready")


async def on_now(visit: Visit) -> dict[str, Any]:
    """Everybody with a phone, and what they do now."""
    told = await visit.get("/api/v1/agents")
    return {
        "people": [{**one["now"], "name": one["name"]} for one in told["items"] if one["now"] is not None],
        "pause_reasons": told["pause_reasons"],
        "pauses_others": (await visit.reader()).role in MANAGERS,
    }


async def _changed(visit: Visit, how: str) -> Shown:
    at = f"/api/v1/agents/{quote(visit.path('name'), safe='')}/{how}"
    await visit.change("POST", at, body_of(await visit.form()))
    return await people(visit)
