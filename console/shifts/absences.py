"""Who is away, and who stands in for them: entered, changed and ended."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from console.frame.drawn import Form, changes_of, form_of
from console.frame.page import Shown
from console.frame.side_by_side import side_by_side
from console.frame.typed import body_of, instant_of
from console.frame.visit import Visit
from console.shifts.door import known_people
from kit.http.problems import Problem
from kit.http.queries import PAGE_LIMIT_MAX
from kit.http.wire import instant, rfc3339

_ABSENCES = "/api/v1/absences"
_TIMES = ("since", "until")


async def absences(visit: Visit) -> Shown:
    return await _shown(visit, part=visit.is_part)


async def add(visit: Visit) -> Shown:
    await visit.change("POST", _ABSENCES, _body(visit, await visit.form()))
    return await _shown(visit, part=True)


async def amend(visit: Visit) -> Shown:
    """Changes the stand-in or the end of an absence, or ends it now."""
    form = form_of(await visit.form())
    now = {"until": rfc3339(instant(visit.now_us))}
    body = now if form.typed.get("action") == "back" else _body(visit, changes_of(form))
    if body:
        with _told_apart(visit, form):
            await visit.change("PATCH", _one(visit), body, form.typed.get("version", ""))
    return await _shown(visit, part=True)


async def drop(visit: Visit) -> Shown:
    await visit.change("DELETE", _one(visit), version=(await visit.form()).get("version", ""))
    return await _shown(visit, part=True)


async def _shown(visit: Visit, *, part: bool) -> Shown:
    data = {
        "absences": [one for one in await _all(visit) if _lasts(one, visit)],
        "people": await known_people(visit),
        "may_change": (await visit.reader()).dispatches,
        "drawn_with": partial(_drawn, visit),
    }
    return Shown("shifts/absences_list.html" if part else "shifts/absences.html", data, part=part)


async def _all(visit: Visit) -> list[Any]:
    page = await visit.get(_ABSENCES, {"limit": f"{PAGE_LIMIT_MAX}"})
    found: list[Any] = page["items"]
    while page["next"] is not None:
        page = await visit.get(_ABSENCES, {"limit": f"{PAGE_LIMIT_MAX}", "cursor": page["next"]})
        found += page["items"]
    return found


def _lasts(absence: Mapping[str, Any], visit: Visit) -> bool:
    return datetime.fromisoformat(absence["until"]) > instant(visit.now_us)


@contextmanager
def _told_apart(visit: Visit, form: Form) -> Iterator[None]:
    try:
        with side_by_side(form, partial(_drawn, visit)):
            yield
    except Problem as problem:
        problem.more["version_at"] = f"version-absence-{visit.path('id')}"
        raise


def _drawn(visit: Visit, absence: Mapping[str, Any]) -> dict[str, str]:
    until = datetime.fromisoformat(absence["until"]).astimezone(visit.zone)
    return {"stand_in": absence["stand_in"] or "", "until": f"{until:%Y-%m-%dT%H:%M}", "note": absence["note"]}


def _body(visit: Visit, typed: Mapping[str, str]) -> dict[str, Any]:
    body = {**body_of(typed), **{name: instant_of(typed[name], visit.zone) for name in _TIMES if name in typed}}
    return {**body, "stand_in": body["stand_in"] or None} if "stand_in" in body else body


def _one(visit: Visit) -> str:
    return f"{_ABSENCES}/{quote(visit.path('id'), safe='')}"
