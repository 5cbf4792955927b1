"""A sheet of households over HTTP: sent, looked at, its columns named, stored, and what is bad in it to download."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from kit.http.auth.users import note, users
from kit.http.queries import NoQuery
from kit.sheet_jobs.apart import Found
from kit.sheet_jobs.jobs import SheetJob, SheetKind
from kit.sheets.files import Line
from ticketing.households.columns import Column
from ticketing.households.gathering import Gathered, gather
from ticketing.households.sheet_bodies import SheetColumns
from ticketing.households.sheet_models import SheetColumnOut, SheetOut, SheetSampleOut
from ticketing.households.sheet_rows import Reading
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.sheets import bad_rows_of, job_of, received, spoken
from ticketing.sheets import SheetLanguage, SheetQuery, fields_of, headers_of

_PLACE = (Column.ESTATE, Column.BUILDING, Column.UNIT, Column.ROOM)


def _gather(lines: Sequence[Line], reading: Reading, named: Mapping[str, Column | None]) -> Gathered:
    return gather(lines, reading, named)


KIND = SheetKind("households", _gather)


async def send_sheet(ask: Ask, query: SheetQuery) -> Reply:
    job = ask.site.sheets.add(KIND, ask.token.who, await received(ask), _reading(ask, query.estate))
    return await _reply(ask, job)


async def one_sheet(ask: Ask, query: SheetLanguage) -> Reply:
    return await _reply(ask, job_of(ask, KIND), query)


async def name_columns(ask: Ask, body: SheetColumns) -> Reply:
    job = job_of(ask, KIND)
    ask.site.sheets.read_again(job, _reading(ask, body.estate), body.columns)
    return await _reply(ask, job)


async def store_sheet(ask: Ask, _query: NoQuery) -> Reply:
    job = job_of(ask, KIND)
    households = ask.desk.households
    ask.site.sheets.store(job, lambda gathered, told: households.put(gathered.households, told))
    async with connected(ask) as connection:
        count = len(job.found.gathered.households) if job.found else 0
        await note(connection, ask.token.who, "households_imported", households=count)
    return await _reply(ask, job)


async def drop_sheet(ask: Ask, _query: NoQuery) -> Reply:
    ask.site.sheets.drop(job_of(ask, KIND))
    return Reply(None)


async def bad_rows(ask: Ask, query: SheetLanguage) -> web.Response:
    return await bad_rows_of(job_of(ask, KIND), spoken(ask, query))


def _reading(ask: Ask, estate: str) -> Reading:
    numbering = ask.desk.rules.numbering
    return Reading(numbering.region, numbering.area_code, estate.strip())


async def _reply(ask: Ask, job: SheetJob, query: SheetLanguage = SheetLanguage(lang=None)) -> Reply:  # noqa: B008
    async with connected(ask) as connection:
        known = {user.name for user in await users(connection)} | ask.site.devices.keys()
    return Reply(_out(job, spoken(ask, query), known), as_seen=True)


def _out(job: SheetJob, said_in: str, known: "set[str]") -> SheetOut:
    found = job.found
    gathered: Gathered | None = None if found is None else found.gathered
    keepers = {each.housekeeper for each in gathered.households if each.housekeeper} if gathered else set()
    fields: dict[str, Any] = fields_of(job, said_in)
    return SheetOut(
        **fields,
        estate=job.reading.estate,
        columns=[SheetColumnOut(header=header, column=column) for header, column in headers_of(job)],
        household_count=0 if gathered is None else len(gathered.households),
        samples=[] if found is None else _samples(found),
        unknown_housekeepers=sorted(keepers - known)[:20],
    )


def _samples(found: Found) -> list[SheetSampleOut]:
    gathered, samples = found.gathered, []
    for line, household in zip(gathered.shown, gathered.households, strict=False):
        written = [
            f"{gathered.columns.header(at)} {' '.join(line.cells[at].split())}"
            for column in _PLACE
            for at in gathered.columns.places.get(column, ())
            if at < len(line.cells) and line.cells[at].strip()
        ]
        samples.append(
            SheetSampleOut(
                line=line.number,
                written=", ".join(written),
                place=f"{household.place.estate} {household.place.short}".strip(),
                people_count=len(household.people),
                phone_count=sum(len(person.phones) for person in household.people),
            )
        )
    return samples
