"""Exports over HTTP: each is noted before its file is handed out."""

from typing import Literal

from pydantic import Field

from kit.http.auth.users import note
from kit.http.bodies import Body, Named
from kit.roles import DISPATCHERS, MANAGERS
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import write

EXPORT_MAX = 10_000
"""Rows of one file."""


class _Export(Body):
    format: Literal["csv", "xlsx"]
    rows: int = Field(ge=0, le=EXPORT_MAX, description="How many rows the file has")
    filters: list[Named] = Field(
        default_factory=list, max_length=40, description="The names of the filters, not what was looked for"
    )


class NewExport(_Export):
    list: Literal["tickets", "callbacks", "calls"]


class NewHouseholdExport(_Export):
    """All that a list of households shows, with names."""


async def note_export(ask: Ask, body: NewExport) -> Reply:
    return await _noted(ask, body.list, body)


async def note_household_export(ask: Ask, body: NewHouseholdExport) -> Reply:
    return await _noted(ask, "households", body)


async def _noted(ask: Ask, what: str, body: NewExport | NewHouseholdExport) -> Reply:
    async with connected(ask) as connection:
        told = {"list": what, "format": body.format, "rows": body.rows, "filters": sorted(body.filters)}
        await note(connection, ask.token.who, "list_exported", **told)
    return Reply(None)


OPERATIONS = (
    write(
        "noteExport",
        "/api/v1/exports",
        "Record in the audit log that a list is exported to a file",
        note_export,
        None,
        NewExport,
        status=204,
        roles=DISPATCHERS,
    ),
    write(
        "noteHouseholdExport",
        "/api/v1/exports/households",
        "Record in the audit log that households are exported to a file",
        note_household_export,
        None,
        NewHouseholdExport,
        status=204,
        roles=MANAGERS,
    ),
)
