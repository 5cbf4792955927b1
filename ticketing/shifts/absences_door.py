"""Absences over HTTP: who is away, and who stands in for them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kit.database.instants import stored
from kit.database.where import Where
from kit.http.listed import Listing, listed
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.shown import shown
from kit.http.wire import microseconds
from kit.instants import day_end_us, day_start_us
from kit.roles import DISPATCHERS
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.shifts.bodies import AbsenceChange, AbsencesQuery, NewAbsence
from ticketing.shifts.finding import refreshed, require_known, today_of
from ticketing.shifts.models import AbsenceOut, AbsencesOut
from ticketing.shifts.records import Absence
from ticketing.shifts.records_store import RecordStore
from ticketing.shifts.rows import ABSENCE
from ticketing.shifts.store import STATEMENTS

_AHEAD_DAYS = 366
_LIST = Listing("absences", STATEMENTS["list_absences"], {"since": datetime, "id": int}, descending=False)


async def list_absences(ask: Ask, query: AbsencesQuery) -> Reply:
    first = query.from_ or today_of(ask)
    last = query.to or first + timedelta(days=_AHEAD_DAYS)
    zone = ask.desk.rules.site.zone
    wanted = Where("until > ?", stored(day_start_us(first, zone)))
    wanted.add("since < ?", stored(day_end_us(last, zone)))
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, wanted, query)
    return Reply(AbsencesOut(items=[shown(AbsenceOut, ABSENCE.of(row)) for row in rows], next=following))


async def one_absence(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await _store(ask).absence(ask.number()))


async def add_absence(ask: Ask, body: NewAbsence) -> Reply:
    await _require_known(ask, person=body.person, stand_in=body.stand_in)
    absence = await _store(ask).add_absence(
        Absence(
            person=body.person,
            stand_in=body.stand_in,
            since_us=microseconds(body.since),
            until_us=microseconds(body.until),
            note=body.note.strip(),
            entered_by=ask.token.who,
            entered_at_us=ask.now_us,
        )
    )
    return await _changed(ask, absence)


async def change_absence(ask: Ask, body: AbsenceChange) -> Reply:
    said = body.model_fields_set
    await _require_known(ask, stand_in=body.stand_in)

    def changed(known: Absence) -> Absence:
        new: dict[str, Any] = {"stand_in": body.stand_in} if "stand_in" in said else {}
        if body.since is not None:
            new["since_us"] = microseconds(body.since)
        if body.until is not None:
            new["until_us"] = microseconds(body.until)
        if body.note is not None:
            new["note"] = body.note.strip()
        return replace(known, **new)

    who = ask.token.who
    absence = await _store(ask).change_absence(ask.number(), ask.version(), changed, who, ask.now_us)
    return await _changed(ask, absence)


async def delete_absence(ask: Ask, _query: NoQuery) -> Reply:
    await _store(ask).delete_absence(ask.number(), ask.version(), ask.token.who, ask.now_us)
    await refreshed(ask)
    return Reply(None)


async def _changed(ask: Ask, absence: Absence) -> Reply:
    await refreshed(ask)
    return _reply(absence)


async def _require_known(ask: Ask, **names: str | None) -> None:
    async with connected(ask) as connection:
        await require_known(ask, connection, {field: name for field, name in names.items() if name is not None})


def _reply(absence: Absence) -> Reply:
    return Reply(shown(AbsenceOut, absence), etag(absence.version))


def _store(ask: Ask) -> RecordStore:
    return RecordStore(ask.site.pool, ask.desk.news)


_ABSENCE = "/api/v1/absences/{id}"
_NO_ABSENCE = {404: "No such absence"}

OPERATIONS = (
    read("listAbsences", "/api/v1/absences", "List who is away", list_absences, AbsencesOut, AbsencesQuery),
    read("getAbsence", _ABSENCE, "Return an absence", one_absence, AbsenceOut, problems=_NO_ABSENCE),
    write(
        "addAbsence",
        "/api/v1/absences",
        "Create an absence, with who stands in; recorded in the audit log",
        add_absence,
        AbsenceOut,
        NewAbsence,
        status=201,
        roles=DISPATCHERS,
    ),
    write(
        "changeAbsence",
        _ABSENCE,
        "Change when somebody is away, or who stands in; recorded in the audit log",
        change_absence,
        AbsenceOut,
        AbsenceChange,
        method="PATCH",
        current=one_absence,
        if_match=True,
        roles=DISPATCHERS,
        problems=_NO_ABSENCE,
    ),
    write(
        "deleteAbsence",
        _ABSENCE,
        "Delete an absence; recorded in the audit log",
        delete_absence,
        None,
        method="DELETE",
        status=204,
        if_match=True,
        roles=DISPATCHERS,
        problems=_NO_ABSENCE,
    ),
)
