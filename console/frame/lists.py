"""A list in the browser: its views, its filters in the address, and a page of rows after another."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from console.frame.page import Shown, went
from console.frame.visit import Visit

_ROWS = "50"


class View(NamedTuple):
    """A saved view is an address, so that it can be kept, shared and gone back to."""

    title: str
    query: Mapping[str, str]


class List(NamedTuple):
    path: str
    api: str
    rows: str  # the template of rows alone
    views: Sequence[View]  # the first is shown where nothing is asked for

    def address(self, query: Mapping[str, str]) -> str:
        return f"{self.path}?{urlencode(query)}"


async def listed(visit: Visit, of: List) -> dict[str, Any] | Shown | web.Response:
    """What the template of the whole list is filled with; or rows alone, for an open page; or where to look instead."""
    wanted = visit.wanted()
    if not wanted:
        return went(of.address(of.views[0].query))
    page = await visit.get(of.api, {"limit": _ROWS, **wanted})
    following = page["next"]
    more = of.address({**wanted, "cursor": following}) if following else None
    filled = {"wanted": wanted, "rows": page["items"], "more": more, "reader": await visit.reader()}
    if visit.is_part:
        return Shown(of.rows, filled, part=True)
    views = [(view.title, of.address(view.query), view.query == wanted) for view in of.views]
    return {**filled, "views": views}
