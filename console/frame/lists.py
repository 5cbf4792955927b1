"""A list in the browser: its views, filters, columns and place in the address, and a page of rows after another."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from aiohttp import web

from console.frame.columns import NAME, Column, chosen, in_address
from console.frame.narrowing import Filter, Narrowing, gathered
from console.frame.page import Shown, went
from console.frame.sorting import SORT, heads_of
from console.frame.visit import Visit, Wanted
from kit.amounts import whole
from kit.http.queries import PAGE_LIMIT_MAX
from kit.roles import Role

_ROWS = "50"
_MANY = "rows"
_TICKED = "column."
_OURS = (NAME, _MANY)


class View(NamedTuple):
    """A saved view is an address, so that it can be kept, shared and gone back to."""

    title: str
    query: Mapping[str, str]


class List(NamedTuple):
    path: str
    api: str
    rows: str  # the template of rows alone
    views: Sequence[View]  # the first is shown where nothing is asked for
    columns: Sequence[Column] = ()  # empty: always the same
    exporters: frozenset[Role] = frozenset()  # who is offered it as a file
    heads: Sequence[Column] = ()  # those that are always the same
    order: str = ""  # how the API sorts it where nothing is asked for
    filters: Sequence[Filter] = ()  # those that take several values

    def address(self, query: Mapping[str, str]) -> str:
        return f"{self.path}?{urlencode(query)}"


async def listed(visit: Visit, of: List) -> dict[str, Any] | Shown | web.Response:
    """What the template of the whole list is filled with; or rows alone, for an open page; or where to look instead."""
    ticked = [name.removeprefix(_TICKED) for name in visit.request.query if name.startswith(_TICKED)]
    columns = chosen(of.columns, ticked or visit.request.query.getall(NAME, [])) if of.columns else of.heads
    kept = in_address(of.columns, columns) if of.columns else {}
    wanted = filters(visit)
    if not wanted:
        return went(of.address({**of.views[0].query, **kept}))
    as_listed = gathered(of.filters, wanted.items())
    if ticked or as_listed is not None:  # as a form says them
        return went(of.address({**(wanted if as_listed is None else as_listed), **kept}))
    page = await visit.get(of.api, {"limit": _ROWS, **wanted, **_as_many(visit)})
    following = page["next"]
    more = of.address({**wanted, **kept, "cursor": following}) if following else None
    filled = {
        "wanted": wanted,
        "rows": page["items"],
        "more": more,
        "reader": await visit.reader(),
        "columns": columns,
        "narrowing": Narrowing(of.path, of.filters, wanted, kept),
    }
    if visit.is_part:
        return Shown(of.rows, filled, part=True)
    return {**filled, **_around(of, wanted, kept, columns), "may_export": filled["reader"].role in of.exporters}


def _around(of: List, wanted: Wanted, kept: Mapping[str, str], columns: Sequence[Column]) -> dict[str, Any]:
    """What the whole list shows besides its rows."""
    return {
        "list": of,
        "kept": kept,
        "narrowed": urlencode({**wanted, **kept}),
        "heard": f"{of.api}?{urlencode(_lasting(wanted))}",
        "heads": heads_of(columns, wanted[SORT] or of.order),
        "sorted_by": lambda sort: of.address({**unsorted(wanted), SORT: sort, **kept}),
        "views": _views(of, wanted, kept),
    }


def _views(of: List, wanted: Wanted, kept: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Each with its address, and whether it is the one that is shown. An order that the reader chose goes along to a
    view that has none of its own."""
    here = next((view for view in of.views if unsorted(view.query) == unsorted(wanted)), None)
    its_own = here is not None and here.query.get(SORT) == wanted.get(SORT)
    chosen_order = {SORT: wanted[SORT]} if SORT in wanted and not its_own else {}
    return [(view.title, of.address({**chosen_order, **view.query, **kept}), view is here) for view in of.views]


def unsorted(query: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in query.items() if name != SORT}


def filters(visit: Visit) -> Wanted:
    """What the address asks the API for."""
    wanted = visit.wanted()
    return Wanted((name, said) for name, said in wanted.items() if name not in _OURS and not name.startswith(_TICKED))


def columns_here(visit: Visit, of: List) -> Sequence[Column]:
    """The columns of the page that asks for a single row."""
    here = urlsplit(visit.request.headers.get("HX-Current-URL", "")).query
    return chosen(of.columns, parse_qs(here).get(NAME, []))


def narrowing_here(visit: Visit, of: List) -> Narrowing:
    """The filters of the page that asks for a single row."""
    here = dict(parse_qsl(urlsplit(visit.request.headers.get("HX-Current-URL", "")).query))
    kept = {NAME: here.pop(NAME)} if NAME in here else {}
    ours = {name: said for name, said in here.items() if name not in (*_OURS, "lang")}
    return Narrowing(of.path, of.filters, ours, kept)


def _lasting(wanted: Mapping[str, str]) -> dict[str, str]:
    """The address without order and number of rows."""
    return {name: value for name, value in unsorted(wanted).items() if name not in ("limit", "cursor")}


def _as_many(visit: Visit) -> dict[str, str]:
    """The number of rows that were shown when the reader left the list. Anything else than a number is ignored."""
    said = whole(visit.request.query.get(_MANY, ""), 5)
    return {"limit": str(min(said, PAGE_LIMIT_MAX))} if said else {}
