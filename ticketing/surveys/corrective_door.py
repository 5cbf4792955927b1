"""From a finding of a survey to its nonconformity, over HTTP."""

from kit.http.problems import Problem
from ticketing.http.ask import Ask, Reply
from ticketing.nonconformities.door import NonconformityIn, described, nonconformities, raised, shown
from ticketing.nonconformities.nonconformity import RaisedError
from ticketing.surveys.campaigns_store import CampaignStore
from ticketing.surveys.responses_door import identity_of, responses
from ticketing.surveys.shown import finding_out


async def raise_for_answer(ask: Ask, body: NonconformityIn) -> Reply:
    number, identity = ask.number(), identity_of(ask)
    campaign = await CampaignStore(ask.site.pool).get(number)
    response = await responses(ask).one(number, identity)
    if finding_out(campaign, response, ask.viewer.sees_all()) is None:
        raise Problem(404, "There is no such finding: use `response` from the list of findings.")
    store = nonconformities(ask)
    try:
        one = await store.raise_for_answer(number, identity, described(body), ask.token.who, ask.now_us)
    except RaisedError as error:
        known = await store.get(error.number)
        error.version, error.current = known.version, await shown(ask, known)
        raise
    return await raised(ask, one)
