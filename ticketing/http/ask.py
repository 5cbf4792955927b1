"""How a request comes to the desk, and how it is answered."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from aiohttp import hdrs, web
from pydantic import BaseModel

from kit.amounts import whole
from kit.database.pool import AWAY, GONE, DatabasePool, Session, session
from kit.http.auth.first_start import FirstStart
from kit.http.auth.hashing import BusyError, Hashing
from kit.http.auth.lockout import Lockout
from kit.http.auth.oidc.flow import Flow
from kit.http.auth.oidc.provider import Provider
from kit.http.auth.tokens import Token
from kit.http.database import StoreAway
from kit.http.door import CLIENT
from kit.http.keys import BODY, TOKEN
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.refusals import ConflictError, RefusedError
from kit.roles import Role
from kit.sheet_jobs.jobs import SheetJobs
from telephony.facts import Call, CallRef
from ticketing.callbacks.callback import Callback
from ticketing.files.shelf import Shelf
from ticketing.http.viewer import Viewer
from ticketing.http.words import masked_words
from ticketing.link_gate import LinkGate
from ticketing.presence.presence import Presence
from ticketing.workflows.agent_control import AgentControl
from ticketing.workflows.service_desk import ServiceDesk


class Rung(NamedTuple):
    """A callback for which a phone of the agent was rung. What came of it changes the version."""

    callback: int
    version: int


class OnTheLine(Protocol):
    @property
    def callback(self) -> int: ...


class Dialler(Protocol):
    """Calls by click, at most one for each agent."""

    async def call(self, number: int, agent: str) -> Callback:
        """Claims the callback for the agent and rings their device. Raises ConflictError, SettledError, AmiError."""

    async def hang_up(self, number: int, agent: str) -> None:
        """Raises RefusedError where there is nothing to hang up, and AmiError."""

    def line_of(self, agent: str) -> OnTheLine | None: ...

    def require_free(self, agent: str) -> None:
        """Raises ConflictError while a call of theirs is on."""


class Rescues(Protocol):
    """Calls that nobody answers, for whoever is free."""

    def due_calls(self) -> Sequence[Call]: ...

    async def fetch(self, ref: CallRef, agent: str) -> None:
        """Rings the agent's phone, which picks the call up. Raises ConflictError and AmiError."""


@dataclass(frozen=True)
class DeskContext:
    """What the desk's pages need beside the site."""

    desk: ServiceDesk
    pool: DatabasePool
    devices: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of each agent
    dial: Dialler | None = None
    agents: AgentControl = field(default_factory=AgentControl)
    lockout: Lockout = field(default_factory=Lockout)
    hashing: Hashing = field(default_factory=Hashing)
    provider: Provider | None = None
    flow: Flow = field(default_factory=Flow)
    first_start: FirstStart = field(default_factory=FirstStart)
    link_gate: LinkGate = field(default_factory=LinkGate)
    work_gate: LinkGate = field(default_factory=lambda: LinkGate(2.0, 100))  # a page of photos asks for each
    shelf: Shelf | None = None  # of photos and papers
    writing: Presence = field(default_factory=Presence)
    sheets: SheetJobs = field(default_factory=SheetJobs)
    pbxs: frozenset[str] | None = None  # their names in the settings; None: nobody knows them here
    dialling: set[int] = field(default_factory=set)  # callbacks for which an agent's phone rings right now
    rung: dict[str, Rung] = field(default_factory=dict)  # the last call by click of each agent
    rescues: Rescues | None = None  # None: agents are not asked for help


DESK: web.AppKey[DeskContext | None] = web.AppKey("desk")
"""None: the service desk does not run here."""


class Reply(NamedTuple):
    model: BaseModel | None
    headers: Mapping[Any, str] = {}
    as_seen: bool = False  # whoever made it has masked it; else its words are masked on the way out


@dataclass(frozen=True)
class Ask:
    request: web.Request
    token: Token
    viewer: Viewer
    site: DeskContext

    @property
    def desk(self) -> ServiceDesk:
        return self.site.desk

    @property
    def now_us(self) -> int:
        return self.viewer.now_us

    @property
    def client(self) -> str:
        return self.request[CLIENT]

    def path(self, name: str) -> str:
        return self.request.match_info[name]

    def number(self) -> int:
        """The id in the path; what is no id is not there."""
        number = whole(self.path("id"), 15)
        if number is None:
            raise Problem(404, "There is nothing with this id: use `id` from the list.")
        return number

    def version(self) -> int:
        """The version in If-Match."""
        text = self.request.headers.get(hdrs.IF_MATCH, "").strip().removeprefix("W/").strip('"')
        if not text:
            raise Problem(428, "Send If-Match with the version that this change is based on: the ETag, or `version`.")
        version = whole(text, 9)
        if version is None:
            raise Problem(422, 'If-Match must be a version, such as "3": send the ETag as it was returned.')
        return version


DeskHandler = Callable[[Ask, Any], Awaitable[Reply]]
Answering = Callable[[web.Request, Any, Role | None], Awaitable[web.StreamResponse]]


def served(handler: DeskHandler, status: int = 200, current: DeskHandler | None = None) -> Answering:
    """The handler gets the body where there is one, else the query. `current` says what there is, after a conflict."""

    async def answer(request: web.Request, query: Any, _role: Role | None) -> web.Response:
        desk = request.app[DESK]
        if desk is None:
            raise Problem(503, "The service desk does not run here.", headers={"Retry-After": "60"})
        ask = asking(request, desk, request.app[SITE].now_us())
        async with outages():
            try:
                model, headers, _ = reply = await handler(ask, request.get(BODY, query))
            except RefusedError as error:
                if isinstance(error, ConflictError) and current is not None and error.current is None:
                    error.current = seen(ask, await current(ask, NoQuery()))
                elif error.current is not None:
                    error.current = seen(ask, Reply(error.current))
                raise
        if model is None:
            return web.Response(status=204)
        body = seen(ask, reply).model_dump_json().encode()
        return web.json_response(body=body, status=status, headers=dict(headers))

    return answer


Sending = Callable[[Ask, Any], Awaitable[web.StreamResponse]]


def sent(handler: Sending) -> Answering:
    """The handler answers with something else than JSON, such as a file."""

    async def answer(request: web.Request, query: Any, _role: Role | None) -> web.StreamResponse:
        desk = request.app[DESK]
        if desk is None:
            raise Problem(503, "The service desk does not run here.", headers={"Retry-After": "60"})
        async with outages():
            return await handler(asking(request, desk, request.app[SITE].now_us()), query)

    return answer


def seen(ask: Ask, reply: Reply) -> Any:
    model = reply.model
    return model if model is None or reply.as_seen or ask.viewer.sees_all() else masked_words(model)


def asking(request: web.Request, desk: DeskContext, now_us: int) -> Ask:
    token = request.get(TOKEN, Token(0, Role.AGENT))
    return Ask(request, token, Viewer(token, now_us, desk.desk.rules.trades_of(token.who)), desk)


@asynccontextmanager
async def outages() -> AsyncIterator[None]:
    try:
        yield
    except AWAY as error:
        raise StoreAway from error
    except BusyError:
        detail = "Too many people are signing in: try again in a few seconds."
        raise Problem(503, detail, headers={"Retry-After": "3"}) from None
    except GONE:
        raise RefusedError("Something that this refers to does not exist any more: load it again.") from None


@asynccontextmanager
async def connected(ask: Ask) -> AsyncIterator[Session]:
    async with session(ask.site.pool) as connection:
        yield connection
