"""Calls that are about to be missed over HTTP: which they are, and the click that fetches one."""

from kit.http.problems import Problem
from kit.http.queries import NoQuery
from telephony.ami.actions import AmiError
from telephony.facts import CallRef
from telephony.originate import CannotCallError
from ticketing.agents.fetching import NothingToFetchError
from ticketing.agents.models import RescuesOut
from ticketing.agents.shown import rescue_out
from ticketing.http.ask import Ask, Reply
from ticketing.http.ways import read, write


async def rescues(ask: Ask, _query: NoQuery) -> Reply:
    due = [] if ask.site.rescues is None else ask.site.rescues.due_calls()
    return Reply(RescuesOut(items=[rescue_out(call) for call in due]), as_seen=True)


async def fetch(ask: Ask, _query: NoQuery) -> Reply:
    """Rings the phone of whoever asks. Who picks up has the call, where it rings still."""
    if ask.site.rescues is None:
        raise NothingToFetchError
    try:
        await ask.site.rescues.fetch(CallRef(ask.path("pbx"), ask.path("linkedid")), ask.token.who)
    except CannotCallError as error:
        raise Problem(409, str(error)) from None
    except AmiError:
        raise Problem(
            503, "The PBX did not answer: try again in a few seconds.", headers={"Retry-After": "5"}
        ) from None
    return await rescues(ask, NoQuery())


OPERATIONS = (
    read("listRescues", "/api/v1/rescues", "List the calls that are about to be missed", rescues, RescuesOut),
    write(
        "fetchCall",
        "/api/v1/rescues/{pbx}/{linkedid}/fetch",
        "Claim a call that is about to be missed: the own phone rings, and picks it up",
        fetch,
        RescuesOut,
        problems={409: "Somebody else has it, the caller is gone, or there is no phone to ring"},
    ),
)
