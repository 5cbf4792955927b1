"""Answers over HTTP: entered by an agent, looked at, added up, and what in them asks for an action."""

from uuid import UUID

from kit.http.problems import Problem
from kit.http.queries import NoQuery
from ticketing.http.ask import Ask, Reply
from ticketing.surveys.bodies import AnswerIn, ResponsesQuery
from ticketing.surveys.models import FindingPage
from ticketing.surveys.responses_store import Channel, ResponseStore
from ticketing.surveys.shown import finding_out, response_out, results_out


def responses(ask: Ask) -> ResponseStore:
    return ResponseStore(ask.site.pool, ask.desk.rules.site.zone, ask.desk.news)


async def answer(ask: Ask, body: AnswerIn) -> Reply:
    """By phone: an agent asks and writes down."""
    number = ask.number()
    found = await responses(ask).answer(number, body.household, body.answers, Channel.PHONE, ask.token.who, ask.now_us)
    return Reply(response_out(found, ask.viewer.sees_all()))


async def one_response(ask: Ask, _query: NoQuery) -> Reply:
    found = await responses(ask).one(ask.number(), identity_of(ask))
    return Reply(response_out(found, ask.viewer.sees_all()))


async def results(ask: Ask, _query: NoQuery) -> Reply:
    campaign, counts = await responses(ask).results(ask.number())
    return Reply(results_out(campaign, counts))


async def findings(ask: Ask, query: ResponsesQuery) -> Reply:
    """A page looks at so many answers, and shows those of them in which there is something."""
    campaign, found, following = await responses(ask).page(ask.number(), query)
    shown = [finding_out(campaign, response, ask.viewer.sees_all()) for response in found]
    return Reply(FindingPage(items=[finding for finding in shown if finding is not None], next=following))


def identity_of(ask: Ask) -> UUID:
    """The answer in the path. Raises Problem 404."""
    text = ask.path("response")
    try:
        if len(text) == 36:
            return UUID(text)
    except ValueError:
        pass
    raise Problem(404, "There is no such answer: use its id from the list.")
