"""Duties for people: what is due, one that is done, signed, returned or called off, and the month at a glance."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.duties.month import Month, glance, month_of
from console.duties.views import list_of
from console.frame.lists import listed
from console.frame.page import Shown
from console.frame.photos import photos_of
from console.frame.typed import body_of, instant_of
from console.frame.visit import Visit
from kit.http.problems import Problem
from kit.instants import local_day
from kit.roles import Role, reaches
from ticketing.duties.occurrence import State
from ticketing.inspections.forms import FORM_OF_DUTY

_AT_ONCE = "500"
_PAGES_MAX = 20
"""A month of a large site has some thousand duties."""


async def duties(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, list_of(_today(visit)))
    if not isinstance(found, dict):
        return found
    return Shown("duties/list.html", {**found, "states": State, "today": _today(visit)}, walks=True)


async def month(visit: Visit) -> Shown:
    today = _today(visit)
    shown = _month(visit.wanted().get("month"), today)
    found = glance(await _all_of(visit, shown), shown, visit.zone)
    return Shown("duties/month.html", {"month": shown, "weeks": found.weeks, "whole": found.whole, "today": today})


async def duty(visit: Visit) -> Shown:
    return await _shown(visit, await visit.get(_api(visit)), part=visit.is_part)


async def do(visit: Visit) -> Shown:
    """Marks a duty as done, now unless a manager enters a time."""
    typed = await visit.form()
    body = body_of(typed)
    if "at" in body:
        body["at"] = instant_of(typed["at"], visit.zone)
    return await _shown(visit, (await visit.change("POST", f"{_api(visit)}/done", body)).data, part=True)


async def act(visit: Visit) -> Shown:
    """A manager signs it, returns it or calls it off."""
    typed = await visit.form()
    changed = await visit.change("POST", f"{_api(visit)}/actions", body_of(typed), typed.get("version", ""))
    return await _shown(visit, changed.data, part=True)


async def _shown(visit: Visit, found: Mapping[str, Any], *, part: bool) -> Shown:
    reader = await visit.reader()
    data = {
        "duty": found,
        "reader": reader,
        "photos": await photos_of(visit, "duty", f"{found['id']}"),
        "form": FORM_OF_DUTY.get(found["name"]),
        "may_do": reaches(reader.role, Role(found["owner"])),
        "manages": reaches(reader.role, Role.MANAGER),
    }
    return Shown("duties/duty.html" if part else "duties/one.html", data, part=part, walks=True)


async def _all_of(visit: Visit, shown: Month) -> list[Mapping[str, Any]]:
    query = {"from": f"{shown.first}", "to": f"{shown.last}", "limit": _AT_ONCE}
    found: list[Mapping[str, Any]] = []
    for _ in range(_PAGES_MAX):
        page = await visit.get("/api/v1/duties", query)
        found += page["items"]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    return found


def _month(text: str | None, today: date) -> Month:
    try:
        return month_of(today if text is None else date.fromisoformat(f"{text}-01"))
    except ValueError:
        raise Problem(422, "This is no month: write it such as 2026-11.") from None


def _today(visit: Visit) -> date:
    return local_day(visit.now_us, visit.zone)


def _api(visit: Visit) -> str:
    return f"/api/v1/duties/{quote(visit.path('id'), safe='')}"
