"""Readings over HTTP: the list, one with its history, a new one, a correction."""

from datetime import date
from typing import Any

from aiohttp import hdrs

from kit.amounts import amount, plain
from kit.database.predicates import Predicates
from kit.http.auth.users import note
from kit.http.cursor import Cursor, encode
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.wire import instant
from kit.instants import local_day
from ticketing.front.ask import Ask, Reply, connected, wrong_cursor
from ticketing.front.refused import etag, fresh, place_after, sentence, wrong
from ticketing.readings.bodies import Correction, FiguresIn, NewReading, ReadingsQuery
from ticketing.readings.models import ReadingOut, ReadingPage, VersionOut
from ticketing.readings.reading import Figures, Key, ReadingError, Told, check_figures, check_key
from ticketing.readings.store import STATEMENTS, KnownError, Reading, ReadingStore, told_of


async def list_readings(ask: Ask, query: ReadingsQuery) -> Reply:
    wanted = _predicates(query)
    sql = STATEMENTS["readings"].replace("and true", "".join(f" and {text}" for text in wanted.texts))
    async with connected(ask) as connection:
        rows = await connection.fetch(sql, query.limit + 1, *wanted.values)
    found = [Reading(row["first"], (told_of(row),)) for row in rows[: query.limit]]
    following = None
    if len(rows) > query.limit:
        following = encode(Cursor(found[-1].now.key.day.toordinal(), "readings", str(found[-1].id)))
    return Reply(ReadingPage(items=[_out(reading)[0] for reading in found], next=following))


async def one_reading(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await ReadingStore(ask.site.pool).get(ask.number()))


async def new_reading(ask: Ask, body: NewReading) -> Reply:
    key, figures = Key(body.objective, body.day, body.series.strip()), _figures(body)
    try:
        check_key(key, local_day(ask.now_us, ask.desk.rules.site.zone))
    except ReadingError as error:
        raise wrong(error.field, str(error), "This cannot be read.") from None
    try:
        reading = await ReadingStore(ask.site.pool).tell(key, figures, ask.token.who, ask.now_us)
    except KnownError as error:
        current, headers = _full(error.reading)
        raise Problem(409, sentence(error), headers=headers, current=current) from None
    reply = _reply(reading)
    return Reply(reply.model, {**reply.headers, hdrs.LOCATION: f"/api/v1/readings/{reading.id}"})


async def correct(ask: Ask, body: Correction) -> Reply:
    number, store = ask.number(), ReadingStore(ask.site.pool)
    figures = _figures(body)
    changing = store.correct(number, ask.version(), figures, ask.token.who, ask.now_us, body.why)

    async def current() -> ReadingOut:
        return _full(await store.get(number))[0]

    reading = await fresh(changing, current)
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "correct reading", reading=reading.id, version=reading.now.version)
    return _reply(reading)


def _figures(body: FiguresIn) -> Figures:
    figures = Figures(body.met, body.total, body.unit.strip(), body.evidence.strip())
    try:
        check_figures(figures)
    except ReadingError as error:
        raise wrong(error.field, str(error), "This cannot be read.") from None
    return figures


def _predicates(query: ReadingsQuery) -> Predicates:
    wanted = Predicates()
    if query.objective is not None:
        wanted.add("objective = ?", int(query.objective))
    if query.series is not None:
        wanted.add("series = ?", query.series)
    if query.from_ is not None:
        wanted.add("day >= ?", query.from_)
    if query.to is not None:
        wanted.add("day <= ?", query.to)
    after = place_after(query.cursor, "readings")
    if after is not None:
        if not 1 <= after.arrived_at_us <= date.max.toordinal():
            raise wrong_cursor()
        wanted.add("(day, first) < (?, ?)", date.fromordinal(after.arrived_at_us), int(after.linkedid))
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
