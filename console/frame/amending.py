"""Changes of a ticket's texts. Only changed fields are sent on. After a conflict both texts are shown side by side."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from console.frame.drawn import Apart, Form, apart, changes_of
from console.frame.typed import body_of
from console.frame.visit import Visit
from console.frame.where import NOWHERE, where_fields, where_of
from kit.http.problems import Problem

_COMPLAINT = frozenset({"valid", "response", "settlement", "satisfaction"})
_NUMBERS = frozenset({"rating", "satisfaction"})
_FLAGS = frozenset({"difficult", "valid"})


def amended(form: Form) -> dict[str, Any]:
    """The changed fields as the API takes them. Those of a complaint go together. Raises Problem 422 if none is."""
    body = changes_in(form)
    if form.was and not body:
        raise Problem(422, "You changed nothing, so there is nothing to save.")
    complaint = {name: body.pop(name) for name in _COMPLAINT & body.keys()}
    return {**body, "complaint": complaint} if complaint else body


def changes_in(form: Form) -> dict[str, Any]:
    told = changes_of(form)
    where = where_fields(told.pop("where")) if "where" in told else {}
    return {**body_of(told, numbers=_NUMBERS, flags=_FLAGS), **where}


@asynccontextmanager
async def told_apart(visit: Visit, form: Form) -> AsyncIterator[None]:
    """A conflict also tells what somebody else changed: as it was, as it is now, and as it was typed here."""
    try:
        yield
    except Problem as problem:
        current = problem.more.get("current")
        if current is not None and form.was:
            found = apart(form, _as_drawn(current.model_dump(mode="json")))
            problem.more["apart"] = [await _in_words(visit, each) for each in found]
        raise


def _as_drawn(ticket: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of a form about this ticket would be drawn with."""
    complaint = ticket["complaint"] or {"valid": None, "response": "", "settlement": ""}
    texts = {name: ticket[name] or "" for name in ("title", "category", "priority", "contact")}
    texts["valid"] = "" if complaint["valid"] is None else str(complaint["valid"]).lower()
    texts["where"] = where_of(ticket)
    return {**texts, "response": complaint["response"], "settlement": complaint["settlement"]}


async def _in_words(visit: Visit, one: Apart) -> Apart:
    if one.name == "category":
        found = (await visit.get("/api/v1/categories"))["items"]
        said = {each["key"]: each[visit.language] for each in found}
    elif one.name == "where":
        said = {each: await _called(visit, each) for each in (one.was, one.now, one.mine) if each}
    else:
        return one
    mine = None if one.mine is None else said.get(one.mine, one.mine)
    return one._replace(was=said.get(one.was, one.was), now=said.get(one.now, one.now), mine=mine)


async def _called(visit: Visit, where: str) -> str:
    """What people call a flat or another place; itself where it is not there any more."""
    kind, _, number = where.partition(" ")
    if where == NOWHERE:
        return ""
    try:
        found = await visit.get(f"/api/v1/{'places' if kind == 'place' else 'households'}/{quote(number, safe='')}")
    except Problem:
        return where
    return str(found["name"] if kind == "place" else found["place"])
