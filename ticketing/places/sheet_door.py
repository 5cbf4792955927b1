"""A sheet of places over HTTP: sent, looked at, its columns named, stored, and what is bad in it to download."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from kit.http.auth.users import note
from kit.http.queries import NoQuery
from kit.sheet_jobs.jobs import SheetJob, SheetKind
from kit.sheets.files import Line
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.sheets import bad_rows_of, job_of, received, spoken
from ticketing.places.sheet import Column, Gathered, gather
from ticketing.places.sheet_models import PlaceSampleOut, PlaceSheetColumnOut, PlaceSheetColumns, PlaceSheetOut
from ticketing.places.store import Imported, PlaceStore
from ticketing.sheets import SheetLanguage, SheetQuery, fields_of, headers_of

_SHOWN = 20


def _gather(lines: Sequence[Line], estate: str, named: Mapping[str, Column | None]) -> Gathered:
    return gather(lines, estate, named)


KIND = SheetKind("places", _gather)


async def send_sheet(ask: Ask, query: SheetQuery) -> Reply:
    job = ask.site.sheets.add(KIND, ask.token.who, await received(ask), query.estate.strip())
    return _reply(ask, job)


async def one_sheet(ask: Ask, query: SheetLanguage) -> Reply:
    return _reply(ask, job_of(ask, KIND), query)


async def name_columns(ask: Ask, body: PlaceSheetColumns) -> Reply:
    job = job_of(ask, KIND)
    ask.site.sheets.read_again(job, body.estate.strip(), body.columns)
    return _reply(ask, job)


async def store_sheet(ask: Ask, _query: NoQuery) -> Reply:
    job = job_of(ask, KIND)
    store = PlaceStore(ask.site.pool)

    async def put(gathered: Gathered, told: Callable[[int], None]) -> Imported:
        return await store.put(gathered.places, told)

    ask.site.sheets.store(job, put)
    async with connected(ask) as connection:
        count = len(job.found.gathered.places) if job.found else 0
        await note(connection, ask.token.who, "places_imported", places=count)
    return _reply(ask, job)


async def drop_sheet(ask: Ask, _query: NoQuery) -> Reply:
    ask.site.sheets.drop(job_of(ask, KIND))
    return Reply(None)


async def bad_rows(ask: Ask, query: SheetLanguage) -> web.Response:
    return await bad_rows_of(job_of(ask, KIND), spoken(ask, query))


def _reply(ask: Ask, job: SheetJob, query: SheetLanguage = SheetLanguage(lang=None)) -> Reply:  # noqa: B008
    gathered: Gathered | None = None if job.found is None else job.found.gathered
    places = () if gathered is None else gathered.places
    fields: dict[str, Any] = fields_of(job, spoken(ask, query))
    model = PlaceSheetOut(
        **fields,
        estate=job.reading,
        columns=[PlaceSheetColumnOut(header=header, column=column) for header, column in headers_of(job)],
        place_count=len(places),
        samples=[
            PlaceSampleOut(kind=one.kind, name=one.name, building=one.building, estate=one.estate)
            for one in places[:_SHOWN]
        ],
    )
    return Reply(model, as_seen=True)
