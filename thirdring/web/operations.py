"""What can be asked, in one table: the router is filled from it and openapi.json is made from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from thirdring.web import answers, calls, exposition, objectives
from thirdring.web.auth.roles import READERS, SCRAPERS, Role
from thirdring.web.models import AliveOut, CallOut, CallPage, LiveOut, ReadyOut, ReceiptOut
from thirdring.web.objective_models import EvidencePage, ObjectiveDetailOut, ObjectivePage
from thirdring.web.objective_queries import EvidenceQuery, SheetQuery
from thirdring.web.queries import CallsQuery, NoQuery, Query, ReceiptQuery
from thirdring.web.stream import live

Handler = Callable[[web.Request, Any, Role | None], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Operation:
    id: str
    path: str
    summary: str
    handler: Handler
    roles: frozenset[Role] | None = READERS  # None: open to everybody
    query: type[Query] = NoQuery
    answer: type[BaseModel] | None = None  # None: no JSON
    media_type: str = "application/json"
    problems: dict[int, str] = field(default_factory=dict)  # besides those that every operation may have
    also: tuple[int, ...] = ()  # problems that may have the answer's shape instead
    streams: bool = False


_UNKNOWN_CALL = {404: "No such call"}
_CALL = "/api/v1/calls/{pbx}/{linkedid}"
_UNKNOWN_OBJECTIVE = {404: "No such objective"}
_OBJECTIVE = "/api/v1/objectives/{objective}"

OPERATIONS = (
    Operation("listCalls", "/api/v1/calls", "Calls, newest first", calls.list_calls, query=CallsQuery, answer=CallPage),
    Operation("getCall", _CALL, "One call", calls.one_call, answer=CallOut, problems=_UNKNOWN_CALL),
    Operation(
        "getReceipt",
        f"{_CALL}/receipt",
        "Why a call has the figures that it has: the events, the rule and the verdict in one sentence",
        calls.receipt,
        query=ReceiptQuery,
        answer=ReceiptOut,
        problems=_UNKNOWN_CALL,
    ),
    Operation(
        "followCalls",
        "/api/v1/live",
        "Server-sent events: the calls that are live, then every change as it happens; Last-Event-ID resumes",
        live,
        answer=LiveOut,
        media_type="text/event-stream",
        streams=True,
    ),
    Operation(
        "getSheet",
        "/api/v1/objectives",
        "The quality sheet: the 21 objectives, each in its period of a day",
        objectives.sheet,
        query=SheetQuery,
        answer=ObjectivePage,
    ),
    Operation(
        "getObjective",
        _OBJECTIVE,
        "One objective: its rule, its figures, and its closed periods as they were",
        objectives.one_objective,
        query=SheetQuery,
        answer=ObjectiveDetailOut,
        problems=_UNKNOWN_OBJECTIVE,
    ),
    Operation(
        "listEvidence",
        f"{_OBJECTIVE}/evidence",
        "The rows that prove an objective's figures, oldest first",
        objectives.evidence,
        query=EvidenceQuery,
        answer=EvidencePage,
        problems=_UNKNOWN_OBJECTIVE,
    ),
    Operation(
        "getMetrics",
        "/metrics",
        "Metrics for Prometheus",
        exposition.metrics,
        roles=SCRAPERS,
        media_type="text/plain",
    ),
    Operation("getHealth", "/healthz", "Is the service alive", answers.healthz, roles=None, answer=AliveOut),
    Operation(
        "getReadiness",
        "/readyz",
        "Is everything there that the service stands on; 503 says what is not",
        answers.readyz,
        roles=None,
        answer=ReadyOut,
        also=(503,),
    ),
    Operation("getOpenApi", "/api/v1/openapi.json", "This description", answers.openapi, roles=None),
    Operation("getLanding", "/", "What is where", answers.landing, roles=None, media_type="text/html"),
)
