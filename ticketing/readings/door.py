"""Readings over HTTP: the list, one with its history, a new one, a correction."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from aiohttp import hdrs
from pydantic import Field

from kit.amounts import amount, plain
from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.bodies import Body, Words
from kit.http.days import Day
from kit.http.listed import Listing, listed
from kit.http.pages import PageOfIds
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.wire import instant
from kit.instants import local_day
from kit.roles import MANAGERS
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.readings import reading
from ticketing.readings.confirming import POSSIBLE, Action, Asked
from ticketing.readings.models import ReadingOut, ReadingPage, VersionOut
from ticketing.readings.reading import Figures, Key, Told, check_figures, check_key
from ticketing.readings.store import STATEMENTS, KnownError, Reading, ReadingStore, told_of

Amount = Annotated[Decimal, Field(strict=False, ge=0, lt=10**reading.DIGITS_MAX, decimal_places=reading.DECIMALS_MAX)]
"""A number, or its text: both are read exactly."""
_TEXT = r"^[^\x00-\x1f\x7f]*$"
Series = Annotated[str, Field(max_length=reading.SERIES_MAX, pattern=_TEXT)]
Unit = Annotated[str, Field(max_length=reading.UNIT_MAX, pattern=_TEXT)]
Evidence = Annotated[str, Field(max_length=reading.EVIDENCE_MAX, pattern=_TEXT)]
Why = Annotated[str, Field(min_length=1, max_length=400, pattern=r"^[^\x00]*\S[^\x00]*$")]
Line = Annotated[
    int, Field(ge=1, le=21, description=f"A line that takes readings: {', '.join(map(str, reading.LINES))}")
]


class FiguresIn(Body):
    met: Amount
    total: Amount = Field(description="0 of 0 withdraws a reading")
    unit: Unit = ""
    evidence: Evidence = Field("", description="A note, the number of a form, or the path of a photo or file")


class NewReading(FiguresIn):
    objective: Line
    day: date = Field(description="The local day; not in the future")
    series: Series = Field(
        "", description="Distinguishes readings of the same line and day: attendance, a team, a kind of fee"
    )


class Correction(FiguresIn):
    why: Why


class ReadingAction(Body):
    action: Action
    why: Words = Field("", description="Required for reject")


class ReadingsQuery(PageOfIds):
    state: reading.State | None = Field(None, description="told: those that wait for a manager")
    objective: Annotated[str, Field(pattern="^([1-9]|1[0-9]|2[01])$")] | None = Field(None, description="1 to 21")
    series: Annotated[str, Field(max_length=reading.SERIES_MAX, pattern=_TEXT)] | None = None
    from_: Day | None = Field(None, alias="from", description="From this local day on")
    to: Day | None = Field(None, description="Until this local day, inclusive")


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
    wanted.given("first = any(?)", query.ids)
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


_READING = "/api/v1/readings/{id}"
_NO_READING = {404: "No such reading"}

OPERATIONS = (
    read(
        "listReadings",
        "/api/v1/readings",
        "List readings in their latest version, newest day first",
        list_readings,
        ReadingPage,
        ReadingsQuery,
    ),
    write(
        "tellReading",
        "/api/v1/readings",
        "Create a reading; a manager's is confirmed, any other waits for a manager",
        new_reading,
        ReadingOut,
        NewReading,
        status=201,
        problems={409: "There is a different reading already; `current` is it, and can be corrected"},
    ),
    read(
        "getReading",
        _READING,
        "Return a reading with all its versions",
        one_reading,
        ReadingOut,
        problems=_NO_READING,
    ),
    write(
        "correctReading",
        f"{_READING}/corrections",
        "Correct a reading: adds a version, earlier versions stay",
        correct,
        ReadingOut,
        Correction,
        current=one_reading,
        roles=MANAGERS,
        if_match=True,
        problems={**_NO_READING, 409: "Corrected by somebody else; `current` is the present version"},
    ),
    write(
        "actOnReading",
        f"{_READING}/actions",
        "Perform an action on a reading that waits: confirm, or reject",
        act_on_reading,
        ReadingOut,
        ReadingAction,
        current=one_reading,
        roles=MANAGERS,
        if_match=True,
        problems=_NO_READING,
    ),
)
