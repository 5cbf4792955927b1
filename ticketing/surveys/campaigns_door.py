"""Campaigns over HTTP: the list, a new one, amended, opened, closed, and sent to households."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import hdrs

from kit.database.predicates import Predicates
from kit.http.auth.users import note
from kit.http.cursor import Cursor, encode
from kit.http.queries import NoQuery
from ticketing.front.ask import Ask, Reply, connected
from ticketing.front.refused import etag, fresh, place_after
from ticketing.households.household import Place
from ticketing.surveys.bodies import InvitationsQuery, Invite, SurveyIn, SurveysQuery
from ticketing.surveys.campaigns_store import STATEMENTS, CampaignStore
from ticketing.surveys.models import InvitationOut, InvitationPage, LinksOut, SurveyOut, SurveyPage
from ticketing.surveys.rows import Campaign, campaign_of
from ticketing.surveys.shown import link_out, survey_out
from ticketing.surveys.states import Action


async def list_surveys(ask: Ask, query: SurveysQuery) -> Reply:
    wanted = Predicates()
    if query.kind is not None:
        wanted.add("s.kind = ?", query.kind.value)
    if query.state is not None:
        wanted.add("s.state = ?", query.state)
    after = place_after(query.cursor, "surveys")
    if after is not None:
        wanted.add("s.id < ?", int(after.linkedid))
    sql = STATEMENTS["page"].replace("where true", "where " + (" and ".join(wanted.texts) or "true"))
    async with connected(ask) as connection:
        rows = await connection.fetch(sql, query.limit + 1, *wanted.values)
    items = [survey_out(campaign_of(row)) for row in rows[: query.limit]]
    following = encode(Cursor(0, "surveys", str(items[-1].id))) if len(rows) > query.limit else None
    return Reply(SurveyPage(items=items, next=following))


async def one_survey(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await _store(ask).get(ask.number()))


async def new_survey(ask: Ask, body: SurveyIn) -> Reply:
    campaign = await _store(ask).create(body.survey(), ask.token.who, ask.now_us)
    reply = _reply(campaign)
    return Reply(reply.model, {**reply.headers, hdrs.LOCATION: f"/api/v1/surveys/{campaign.survey.id}"})


async def amend(ask: Ask, body: SurveyIn) -> Reply:
    return await _changed(ask, _store(ask).amend(ask.number(), ask.version(), body.survey()))


def moved(action: Action, noted: str) -> Callable[[Ask, NoQuery], Awaitable[Reply]]:
    async def move(ask: Ask, _query: NoQuery) -> Reply:
        number = ask.number()
        reply = await _changed(ask, _store(ask).move(number, ask.version(), action, ask.now_us))
        async with connected(ask) as connection:
            await note(connection, ask.token.who, noted, survey=number)
        return reply

    return move


async def invite(ask: Ask, body: Invite) -> Reply:
    number = ask.number()
    links = await _store(ask).invite(number, body.households)
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "survey_links_made", survey=number, households=len(links))
    return Reply(LinksOut(items=[link_out(link) for link in links]))


async def list_invitations(ask: Ask, query: InvitationsQuery) -> Reply:
    number, after = ask.number(), place_after(query.cursor, "invitations")
    await _store(ask).get(number)
    asked = (number, int(after.linkedid) if after else 0, query.limit + 1, query.answered)
    async with connected(ask) as connection:
        rows = await connection.fetch(STATEMENTS["invitations"], *asked)
    items = [
        InvitationOut(
            household=row["household"],
            place=Place(row["estate"], row["building"], row["unit"], row["room"]).short,
            answered=row["answered"],
        )
        for row in rows[: query.limit]
    ]
    last = rows[query.limit - 1]["id"] if len(rows) > query.limit else None
    return Reply(InvitationPage(items=items, next=encode(Cursor(0, "invitations", str(last))) if last else None))


async def _changed(ask: Ask, change: Awaitable[Campaign]) -> Reply:
    async def current() -> SurveyOut:
        return survey_out(await _store(ask).get(ask.number()))

    return _reply(await fresh(change, current))


def _store(ask: Ask) -> CampaignStore:
    return CampaignStore(ask.site.pool, ask.desk.news)


def _reply(campaign: Campaign) -> Reply:
    headers: Any = etag(campaign.survey.version)
    return Reply(survey_out(campaign), headers)
