"""Campaigns over HTTP: the list, a new one, amended, opened, closed, and sent to households."""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs

from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import Listing, listed
from kit.http.problems import etag
from kit.http.queries import NoQuery
from ticketing.households.household import Place
from ticketing.http.ask import Ask, Reply, connected
from ticketing.surveys.bodies import InvitationsQuery, Invite, SurveyIn, SurveysQuery
from ticketing.surveys.campaigns_store import STATEMENTS, CampaignStore
from ticketing.surveys.models import InvitationOut, InvitationPage, LinksOut, SurveyPage
from ticketing.surveys.rows import Campaign, campaign_of
from ticketing.surveys.shown import link_out, survey_out
from ticketing.surveys.states import Action

_SURVEYS = Listing("surveys", STATEMENTS["list"], {"s.id": int})
_INVITATIONS = Listing("invitations", STATEMENTS["invitations"], {"i.id": int}, descending=False)


async def list_surveys(ask: Ask, query: SurveysQuery) -> Reply:
    wanted = Where()
    wanted.given("s.id = any(?)", query.ids)
    wanted.equal(query, "kind", "state", of="s.")
    async with connected(ask) as connection:
        rows, following = await listed(connection, _SURVEYS, wanted, query)
    return Reply(SurveyPage(items=[survey_out(campaign_of(row)) for row in rows], next=following))


async def one_survey(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await _store(ask).get(ask.number()))


async def new_survey(ask: Ask, body: SurveyIn) -> Reply:
    campaign = await _store(ask).create(body.survey(), ask.token.who, ask.now_us)
    reply = _reply(campaign)
    return Reply(reply.model, {**reply.headers, hdrs.LOCATION: f"/api/v1/surveys/{campaign.survey.id}"})


async def amend(ask: Ask, body: SurveyIn) -> Reply:
    return _reply(await _store(ask).amend(ask.number(), ask.version(), body.survey()))


def moved(action: Action, noted: str) -> Callable[[Ask, NoQuery], Awaitable[Reply]]:
    async def move(ask: Ask, _query: NoQuery) -> Reply:
        number = ask.number()
        reply = _reply(await _store(ask).move(number, ask.version(), action, ask.now_us))
        async with connected(ask) as connection:
            await note(connection, ask.token.who, noted, survey=number)
        return reply

    return move


async def invite(ask: Ask, body: Invite) -> Reply:
    number = ask.number()
    pause_us = ask.desk.rules.rating_pause_us
    links, resting = await _store(ask).invite(number, body.households, at_us=ask.now_us, pause_us=pause_us)
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "survey_links_made", survey=number, households=len(links))
    return Reply(LinksOut(items=[link_out(link) for link in links], resting_count=resting))


async def list_invitations(ask: Ask, query: InvitationsQuery) -> Reply:
    wanted = Where("i.survey = ?", ask.number())
    wanted.equal(query, "answered", of="i.")
    await _store(ask).get(ask.number())
    async with connected(ask) as connection:
        rows, following = await listed(connection, _INVITATIONS, wanted, query)
    items = [
        InvitationOut(
            household=row["household"],
            place=Place(row["estate"], row["building"], row["unit"], row["room"]).short,
            answered=row["answered"],
        )
        for row in rows
    ]
    return Reply(InvitationPage(items=items, next=following))


def _store(ask: Ask) -> CampaignStore:
    return CampaignStore(ask.site.pool, ask.desk.news)


def _reply(campaign: Campaign) -> Reply:
    return Reply(survey_out(campaign), etag(campaign.survey.version))
