"""A sheet of the roster over HTTP: sent, looked at, stored as a whole or not at all, and what is bad in it."""

import unicodedata
from collections.abc import Callable
from typing import Any

from aiohttp import web

from kit.http.operation import Operation
from kit.http.queries import NoQuery
from kit.refusals import RefusedError
from kit.roles import DISPATCHERS
from kit.sheet_jobs.jobs import SheetJob, SheetKind
from telephony.masking import mask_text
from ticketing.http.ask import Ask, Reply, connected, sent
from ticketing.http.sheets import XLSX, bad_rows_of, job_of, received, spoken
from ticketing.http.ways import read, write
from ticketing.sheets import SheetLanguage, fields_of, headers_of
from ticketing.shifts.finding import known_people, refreshed, today_of
from ticketing.shifts.sheet import gather
from ticketing.shifts.sheet_cells import Reading
from ticketing.shifts.sheet_models import (
    RosterSampleOut,
    RosterSheetColumnOut,
    RosterSheetImport,
    RosterSheetOut,
    RosterSheetQuery,
)
from ticketing.shifts.sheet_said import Gathered
from ticketing.shifts.store import Imported

KIND = SheetKind("rosters", gather)
_SHOWN = 20


class BadSheetError(RefusedError):
    def __init__(self) -> None:
        super().__init__("Some cells of the sheet are wrong, so nothing was imported: correct them and send it again.")


class UnknownPeopleError(RefusedError):
    def __init__(self) -> None:
        super().__init__(
            "Some people of the sheet are not known here, so nothing was imported: correct their names, or send "
            "`with_unknown_people`."
        )


class NumberAsNameError(RefusedError):
    def __init__(self) -> None:
        super().__init__(
            "A name in the sheet is a phone number, which everybody would see on the roster, so nothing was imported: "
            "write the name."
        )


async def send_sheet(ask: Ask, query: RosterSheetQuery) -> Reply:
    rules = ask.desk.rules
    reading = Reading(rules.shifts, rules.site.workdays, today_of(ask), query.month)
    job = ask.site.sheets.add(KIND, ask.token.who, await received(ask), reading)
    return await _reply(ask, job)


async def one_sheet(ask: Ask, query: SheetLanguage) -> Reply:
    return await _reply(ask, job_of(ask, KIND), query)


async def store_sheet(ask: Ask, body: RosterSheetImport) -> Reply:
    job = job_of(ask, KIND)
    gathered: Gathered | None = None if job.found is None else job.found.gathered
    if gathered is not None and gathered.bad:
        raise BadSheetError
    unknown = [] if gathered is None else await _unknown(ask, gathered)
    if any(_has_number(name) for name in unknown):
        raise NumberAsNameError
    if unknown and not body.with_unknown_people:
        raise UnknownPeopleError
    who, at_us = ask.token.who, ask.now_us

    async def put(found: Gathered, _told: Callable[[int], None]) -> Imported:
        stored = await ask.desk.shifts.put_sheet(found, who, at_us)
        await refreshed(ask)
        return stored

    ask.site.sheets.store(job, put)
    return await _reply(ask, job)


async def drop_sheet(ask: Ask, _query: NoQuery) -> Reply:
    ask.site.sheets.drop(job_of(ask, KIND))
    return Reply(None)


async def bad_rows(ask: Ask, query: SheetLanguage) -> web.Response:
    return await bad_rows_of(job_of(ask, KIND), spoken(ask, query))


async def _unknown(ask: Ask, gathered: Gathered) -> list[str]:
    async with connected(ask) as connection:
        known = await known_people(ask, connection)
    return [name for name in gathered.people if name not in known]


def _has_number(name: str) -> bool:
    shown = unicodedata.normalize("NFKC", name)
    return mask_text(shown) != shown


async def _reply(ask: Ask, job: SheetJob, query: SheetLanguage = SheetLanguage(lang=None)) -> Reply:  # noqa: B008
    gathered: Gathered | None = None if job.found is None else job.found.gathered
    days, said = ([], ()) if gathered is None else (gathered.days, gathered.said)
    fields: dict[str, Any] = fields_of(job, spoken(ask, query))
    model = RosterSheetOut(
        **fields,
        form=None if gathered is None else gathered.form,
        columns=[RosterSheetColumnOut(header=header, column=column) for header, column in headers_of(job)],
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        person_count=0 if gathered is None else len(gathered.people),
        place_count=0 if gathered is None else gathered.place_count,
        is_mostly_past=gathered is not None and gathered.is_mostly_past(today_of(ask)),
        samples=[
            RosterSampleOut(shift=one.shift, day=one.day, person=one.person, part=one.part) for one in said[:_SHOWN]
        ],
        unknown_people=[] if gathered is None else await _unknown(ask, gathered),
    )
    return Reply(model, as_seen=True)


_SHEET = "/api/v1/shift-sheets/{sheet}"
_NO_SHEET = {404: "No such sheet, or somebody else's, or it was sent more than half an hour ago"}
_BUSY = {**_NO_SHEET, 409: "It is being read or stored"}

OPERATIONS = (
    write(
        "sendRosterSheet",
        "/api/v1/shift-sheets",
        "Create a preview of a roster: a CSV or xlsx, whose bytes are the body",
        send_sheet,
        RosterSheetOut,
        query=RosterSheetQuery,
        status=201,
        roles=DISPATCHERS,
        upload=True,
    ),
    read(
        "getRosterSheet",
        _SHEET,
        "Return what was understood of a roster, and how far it is",
        one_sheet,
        RosterSheetOut,
        SheetLanguage,
        roles=DISPATCHERS,
        problems=_NO_SHEET,
    ),
    write(
        "importRosterSheet",
        f"{_SHEET}/import",
        "Change the roster as a sheet says; recorded in the audit log",
        store_sheet,
        RosterSheetOut,
        RosterSheetImport,
        roles=DISPATCHERS,
        problems=_BUSY,
    ),
    Operation(
        "getBadRowsOfRoster",
        f"{_SHEET}/bad-rows",
        "Return the rows in which something is bad as a sheet, each with what it is",
        sent(bad_rows),
        roles=DISPATCHERS,
        query=SheetLanguage,
        files=(XLSX,),
        problems=_NO_SHEET,
    ),
    write(
        "dropRosterSheet",
        _SHEET,
        "Delete a sheet that was sent; what was imported stays",
        drop_sheet,
        None,
        method="DELETE",
        status=204,
        roles=DISPATCHERS,
        problems=_NO_SHEET,
    ),
)
