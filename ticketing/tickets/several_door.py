"""The same action on several tickets at once, over HTTP."""

from aiohttp import hdrs
from pydantic import Field

from kit.http.bodies import Body
from kit.http.language import language
from kit.http.problems import WORDS, problem_of
from kit.refusals import RefusedError
from ticketing.bodies import TicketNumber
from ticketing.http.ask import Ask, Reply
from ticketing.http.checks import known_assignee
from ticketing.http.ways import write
from ticketing.tickets.changes_door import Move, asked_to_move
from ticketing.tickets.models import OneOfSeveralOut, SeveralOut
from ticketing.tickets.states import Action

SEVERAL_MAX = 50


class OnVersion(Body):
    number: TicketNumber
    version: int = Field(ge=1, lt=10**9, description="The version that the change is based on")


class ActOnSeveral(Move):
    action: Action
    tickets: list[OnVersion] = Field(min_length=1, max_length=SEVERAL_MAX)


async def act_on_several(ask: Ask, body: ActOnSeveral) -> Reply:
    """Each ticket is a change of its own: what is refused of one leaves the others."""
    await known_assignee(ask, body.assignee)
    return Reply(SeveralOut(items=[await _one(ask, body, each) for each in body.tickets]))


async def _one(ask: Ask, body: ActOnSeveral, each: OnVersion) -> OneOfSeveralOut:
    try:
        ticket = await ask.desk.tickets.act(each.number, body.action, asked_to_move(ask, body, each.version))
    except RefusedError as error:
        detail = _in_their_language(ask, problem_of(error).detail)
        return OneOfSeveralOut(number=each.number, status=error.status, version=None, detail=detail)
    return OneOfSeveralOut(number=each.number, status=200, version=ticket.version, detail="")


def _in_their_language(ask: Ask, detail: str) -> str:
    words = ask.request.app.get(WORDS)
    if words is None or language(ask.request.headers.get(hdrs.ACCEPT_LANGUAGE, "")) == "en":
        return detail
    return words.in_chinese(detail)


OPERATIONS = (
    write(
        "actOnSeveralTickets",
        "/api/v1/tickets/actions",
        "Perform the same action on several tickets; each has a result of its own",
        act_on_several,
        SeveralOut,
        ActOnSeveral,
    ),
)
