"""A sheet in the browser: sent, looked at, its columns named, imported, and its bad rows to download."""

from enum import StrEnum
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from aiohttp import web

from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.visit import Visit
from kit.roles import DISPATCHERS, MANAGERS, Role
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
    columns: type[StrEnum] | None  # None: nobody says what a column means
    said: str
    counted: str
    title: str
    list: str
    listed: str  # how the list is called
    lead: str
    promise: str
    asks_for: Literal["estate", "month"] = "estate"
    roles: frozenset[Role] = MANAGERS
    people_of_sheet: bool = False  # who is not known is imported only where somebody says so


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
ROSTERS = Importing(
    "/shifts/sheet",
    "/api/v1/shift-sheets",
    "importing/rosters.html",
    None,
    "roster_column",
    "place_count",
    marked("Import a roster"),
    "/shifts",
    marked("Shifts"),
    marked("A CSV or xlsx of up to 20 MB: a row a person and a column a day, a row a day, or a list of shifts."),
    marked("First you see what was understood. A sheet is imported as a whole or not at all; other days stay."),
    "month",
    DISPATCHERS,
    people_of_sheet=True,
)


async def form(kind: Importing, visit: Visit) -> Shown:
    await visit.require(kind.roles)
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
    unknown = (await visit.form()).get("with_unknown_people") == "true"
    body = {"with_unknown_people": unknown} if kind.people_of_sheet else None
    await visit.change("POST", f"{_api(kind, visit)}/import", body)
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
