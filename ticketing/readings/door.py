"""Readings over HTTP: the list, one with its history, a new one, a correction."""

from datetime import date
from typing import Any

from aiohttp import hdrs

from kit.amounts import amount, plain
from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import Listing, listed
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.wire import instant
from kit.instants import local_day
from ticketing.front.ask import Ask, Reply, connected
from ticketing.readings.bodies import Correction, FiguresIn, NewReading, ReadingAction, ReadingsQuery
from ticketing.readings.confirming import POSSIBLE, Asked
from ticketing.readings.models import ReadingOut, ReadingPage, VersionOut
from ticketing.readings.reading import Figures, Key, Told, check_figures, check_key
from ticketing.readings.store import STATEMENTS, KnownError, Reading, ReadingStore, told_of

_LIST = Listing("readings", STATEMENTS["list"], {"day": date, "first": int})


async def list_readings(ask: Ask, query: ReadingsQuery) -> Reply:
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, _wanted(query), query)
    found = [Reading(row["first"], (told_of(row),)) for row in rows]
    return Reply(ReadingPage(items=[_out(reading)[0] for reading in found], next=following))


async def one_reading(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await _readings(ask).get(ask.number()))


async def new_reading(ask: Ask, body: NewReading) -> Reply:
    key, figures = Key(body.objective, body.day, body.series.strip()), _figures(body)
    check_key(key, local_day(ask.now_us, ask.desk.rules.site.zone))
    try:
        reading = await _readings(ask).tell(key, figures, _asked(ask))
    except KnownError as error:
        error.current = _full(error.reading)[0]
        raise
    reply = _reply(reading)
    return Reply(reply.model, {**reply.headers, hdrs.LOCATION: f"/api/v1/readings/{reading.id}"})


async def correct(ask: Ask, body: Correction) -> Reply:
    figures = _figures(body)
    reading = await _readings(ask).correct(ask.number(), ask.version(), figures, _asked(ask, body.why))
    return await _noted(ask, "correct reading", reading)


async def act_on_reading(ask: Ask, body: ReadingAction) -> Reply:
    reading = await _readings(ask).act(ask.number(), ask.version(), body.action, _asked(ask, body.why))
    return await _noted(ask, f"{body.action} reading", reading)


async def _noted(ask: Ask, action: str, reading: Reading) -> Reply:
    async with connected(ask) as connection:
        await note(connection, ask.token.who, action, reading=reading.id, version=reading.now.version)
    return _reply(reading)


def _readings(ask: Ask) -> ReadingStore:
    return ReadingStore(ask.site.pool, ask.desk.news)


def _asked(ask: Ask, why: str = "") -> Asked:
    return Asked(ask.token.who, ask.token.role, ask.now_us, why)


def _figures(body: FiguresIn) -> Figures:
    figures = Figures(body.met, body.total, body.unit.strip(), body.evidence.strip())
    check_figures(figures)
    return figures


def _wanted(query: ReadingsQuery) -> Where:
    wanted = Where("back = 1")
    wanted.given("objective = ?", query.objective and int(query.objective))
    wanted.equal(query, "series", "state")
    wanted.given("day >= ?", query.from_)
    wanted.given("day <= ?", query.to)
    return wanted


def _reply(reading: Reading) -> Reply:
    return Reply(*_full(reading))


def _full(reading: Reading) -> tuple[ReadingOut, Any]:
    out, headers = _out(reading)
    out.history = [VersionOut(**_version(told)) for told in reading.versions]
    return out, headers


def _out(reading: Reading) -> tuple[ReadingOut, Any]:
    told = reading.now
    possible = list(POSSIBLE[told.state])
    out = ReadingOut(id=reading.id, **told.key._asdict(), **_version(told), possible=possible, history=[])
    return out, etag(told.version)


def _version(told: Told) -> dict[str, Any]:
    figures = told.figures
    return {
        "version": told.version,
        "met": plain(amount(figures.met)),
        "total": plain(amount(figures.total)),
        "unit": figures.unit,
        "evidence": figures.evidence,
        "state": told.state,
        "told_by": told.told_by,
        "who": told.who,
        "at": instant(told.at_us),
        "why": told.why,
    }
