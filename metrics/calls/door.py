"""Calls over HTTP: the list, one call, and its receipt."""

from typing import TypeVar

from aiohttp import hdrs, web

from kit.http.language import language
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.http.site import SITE
from kit.refusals import FieldError
from kit.roles import SEES_NUMBERS, Role
from metrics.calls import receipts
from metrics.calls.live_hub import CallsHub
from metrics.calls.masking import mask_call
from metrics.calls.models import CallOut, CallPage
from metrics.calls.own_calls import as_seen
from metrics.calls.queries import CallsQuery, ReceiptQuery
from metrics.calls.repository import CALLS, POLICY
from telephony.facts import CallRef
from telephony.phone_spans import phone_spans

T = TypeVar("T")

HUB: web.AppKey[CallsHub] = web.AppKey("hub")


async def list_calls(request: web.Request, query: CallsQuery, role: Role | None) -> web.Response:
    if query.from_ and query.to and query.from_ > query.to:
        raise FieldError("from", "is later than `to`: exchange them", "The period ends before it begins.")
    if role not in SEES_NUMBERS and any(map(phone_spans, query.agent or ())):
        detail = "Calls cannot be filtered by phone number."
        raise FieldError("agent", "must be the name of an agent, not a phone number", detail)
    calls, following = await request.app[CALLS].page(query)
    page = CallPage.model_construct(items=[_as_seen(call, role) for call in calls], next=following)
    return web.json_response(body=page.model_dump_json().encode())


async def one_call(request: web.Request, _query: Query, role: Role | None) -> web.Response:
    key = _call_key(request)
    call = _found(await request.app[CALLS].one(*key) or request.app[HUB].one(key, request.app[SITE].now_us()))
    shown = call if role in SEES_NUMBERS else await as_seen(request, call)
    return web.json_response(body=shown.model_dump_json().encode())


async def receipt(request: web.Request, query: ReceiptQuery, role: Role | None) -> web.Response:
    site = request.app[SITE]
    stored = _found(await request.app[CALLS].receipt(*_call_key(request)))
    lang = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    shown = receipts.receipt_out(stored, request.app[POLICY], lang, site.timezone, masked=role not in SEES_NUMBERS)
    headers = {hdrs.CONTENT_LANGUAGE: lang, hdrs.VARY: hdrs.ACCEPT_LANGUAGE}
    return web.json_response(body=shown.model_dump_json().encode(), headers=headers)


def _call_key(request: web.Request) -> CallRef:
    return CallRef(request.match_info["pbx"], request.match_info["linkedid"])


def _found(thing: T | None) -> T:
    if thing is None:
        raise Problem(404, "There is no such call: use `id` from the list of calls.")
    return thing


def _as_seen(call: CallOut, role: Role | None) -> CallOut:
    return call if role in SEES_NUMBERS else mask_call(call)
