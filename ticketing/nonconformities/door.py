"""Nonconformities over HTTP: the list, one with its history, one raised by hand, and what moves it on."""

from collections.abc import Sequence

from aiohttp import hdrs

from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import Listing, listed
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.shown import shown as shown_by_name
from kit.http.wire import instant
from kit.instants import day_end_us, local_day
from kit.refusals import FieldError
from ticketing.desk.inspecting import settle_finding
from ticketing.front.ask import Ask, Reply, connected
from ticketing.nonconformities.bodies import NonconformitiesQuery, NonconformityAction, NonconformityIn
from ticketing.nonconformities.models import NonconformityChangeOut, NonconformityOut, NonconformityPage
from ticketing.nonconformities.nonconformity import Asked, Change, Nonconformity
from ticketing.nonconformities.states import State
from ticketing.nonconformities.store import STATEMENTS, Described, NonconformityStore, nonconformity_of

_LIST = Listing("nonconformities", STATEMENTS["list"], {"id": int})
_LAST_YEAR = 2200


async def list_nonconformities(ask: Ask, query: NonconformitiesQuery) -> Reply:
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, _wanted(query, ask.now_us), query)
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
    if body.due is not None and body.due.year >= _LAST_YEAR:
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


def _wanted(query: NonconformitiesQuery, now_us: int) -> Where:
    wanted = Where()
    wanted.equal(query, "state", "source", "ticket", "survey", "department")
    wanted.flag(query.open, "state not in ('closed', 'cancelled')")
    wanted.flag(query.overdue, "state = 'issued' and due_at <= ?", instant(now_us))
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
