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
from ticketing.readings.bodies import Correction, FiguresIn, NewReading, ReadingsQuery
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
    return _reply(await ReadingStore(ask.site.pool).get(ask.number()))


async def new_reading(ask: Ask, body: NewReading) -> Reply:
    key, figures = Key(body.objective, body.day, body.series.strip()), _figures(body)
    check_key(key, local_day(ask.now_us, ask.desk.rules.site.zone))
    try:
        reading = await ReadingStore(ask.site.pool).tell(key, figures, ask.token.who, ask.now_us)
    except KnownError as error:
        error.current = _full(error.reading)[0]
        raise
    reply = _reply(reading)
    return Reply(reply.model, {**reply.headers, hdrs.LOCATION: f"/api/v1/readings/{reading.id}"})


async def correct(ask: Ask, body: Correction) -> Reply:
    number, store = ask.number(), ReadingStore(ask.site.pool)
    figures = _figures(body)
    reading = await store.correct(number, ask.version(), figures, ask.token.who, ask.now_us, body.why)
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "correct reading", reading=reading.id, version=reading.now.version)
    return _reply(reading)


def _figures(body: FiguresIn) -> Figures:
    figures = Figures(body.met, body.total, body.unit.strip(), body.evidence.strip())
    check_figures(figures)
    return figures


def _wanted(query: ReadingsQuery) -> Where:
    wanted = Where("back = 1")
    wanted.given("objective = ?", query.objective and int(query.objective))
    wanted.equal(query, "series")
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
    out = ReadingOut(id=reading.id, **told.key._asdict(), **_version(told), history=[])
    return out, etag(told.version)


def _version(told: Told) -> dict[str, Any]:
    figures = told.figures
    return {
        "version": told.version,
        "met": plain(amount(figures.met)),
        "total": plain(amount(figures.total)),
        "unit": figures.unit,
        "evidence": figures.evidence,
        "who": told.who,
        "at": instant(told.at_us),
        "why": told.why,
    }
