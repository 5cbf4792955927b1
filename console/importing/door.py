"""A sheet in the browser: sent, looked at, its columns named, imported, and its bad rows to download."""

from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote

from aiohttp import web

from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.visit import Visit
from kit.http.problems import Problem
from kit.roles import Role, reaches
from ticketing.households.columns import Column as HouseholdColumn
from ticketing.places.sheet import Column as PlaceColumn

_HEADER, _MEANS = "header", "means"
_HEADER_MAX = 200  # a longer one means nothing anyway


class Importing(NamedTuple):
    """What is imported, and how its pages call it. `said`: the table of words of its columns. `counted`: the field that
    counts what is imported."""

    page: str
    api: str
    template: str
    columns: type[StrEnum]
    said: str
    counted: str
    title: str
    list: str
    listed: str  # how the list is called
    lead: str
    promise: str
    asks_estate: bool = True


HOUSEHOLDS = Importing(
    "/households/sheet",
    "/api/v1/household-sheets",
    "importing/households.html",
    HouseholdColumn,
    "sheet_column",
    "household_count",
    marked("Import a sheet"),
    "/households",
    marked("Households"),
    marked(
        "A CSV or xlsx of up to 20 MB: each row is a person, rows of one flat are one household. Only the room is "
        "needed."
    ),
    marked("First you see what was understood. Nothing changes until you import it, and nobody is ever deleted."),
)
PLACES = Importing(
    "/places/sheet",
    "/api/v1/place-sheets",
    "importing/places.html",
    PlaceColumn,
    "place_column",
    "place_count",
    marked("Import a sheet of places"),
    "/places",
    marked("Places that are no flats"),
    marked(
        "A CSV or xlsx of up to 20 MB: each row is a place that is no flat, such as a lift, a pump or a gate. Only the "
        "name is needed."
    ),
    marked("First you see what was understood. Nothing changes until you import it, and no place is ever deleted."),
)


async def form(kind: Importing, visit: Visit) -> Shown:
    if not reaches((await visit.reader()).role, Role.MANAGER):
        raise Problem(403, "Sheets are imported by a manager.")
    return Shown("importing/send.html", {"kind": kind})


async def sheet(kind: Importing, visit: Visit) -> Shown:
    return await _shown(kind, visit, part=visit.is_part)


async def name_columns(kind: Importing, visit: Visit) -> Shown:
    """The fields come in pairs: the header as the sheet writes it, and what it means; without that it is left out."""
    typed = await visit.form()
    headers = {name.removeprefix(_HEADER): text for name, text in typed.items() if name.startswith(_HEADER)}
    columns = {text: typed.get(f"{_MEANS}{at}") for at, text in headers.items() if len(text) <= _HEADER_MAX}
    said = {"estate": typed.get("estate", ""), "columns": columns}
    await visit.change("POST", f"{_api(kind, visit)}/columns", said)
    return await _shown(kind, visit, part=True)


async def store(kind: Importing, visit: Visit) -> Shown:
    await visit.change("POST", f"{_api(kind, visit)}/import")
    return await _shown(kind, visit, part=True)


async def drop(kind: Importing, visit: Visit) -> web.Response:
    await visit.change("DELETE", _api(kind, visit))
    return web.Response(status=204, headers={"HX-Redirect": kind.page})


async def _shown(kind: Importing, visit: Visit, *, part: bool) -> Shown:
    found = await visit.get(_api(kind, visit), {"lang": visit.language})
    data: dict[str, Any] = {"sheet": found, "count": found[kind.counted], "kind": kind}
    return Shown(kind.template if part else "importing/page.html", data, part=part)


def _api(kind: Importing, visit: Visit) -> str:
    return f"{kind.api}/{quote(visit.path('sheet'), safe='')}"
