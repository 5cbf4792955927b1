"""Duties over HTTP: those of a day, one with its history, done, signed, returned or called off."""

from collections.abc import Sequence
from datetime import datetime

from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import Listing, listed
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.shown import shown
from kit.http.wire import instant, microseconds
from kit.instants import day_end_us, day_start_us, local_day
from kit.refusals import RefusedError
from ticketing.duties.bodies import DutiesQuery, DutyAction, DutyDone
from ticketing.duties.models import DutyChangeOut, DutyOut, DutyPage, TitleOut
from ticketing.duties.occurrence import Action, Asked, Change, Occurrence, State
from ticketing.duties.store import DUTY, STATEMENTS, DutyStore
from ticketing.front.ask import Ask, Reply, connected
from ticketing.inspections.forms import FORM_OF_DUTY

_LIST = Listing("duties", STATEMENTS["list"], {"until": datetime, "id": int}, descending=False)
_STATES = {
    State.OPEN: "done_at is null and called_off_at is null and until > ?",
    State.MISSED: "done_at is null and called_off_at is null and until <= ?",
    State.DONE: "done_at < until and called_off_at is null and ?::timestamptz is not null",
    State.LATE: "done_at >= until and called_off_at is null and ?::timestamptz is not null",
    State.CALLED_OFF: "called_off_at is not null and ?::timestamptz is not null",
}


async def list_duties(ask: Ask, query: DutiesQuery) -> Reply:
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, _wanted(ask, query), query)
    return Reply(DutyPage(items=[_out(DUTY.of(row), (), ask.now_us) for row in rows], next=following))


async def one_duty(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await _shown(ask, await _duties(ask).get(ask.number())))


async def do_duty(ask: Ask, body: DutyDone) -> Reply:
    """An inspection is done by its form."""
    known = await _duties(ask).get(ask.number())
    if known.name in FORM_OF_DUTY:
        form = FORM_OF_DUTY[known.name]
        raise RefusedError(f"This is done by its form: POST /api/v1/inspections with form {form}.", possible=[form])
    asked = _asked(ask)._replace(
        findings=body.findings.strip(),
        evidence=body.evidence.strip(),
        attendees=body.attendees.strip(),
        done_at_us=None if body.at is None else microseconds(body.at),
    )
    return await _act(ask, Action.DO, asked, None)


async def act_on_duty(ask: Ask, body: DutyAction) -> Reply:
    reply = await _act(ask, body.action, _asked(ask)._replace(why=body.why), ask.version())
    async with connected(ask) as connection:
        await note(connection, ask.token.who, f"{body.action} duty", duty=ask.number())
    return reply


async def _act(ask: Ask, action: Action, asked: Asked, version: int | None) -> Reply:
    return _reply(await _shown(ask, await _duties(ask).act(ask.number(), action, asked, version)))


def _duties(ask: Ask) -> DutyStore:
    return DutyStore(ask.site.pool, ask.desk.rules, ask.desk.news)


def _asked(ask: Ask) -> Asked:
    return Asked(ask.token.who, ask.token.role, ask.now_us)


def _wanted(ask: Ask, query: DutiesQuery) -> Where:
    wanted, zone = Where(), ask.desk.rules.site.zone
    first, last = query.date or query.from_, query.date or query.to
    if first is None and last is None:
        first = last = local_day(ask.now_us, zone)
    if first is not None:
        wanted.add("until > ?", instant(day_start_us(first, zone)))
    if last is not None:
        wanted.add("since < ?", instant(day_end_us(last, zone)))
    if query.state is not None:
        wanted.add(_STATES[query.state], instant(ask.now_us))
    wanted.given("kind = ?", query.name)
    wanted.equal(query, "department")
    waiting = "sign_off and done_at is not null and signed_at is null and called_off_at is null"
    wanted.flag(query.unsigned, waiting)
    return wanted


async def _shown(ask: Ask, duty: Occurrence) -> DutyOut:
    return _out(duty, await _duties(ask).history(duty.id), ask.now_us)


def _reply(duty: DutyOut) -> Reply:
    return Reply(duty, etag(duty.version))


def _out(duty: Occurrence, history: Sequence[Change], now_us: int) -> DutyOut:
    return shown(
        DutyOut,
        duty,
        title=TitleOut(zh=duty.zh, en=duty.en),
        day=duty.first,
        state=duty.state(now_us),
        possible=list(duty.possible(now_us)),
        history=[shown(DutyChangeOut, change) for change in history],
    )
