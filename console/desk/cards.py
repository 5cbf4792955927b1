"""The card of a call: who calls, what is open with them, and the ticket of the call."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from console.frame.amending import amended, changes_in, told_apart
from console.frame.drawn import Form, form_of
from console.frame.page import Shown
from console.frame.trades import known_trades
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.http.problems import Problem
from ticketing.tickets.categories import SHORT_CALL

_ROWS = "8"
_LAST_CALLS = 3
_OF_ACTIONS = frozenset({"do", "assignee", "trade"})
_BEFORE = frozenset({"priority", "household", "place_id"})
Categories = Mapping[str, str]


async def categories(visit: Visit) -> Categories:
    """The categories that a person may choose, by key."""
    found = (await visit.get("/api/v1/categories"))["items"]
    return {each["key"]: each[visit.language] for each in found if each["key"] != SHORT_CALL}


async def card(visit: Visit) -> Shown:
    """The card of a call that rings for the reader, or on which they talk."""
    return await _shown(visit, await _call(visit))


async def save(visit: Visit) -> Shown:
    """The words of the call's ticket, and with `do` what becomes of it: solved on the phone, or dispatched."""
    call, form = await _call(visit), form_of(await visit.form())
    if call["ticket"] is None:
        raise Problem(404, "This call has no ticket yet: try again in a second.")
    at = f"/api/v1/tickets/{quote(call['ticket'])}"
    async with told_apart(visit, form):
        if "do" in form.typed:
            await _do(visit, at, form)
        else:
            await visit.change("PATCH", at, amended(_without(form, _OF_ACTIONS)), form.typed.get("version", ""))
    return await _shown(visit, call, saved=True)


async def _do(visit: Visit, at: str, form: Form) -> None:
    """Fields that belong to the action are sent with it. The others are sent first."""
    dispatch, version = form.typed["do"] == "dispatch", form.typed.get("version", "")
    body = changes_in(_without(form, {"do"} if dispatch else _OF_ACTIONS))
    first = {name: body.pop(name) for name in _BEFORE & body.keys()}
    if first:
        now = await visit.get(at)
        first = {name: value for name, value in first.items() if now[name] != value}
    if first:
        version = str((await visit.change("PATCH", at, first, version)).data["version"])
    told = {**body, "action": "dispatch"} if dispatch else await _solved(visit, at, body, form)
    await visit.change("POST", f"{at}/actions", told, version)


async def _solved(visit: Visit, at: str, body: dict[str, Any], form: Form) -> dict[str, Any]:
    """Who writes no words says what it was about by its category, unless somebody else wrote it down meanwhile."""
    said = form.typed.get("title")
    if said is None and (word := (await categories(visit)).get(form.typed.get("category", ""))) is not None:
        untitled = "title" in body or not (await visit.get(at))["title"]
        said, body = word, {**body, "title": word} if untitled else body
    return {**body, **({} if said is None else {"resolution": said}), "action": "resolve"}


def _without(form: Form, names: Collection[str]) -> Form:
    return form._replace(typed={name: text for name, text in form.typed.items() if name not in names})


async def join(visit: Visit) -> Shown:
    """Joins this ticket to another one about the same matter. That one stays."""
    call, typed = await _call(visit), await visit.form()
    at = f"/api/v1/tickets/{quote(call['ticket'] or '')}/merge"
    await visit.change("POST", at, body_of(typed), typed.get("version", ""))
    return await _shown(visit, await _call(visit), saved=True)


async def filled(visit: Visit, call: Mapping[str, Any]) -> dict[str, Any]:
    """The call with its ticket, the household, what is open there besides, and the last calls before this one."""
    found: dict[str, Any] = {"call": call, "ticket": None, "household": None, "open": [], "last_calls": []}
    if call["ticket"] is not None:
        found["ticket"] = ticket = await visit.get(f"/api/v1/tickets/{quote(call['ticket'])}")
        if ticket["household"] is not None:
            query = {"household": str(ticket["household"]), "limit": _ROWS}
            found["household"], others, calls = await asyncio.gather(
                visit.get(f"/api/v1/households/{ticket['household']}"),
                visit.get("/api/v1/tickets", query),
                visit.get("/api/v1/calls", {**query, "limit": str(_LAST_CALLS + 1)}),
            )
            found["last_calls"] = [each for each in calls["items"] if each["id"] != call["id"]][:_LAST_CALLS]
            found["open"] = [other for other in others["items"] if other["number"] != ticket["number"]]
    return found


async def _shown(visit: Visit, call: Mapping[str, Any], *, saved: bool = False) -> Shown:
    data = {"one": await filled(visit, call), "categories": await categories(visit), "saved": saved}
    data["trades"] = await known_trades(visit)
    return Shown("desk/card.html", data, part=True)


async def _call(visit: Visit) -> Any:
    return await visit.get(
        "/api/v1/calls/" + "/".join(quote(visit.path(part), safe="") for part in ("pbx", "linkedid"))
    )
