"""The quality sheet over HTTP: all 21 of a day, one with its history, and the rows that prove it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from aiohttp import web

from kit.amounts import plain, whole
from kit.http.listed import cursor_at, place_after
from kit.http.problems import Problem
from kit.http.site import SITE
from kit.http.wire import instant, microseconds
from kit.roles import Role
from metrics.objectives.asking import Place, Wanted
from metrics.objectives.book import Shown
from metrics.objectives.cases import Case
from metrics.objectives.in_words import needs, target_text
from metrics.objectives.kept import Kept
from metrics.objectives.models import (
    CauseOut,
    CausesOut,
    EvidenceOut,
    EvidencePage,
    ObjectiveDetailOut,
    ObjectivePage,
    PastOut,
    SheetLineOut,
    StandingOut,
    TextOut,
    TrendOut,
)
from metrics.objectives.objective import Objective, Text
from metrics.objectives.queries import DayQuery, EvidenceQuery
from metrics.objectives.standing import Standing
from metrics.objectives.store import OBJECTIVES

_LINKS = {
    "call": "/api/v1/calls/{}",
    "household": "/api/v1/households/{}",
    "ticket": "/api/v1/tickets/{}",
    "reading": "/api/v1/readings/{}",
    "duty": "/api/v1/duties/{}",
    "survey": "/api/v1/surveys/{}",
    "inspection": "/api/v1/inspections/{}",
}


async def sheet(request: web.Request, query: DayQuery, _role: Role | None) -> web.Response:
    site = request.app[SITE]
    found = await request.app[OBJECTIVES].sheet(query.date, site.now_us())
    trends = await request.app[OBJECTIVES].trends(found.day)
    items = [SheetLineOut(**_fields(one), trend=_trend(one, trends)) for one in found.shown]
    page = ObjectivePage(date=found.day, at=instant(found.at_us), items=items, next=None)
    return web.json_response(body=page.model_dump_json().encode())


async def one_objective(request: web.Request, query: DayQuery, _role: Role | None) -> web.Response:
    site = request.app[SITE]
    detail = await request.app[OBJECTIVES].one(_number(request), query.date, site.now_us())
    if detail is None:
        raise _unknown()
    shown = detail.shown
    one = shown.objective
    out = ObjectiveDetailOut(
        **_fields(shown),
        kind=one.kind,
        source=one.source,
        formula=_text(one.formula),
        counts=_text(one.counts),
        left_out=_text(one.left_out),
        recomputed=StandingOut(**_standing(one, shown.now, shown.span.last)) if shown.kept and shown.now else None,
        history=[_past(one, kept) for kept in detail.history],
    )
    return web.json_response(body=out.model_dump_json().encode())


async def evidence(request: web.Request, query: EvidenceQuery, _role: Role | None) -> web.Response:
    site = request.app[SITE]
    wanted = Wanted(query.limit + 1, query.outcome, _after(query), query.why)
    found = await request.app[OBJECTIVES].evidence(_number(request), query.date, site.now_us(), wanted)
    if found is None:
        raise _unknown()
    items = found[: query.limit]
    following = (
        cursor_at("evidence", (instant(items[-1].at_us), items[-1].ref), datetime, str)
        if len(found) > query.limit
        else None
    )
    page = EvidencePage(items=[_row(case) for case in items], next=following)
    return web.json_response(body=page.model_dump_json().encode())


async def causes(request: web.Request, query: DayQuery, _role: Role | None) -> web.Response:
    number = _number(request)
    found = await request.app[OBJECTIVES].causes(number, query.date, request.app[SITE].now_us())
    if found is None:
        raise _unknown()
    of_day = "" if query.date is None else f"&date={query.date}"
    rows = f"/api/v1/objectives/{number}/evidence?outcome=missed{of_day}&why="
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    out = CausesOut(items=[CauseOut(why=why, count=count, evidence=rows + why) for why, count in ordered])
    return web.json_response(body=out.model_dump_json().encode())


def _number(request: web.Request) -> int:
    number = whole(request.match_info["objective"], 3)
    if number is None:
        raise _unknown()
    return number


def _unknown() -> Problem:
    return Problem(404, "There is no such objective: use 1 to 21, as on the sheet.")


def _after(query: EvidenceQuery) -> Place:
    if query.cursor is None:
        return Place()
    at, ref = place_after(query.cursor, "evidence", datetime, str)
    return Place(microseconds(at), ref)


def _fields(shown: Shown) -> dict[str, Any]:
    one, standing, kept = shown.objective, shown.standing, shown.kept
    return {
        "id": one.id,
        "key": one.key,
        "title": _text(one.title),
        "target_text": TextOut(zh=target_text(one, "zh"), en=target_text(one, "en")),
        "target_origin": _text(one.origin),
        "period": one.period,
        "from_": shown.span.first,
        "to": shown.span.last,
        "closed_at": instant(kept.closed_at_us) if kept else None,
        "rule_version": kept.rule_version if kept else one.version,
        "evidence": _evidence(one, shown.span.first),
        **_standing(one, standing, shown.span.last),
    }


def _standing(one: Objective, standing: Standing, last: date) -> dict[str, Any]:
    tally, ratio = standing.tally, standing.tally.ratio
    wanting = standing.more or standing.further
    return {
        "met": plain(tally.met),
        "eligible": plain(tally.eligible),
        "open": plain(tally.open),
        "ratio": None if ratio is None else float(ratio),
        "target": float(standing.target),
        "status": standing.status,
        "needs": TextOut(zh=needs(one, standing, "zh", last), en=needs(one, standing, "en", last)) if wanting else None,
        "within_reach": standing.within_reach if wanting else None,
    }


def _past(one: Objective, kept: Kept) -> PastOut:
    return PastOut(
        **_standing(one, kept.standing, kept.last),
        from_=kept.first,
        to=kept.last,
        rule_version=kept.rule_version,
        closed_at=instant(kept.closed_at_us),
        evidence=_evidence(one, kept.first),
    )


def _trend(shown: Shown, trends: Mapping[int, Sequence[Kept]]) -> list[TrendOut]:
    """The trend of the periods before the shown one."""
    known = (kept for kept in trends.get(shown.objective.id, ()) if kept.first < shown.span.first)
    ratios = ((kept, kept.standing.tally.ratio) for kept in known)
    return [
        TrendOut(from_=kept.first, ratio=None if ratio is None else float(ratio), status=kept.standing.status)
        for kept, ratio in ratios
    ]


def _row(case: Case) -> EvidenceOut:
    link = _LINKS.get(case.kind)
    return EvidenceOut(
        kind=case.kind,
        ref=case.ref,
        at=instant(case.at_us),
        outcome=case.outcome,
        why=case.why,
        eligible=plain(case.eligible),
        met=plain(case.met_amount),
        link=link.format(quote(case.ref)) if link else None,
    )


def _evidence(one: Objective, day: date) -> str:
    return f"/api/v1/objectives/{one.id}/evidence?date={day}"


def _text(text: Text) -> TextOut:
    return TextOut(zh=text.zh, en=text.en)
