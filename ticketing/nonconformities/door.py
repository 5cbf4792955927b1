"""Nonconformities over HTTP: the list, one with its history, one raised by hand, and what moves it on."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from aiohttp import hdrs
from pydantic import Field

from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.bodies import Body, Words
from kit.http.listed import Listing, listed
from kit.http.pages import Count, PageOfIds
from kit.http.problems import etag
from kit.http.queries import Flag, Name, NoQuery
from kit.http.shown import shown as shown_by_name
from kit.http.wire import instant
from kit.instants import day_end_us, local_day
from kit.refusals import FieldError
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.inspections.bodies import Text, Title
from ticketing.nonconformities import states
from ticketing.nonconformities.models import NonconformityChangeOut, NonconformityOut, NonconformityPage
from ticketing.nonconformities.nonconformity import Asked, Change, Nonconformity
from ticketing.nonconformities.states import State
from ticketing.nonconformities.store import STATEMENTS, Described, NonconformityStore, nonconformity_of
from ticketing.workflows.inspecting import settle_finding


class NonconformityIn(Body):
    title: Title
    description: Words = ""
    department: Text = ""


class NonconformityAction(Body):
    action: states.Action
    why: Words = Field("", description="Required for reject, cancel and reopen; for verify: what was checked")
    responsible: Text = Field("", description="Required for issue: who must correct it")
    due: date | None = Field(None, description="Required for issue and reopen: the last local day in time")
    corrective: Words = Field("", description="Required for act: what was corrected")
    preventive: Words = Field("", description="Required for act: what prevents it from happening again")


class NonconformitiesQuery(PageOfIds):
    state: states.State | None = None
    open: Flag | None = Field(None, description="true: neither closed nor cancelled")
    overdue: Flag | None = Field(None, description="true: issued and past its due day")
    source: Literal["finding", "ticket", "survey", "hand"] | None = None
    ticket: Name | None = None
    survey: Count | None = Field(None, ge=1)
    department: Name | None = None
    mine: Flag | None = Field(None, description="true: the caller is the one who is responsible")


_LIST = Listing("nonconformities", STATEMENTS["list"], {"id": int})
_LAST_YEAR = 2099


async def list_nonconformities(ask: Ask, query: NonconformitiesQuery) -> Reply:
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, _wanted(ask, query), query)
    return Reply(NonconformityPage(items=[_out(ask, nonconformity_of(row), ()) for row in rows], next=following))


async def one_nonconformity(ask: Ask, _query: NoQuery) -> Reply:
    return await _reply(ask, await nonconformities(ask).get(ask.number()))


async def raise_one(ask: Ask, body: NonconformityIn) -> Reply:
    return await raised(ask, await nonconformities(ask).raise_by_hand(described(body), ask.token.who, ask.now_us))


def described(body: NonconformityIn) -> Described:
    return Described(body.title.strip(), body.description, body.department.strip())


async def raised(ask: Ask, one: Nonconformity) -> Reply:
    """Answered with where it is."""
    reply = await _reply(ask, one)
    return Reply(reply.model, {**reply.headers, hdrs.LOCATION: f"/api/v1/nonconformities/{one.id}"})


async def act_on_nonconformity(ask: Ask, body: NonconformityAction) -> Reply:
    number = ask.number()
    if body.due is not None and body.due.year > _LAST_YEAR:
        raise FieldError("due", "is too far in the future", "The due day is too far in the future.")
    asked = Asked(
        ask.token.who,
        ask.token.role,
        ask.now_us,
        local_day(ask.now_us, ask.desk.rules.site.zone),
        body.why,
        body.responsible,
        body.due,
        body.corrective,
        body.preventive,
    )
    one = await nonconformities(ask).act(number, body.action, asked, ask.version())
    async with connected(ask) as connection:
        await note(connection, ask.token.who, f"{body.action} nonconformity", nonconformity=number)
    return await _reply(ask, one)


def nonconformities(ask: Ask) -> NonconformityStore:
    return NonconformityStore(ask.site.pool, ask.desk.rules, settle_finding, ask.desk.news)


def _wanted(ask: Ask, query: NonconformitiesQuery) -> Where:
    wanted = Where()
    wanted.given("id = any(?)", query.ids)
    wanted.equal(query, "state", "source", "ticket", "survey", "department")
    wanted.flag(query.open, "state not in ('closed', 'cancelled')")
    wanted.flag(query.overdue, "state = 'issued' and due_at <= ?", instant(ask.now_us))
    wanted.flag(query.mine, "responsible = ?", ask.token.who)
    return wanted


async def _reply(ask: Ask, one: Nonconformity) -> Reply:
    return Reply(await shown(ask, one), etag(one.version))


async def shown(ask: Ask, one: Nonconformity) -> NonconformityOut:
    return _out(ask, one, await nonconformities(ask).history(one.id))


def _out(ask: Ask, one: Nonconformity, history: Sequence[Change]) -> NonconformityOut:
    zone = ask.desk.rules.site.zone
    late = one.due is not None and day_end_us(one.due, zone) <= ask.now_us
    return shown_by_name(
        NonconformityOut,
        one,
        link=_link(one),
        overdue=late and one.state is State.ISSUED,
        possible=list(one.possible()),
        history=[shown_by_name(NonconformityChangeOut, change) for change in history],
    )


def _link(one: Nonconformity) -> str | None:
    if one.response is not None:
        return f"/api/v1/surveys/{one.survey}/responses/{one.response}"
    if one.ticket is not None:
        return f"/api/v1/tickets/{one.ticket}"
    return None if one.finding is None else f"/api/v1/findings/{one.finding}"


_NONCONFORMITY = "/api/v1/nonconformities/{id}"
_NO_NONCONFORMITY = {404: "No such nonconformity"}

OPERATIONS = (
    read(
        "listNonconformities",
        "/api/v1/nonconformities",
        "List nonconformities, newest first",
        list_nonconformities,
        NonconformityPage,
        NonconformitiesQuery,
    ),
    write(
        "raiseNonconformity",
        "/api/v1/nonconformities",
        "Create a nonconformity; a manager must issue it",
        raise_one,
        NonconformityOut,
        NonconformityIn,
        status=201,
    ),
    read(
        "getNonconformity",
        _NONCONFORMITY,
        "Return a nonconformity with its history",
        one_nonconformity,
        NonconformityOut,
        problems=_NO_NONCONFORMITY,
    ),
    write(
        "actOnNonconformity",
        f"{_NONCONFORMITY}/actions",
        "Perform an action on a nonconformity: issue, act, reject, verify, close, reopen, cancel",
        act_on_nonconformity,
        NonconformityOut,
        NonconformityAction,
        current=one_nonconformity,
        if_match=True,
        problems=_NO_NONCONFORMITY,
    ),
)
