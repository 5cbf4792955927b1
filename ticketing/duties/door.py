"""Duties over HTTP: those of a day, one with its history, done, signed, returned or called off."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Literal

from pydantic import Field

from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.bodies import Body, Words
from kit.http.days import Day
from kit.http.listed import Listing, listed
from kit.http.pages import Count, PageOfIds
from kit.http.problems import etag
from kit.http.queries import Flag, Name, NoQuery
from kit.http.shown import shown
from kit.http.wire import Instant, instant, microseconds
from kit.instants import day_end_us, day_start_us, local_day
from kit.refusals import RefusedError
from kit.roles import MANAGERS
from ticketing.bodies import File, IdempotencyKey
from ticketing.duties.models import DutyChangeOut, DutyOut, DutyPage, TitleOut
from ticketing.duties.occurrence import Action, Asked, Change, Occurrence, State
from ticketing.duties.store import DUTY, STATEMENTS, DutyStore
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.inspections.forms import FORM_OF_DUTY


class DutyDone(Body):
    findings: Words = Field("", description="What was found; the minutes of a training or meeting")
    attendees: Words = Field("", description="Who was there; required, with the minutes, for a training or meeting")
    evidence: File = Field("", description="The path of a photo or file")
    at: Instant | None = Field(None, description="When it was done; now by default. Managers only")
    idempotency_key: IdempotencyKey | None = Field(
        None, description="A random text: sent again by the same person with the same one, it changes nothing"
    )


class DutyAction(Body):
    action: Literal[Action.SIGN, Action.RETURN, Action.CALL_OFF]
    why: Words = Field("", description="Required for return and call_off")


class DutiesQuery(PageOfIds):
    date: Day | None = Field(None, description="Can be done on this local day; today by default")
    from_: Day | None = Field(None, alias="from", description="Can be done on this local day or later")
    to: Day | None = Field(None, description="Can be done on this local day or before")
    state: State | None = None
    name: Name | None = None
    department: Name | None = None
    unsigned: Flag | None = Field(None, description="true: done, but not yet signed by a manager")
    objective: Count | None = Field(
        None, ge=1, le=21, description="Counts towards this line of the quality sheet, and ends on one of these days"
    )


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
        wanted = wanted_duties(query, ask.desk.rules.site.zone, ask.now_us)
        rows, following = await listed(connection, _LIST, wanted, query)
    return Reply(DutyPage(items=[_out(ask, DUTY.of(row), ()) for row in rows], next=following))


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
        idempotency_key=body.idempotency_key,
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


def wanted_duties(query: DutiesQuery, zone: tzinfo, now_us: int) -> Where:
    wanted = Where()
    first, last = query.date or query.from_, query.date or query.to
    if first is None and last is None:
        first = last = local_day(now_us, zone)
    if first is not None:
        wanted.add("until > ?", instant(day_start_us(first, zone)))
    if last is not None:
        within = "since < ?" if query.objective is None else "until <= ?"
        wanted.add(within, instant(day_end_us(last, zone)))
    if query.objective is not None:
        wanted.add("called_off_at is null and objective = ?", query.objective)
    if query.state is not None:
        wanted.add(_STATES[query.state], instant(now_us))
    wanted.given("id = any(?)", query.ids)
    wanted.given("kind = ?", query.name)
    wanted.equal(query, "department")
    waiting = "sign_off and done_at is not null and signed_at is null and called_off_at is null"
    wanted.flag(query.unsigned, waiting)
    return wanted


async def _shown(ask: Ask, duty: Occurrence) -> DutyOut:
    return _out(ask, duty, await _duties(ask).history(duty.id))


def _reply(duty: DutyOut) -> Reply:
    return Reply(duty, etag(duty.version))


def _out(ask: Ask, duty: Occurrence, history: Sequence[Change]) -> DutyOut:
    return shown(
        DutyOut,
        duty,
        title=TitleOut(zh=duty.zh, en=duty.en),
        day=duty.first,
        state=duty.state(ask.now_us),
        possible=list(duty.possible(ask.now_us)),
        minutes_required=any(rule.minutes for rule in ask.desk.rules.duties if rule.name == duty.name),
        history=[shown(DutyChangeOut, change) for change in history],
    )


_DUTY = "/api/v1/duties/{id}"
_NO_DUTY = {404: "No such duty"}

OPERATIONS = (
    read(
        "listDuties",
        "/api/v1/duties",
        "List duties, earliest end first",
        list_duties,
        DutyPage,
        DutiesQuery,
    ),
    read("getDuty", _DUTY, "Return a duty with its history", one_duty, DutyOut, problems=_NO_DUTY),
    write(
        "doDuty",
        f"{_DUTY}/done",
        "Mark a duty as done, by the caller and now",
        do_duty,
        DutyOut,
        DutyDone,
        current=one_duty,
        problems={**_NO_DUTY, 409: "Changed by somebody else; `current` is the present state"},
    ),
    write(
        "actOnDuty",
        f"{_DUTY}/actions",
        "Perform an action on a duty: sign, return or call off",
        act_on_duty,
        DutyOut,
        DutyAction,
        current=one_duty,
        roles=MANAGERS,
        if_match=True,
        problems=_NO_DUTY,
    ),
)
