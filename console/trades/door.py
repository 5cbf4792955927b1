"""Who of each trade is on duty, and how much open work each has. Dispatchers say it of all, others of themselves."""

from typing import Any
from urllib.parse import quote

from console.frame.page import Shown
from console.frame.visit import Visit
from kit.roles import DISPATCHERS


async def trades(visit: Visit) -> Shown:
    return Shown("trades/page.html", await _told(visit, await visit.get("/api/v1/trades")))


async def change_duty(visit: Visit) -> Shown:
    body = {"on": (await visit.form()).get("on") == "yes"}
    at = f"/api/v1/trades/people/{quote(visit.path('name'), safe='')}/duty"
    told = (await visit.change("POST", at, body)).data
    return Shown("trades/trades.html", await _told(visit, told), part=True)


async def _told(visit: Visit, told: Any) -> dict[str, Any]:
    reader = await visit.reader()
    return {**told, "reader": reader, "says_of_all": reader.role in DISPATCHERS}
