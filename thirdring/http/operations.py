"""What can be asked, in one table: the router is filled from it and openapi.json is made from it."""

from console.key_words import KeyWordsOut
from kit.http.health import AliveOut, InChargeOut, ReadyOut
from kit.http.operation import Operation
from kit.http.stream import live
from kit.roles import DISPATCHERS, SCRAPERS, WALLS, WORKERS
from metrics.calls import door as calls
from metrics.calls.models import CallOut, CallPage, LiveOut, ReceiptOut
from metrics.calls.queries import CallsQuery, ReceiptQuery
from metrics.objectives import door as objectives
from metrics.objectives.models import CausesOut, EvidencePage, ObjectiveDetailOut, ObjectivePage
from metrics.objectives.queries import DayQuery, EvidenceQuery, MonthQuery
from metrics.objectives.sheet_door import MEDIA_TYPES, monthly_sheet
from metrics.prometheus import door as exposition
from metrics.today import door as today
from metrics.today.models import TodayOut, WallOut
from thirdring.admin.operations import SYSTEM_OPERATIONS
from thirdring.http import answers
from ticketing.complaint_links.operations import COMPLAINT_LINKS
from ticketing.http.ways import read
from ticketing.operations import DESK_OPERATIONS, QUALITY_OPERATIONS
from ticketing.papers.operations import PAPERS
from ticketing.surveys.operations import SURVEY_OPERATIONS

__all__ = ["OPERATIONS", "Operation"]

_UNKNOWN_CALL = {404: "No such call"}
_CALL = "/api/v1/calls/{pbx}/{linkedid}"
_UNKNOWN_OBJECTIVE = {404: "No such objective"}
_OBJECTIVE = "/api/v1/objectives/{objective}"

OPERATIONS = (
    Operation(
        "listCalls", "/api/v1/calls", "List calls, newest first", calls.list_calls, query=CallsQuery, answer=CallPage
    ),
    Operation("getCall", _CALL, "Return a call", calls.one_call, answer=CallOut, problems=_UNKNOWN_CALL),
    Operation(
        "getReceipt",
        f"{_CALL}/receipt",
        "Return the receipt of a call: its events, the rule, and the verdict in one sentence",
        calls.receipt,
        query=ReceiptQuery,
        answer=ReceiptOut,
        problems=_UNKNOWN_CALL,
    ),
    *DESK_OPERATIONS,
    *QUALITY_OPERATIONS,
    Operation(
        "followCalls",
        "/api/v1/live",
        "Stream the live calls and then every change as server-sent events; Last-Event-ID resumes",
        live,
        answer=LiveOut,
        media_type="text/event-stream",
        streams=True,
    ),
    Operation(
        "getSheet",
        "/api/v1/objectives",
        "Return the quality sheet: the 21 objectives in the periods of a day",
        objectives.sheet,
        query=DayQuery,
        answer=ObjectivePage,
    ),
    Operation(
        "getMonthlySheet",
        "/api/v1/objectives/sheet",
        "Return the monthly quality sheet as a PDF or xlsx file; recorded in the audit log",
        monthly_sheet,
        roles=DISPATCHERS,
        query=MonthQuery,
        files=tuple(MEDIA_TYPES.values()),
    ),
    Operation(
        "getObjective",
        _OBJECTIVE,
        "Return an objective: its rule, figures and closed periods",
        objectives.one_objective,
        query=DayQuery,
        answer=ObjectiveDetailOut,
        problems=_UNKNOWN_OBJECTIVE,
    ),
    Operation(
        "listEvidence",
        f"{_OBJECTIVE}/evidence",
        "List the rows behind an objective's figures, oldest first",
        objectives.evidence,
        query=EvidenceQuery,
        answer=EvidencePage,
        problems=_UNKNOWN_OBJECTIVE,
    ),
    read("getToday", "/api/v1/today", "Return what is at risk now, and today's calls by hour", today.today, TodayOut),
    Operation(
        "getWall",
        "/api/v1/wall",
        "Return what a wall shows: calls that ring, both promises, what is at risk; no names, no numbers",
        today.wall,
        roles=WALLS,
        answer=WallOut,
    ),
    Operation(
        "listCauses",
        f"{_OBJECTIVE}/causes",
        "Return why rows of an objective were missed, grouped by the reason",
        objectives.causes,
        query=DayQuery,
        answer=CausesOut,
        problems=_UNKNOWN_OBJECTIVE,
    ),
    *SURVEY_OPERATIONS,
    *COMPLAINT_LINKS,
    *SYSTEM_OPERATIONS,
    *PAPERS,
    Operation(
        "getMetrics",
        "/metrics",
        "Return the metrics for Prometheus",
        exposition.metrics,
        roles=SCRAPERS,
        media_type="text/plain",
    ),
    Operation(
        "getHealth", "/healthz", "Return 200 while the process is alive", answers.healthz, roles=None, answer=AliveOut
    ),
    Operation(
        "getReadiness",
        "/readyz",
        "Return whether all parts work; 503 lists those that do not",
        answers.readyz,
        roles=None,
        answer=ReadyOut,
        also=(503,),
    ),
    Operation(
        "getInCharge",
        "/readyz/in-charge",
        "Return 200 while this service is in charge, 503 while it stands by beside another one",
        answers.in_charge,
        roles=None,
        answer=InChargeOut,
        also=(503,),
    ),
    Operation(
        "getWords",
        "/api/v1/words",
        "Return the words for the API's keys, such as states, roles and reasons, in Chinese or English",
        answers.key_names,
        query=ReceiptQuery,
        answer=KeyWordsOut,
        roles=WORKERS,
    ),
    Operation("getOpenApi", "/api/v1/openapi.json", "Return this description of the API", answers.openapi, roles=None),
)
