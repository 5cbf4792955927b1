"""The service itself for an admin: its state, its settings, and what the doctor finds."""

from itertools import groupby

from console.frame.page import Shown
from console.frame.visit import Visit


async def state(visit: Visit) -> Shown:
    return Shown("admin/state.html", {"system": await visit.get("/api/v1/system")})


async def settings(visit: Visit) -> Shown:
    found = (await visit.get("/api/v1/settings"))["items"]
    only_set = visit.wanted().get("show") != "all"
    shown = [one for one in found if not only_set or one["source"] != "default"]
    sections = [(name, list(rows)) for name, rows in groupby(shown, key=lambda one: one["section"])]
    return Shown("admin/settings.html", {"sections": sections, "only_set": only_set})


async def doctor(visit: Visit) -> Shown:
    """An open page asks for the result alone, as long as the examination lasts."""
    template = "admin/examination.html" if visit.is_part else "admin/doctor.html"
    return Shown(template, {"examination": await _examination(visit)}, part=visit.is_part)


async def examine(visit: Visit) -> Shown:
    await visit.change("POST", "/api/v1/doctor")
    return Shown("admin/examination.html", {"examination": await _examination(visit)}, part=True)


async def _examination(visit: Visit) -> object:
    return await visit.get("/api/v1/doctor", {"lang": visit.language})
