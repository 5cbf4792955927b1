"""A whole web service without a database: calls and tokens in memory, on a free port of this machine."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web_app
from prometheus_client import CollectorRegistry

from console.phones import Phones
from kit.http.auth.book import TokenBook
from kit.http.auth.tokens import Token, digest
from kit.http.database import StoreAway
from kit.http.health import Check
from kit.http.listed import cursor_at, place_after
from kit.http.options import WebOptions
from kit.http.wire import instant
from kit.roles import Role
from metrics.calls.live_call import call_out
from metrics.calls.live_hub import CallsHub
from metrics.calls.models import CallOut
from metrics.calls.queries import CallsQuery
from metrics.calls.repository import CallStore, PageOfCalls, StoredReceipt, StoredRule
from metrics.calls.service_level import Policy, judge
from metrics.objectives.asking import Wanted
from metrics.objectives.book import ObjectiveBook, QualitySheet, Shown
from metrics.objectives.cases import Case
from metrics.objectives.honesty import Honesty
from metrics.objectives.kept import Kept
from metrics.objectives.monthly import MonthLine, Part, month_line, month_of, spans_in
from metrics.objectives.objective import Objective
from metrics.objectives.standing import Tally, stand
from metrics.objectives.store import Detail, ObjectiveStore
from telephony.facts import (
    Attempt,
    Call,
    CallState,
    Direction,
    Disposition,
    Outcome,
    ReceiptLine,
)
from tests.unit.ticketing.moments import at
from thirdring.admin.context import AdminContext
from thirdring.http.server import serving
from thirdring.http.site import Site
from ticketing.clocks import terms
from ticketing.clocks.workdays import Workdays
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.telling import Telling

T0 = 1_764_036_000_000_000  # 2025-11-25 02:00:00 UTC, 10:00:00 in Shanghai
NOW = at("2026-11-25 10:00")
"""A working day, at an hour when one may call."""

POLICY = Policy()
TOKENS = {role: f"tr_{role.value:x<43}" for role in Role}


def answered_call(
    linkedid: str = "1764036000.1", ring_us: int = 15_300_000, at_us: int = T0, pbx: str = "main"
) -> Call:
    """Rings 123 ms after it arrives; phone 1001 answers."""
    alerted_us = at_us + 123_000
    attempt = Attempt("1001", "PJSIP/1001", at_us + 50_000, alerted_us, alerted_us + ring_us, Outcome.ANSWERED)
    return Call(
        pbx,
        linkedid,
        Direction.INBOUND,
        "service",
        "13800000001",
        "8001",
        at_us,
        state=CallState.ENDED,
        alerted_at_us=alerted_us,
        answered_at_us=alerted_us + ring_us,
        ring_ended_at_us=alerted_us + ring_us,
        ended_at_us=alerted_us + ring_us + 60_000_000,
        disposition=Disposition.ANSWERED,
        agent="1001",
        attempts=[attempt],
        receipt=[ReceiptLine(alerted_us, 7, "DialState", "PJSIP/1001", "ringing")],
    )


def ringing_call(linkedid: str = "1764036000.9", at_us: int = T0) -> Call:
    attempt = Attempt("1001", "PJSIP/1001", at_us, at_us + 100_000)
    return Call(
        "main",
        linkedid,
        Direction.INBOUND,
        "service",
        "13800000001",
        "8001",
        at_us,
        state=CallState.RINGING,
        alerted_at_us=at_us + 100_000,
        attempts=[attempt],
    )


class CallsInMemory:
    def __init__(self, calls: Sequence[Call] = ()) -> None:
        self.calls = list(calls)
        self.tickets: dict[str, str] = {}  # of a call, by its linkedid
        self.households: dict[str, int] = {}  # the same
        self.away = False

    def _shown(self) -> list[CallOut]:
        if self.away:
            raise StoreAway
        return [
            call_out(call, judge(call, POLICY), "+8613800000001", 0, self.tickets.get(call.linkedid))
            for call in self.calls
        ]

    async def page(self, query: CallsQuery) -> PageOfCalls:
        def key(call: CallOut) -> tuple[datetime, str, str]:
            return call.arrived_at, call.pbx, call.linkedid

        types = (datetime, str, str)
        after = None if query.cursor is None else place_after(query.cursor, "calls", *types)
        wanted = [call for call in self._shown() if query.ticket in (None, call.ticket)]
        if query.household is not None:
            wanted = [call for call in wanted if self.households.get(call.linkedid) == query.household]
        left = [call for call in wanted if after is None or key(call) < after]
        found = sorted(left, key=key, reverse=True)[: query.limit]
        return PageOfCalls(found, cursor_at("calls", key(found[-1]), *types) if len(left) > len(found) else None)

    async def one(self, pbx: str, linkedid: str) -> CallOut | None:
        return next((call for call in self._shown() if (call.pbx, call.linkedid) == (pbx, linkedid)), None)

    async def receipt(self, pbx: str, linkedid: str) -> StoredReceipt | None:
        shown = await self.one(pbx, linkedid)
        if shown is None:
            return None
        call = next(call for call in self.calls if (call.pbx, call.linkedid) == (pbx, linkedid))
        ring_ended_at = None if call.ring_ended_at_us is None else instant(call.ring_ended_at_us)
        return StoredReceipt(shown, StoredRule("before_next_ring", 1, "cn", 3), ring_ended_at, call.receipt)


class SheetInMemory:
    """A site of which nothing is known yet."""

    def __init__(self) -> None:
        self.book = ObjectiveBook(SiteRules(terms.Site(ZoneInfo("Asia/Shanghai"), Workdays()), since=date(2025, 1, 1)))
        self.noted: list[tuple[str, str]] = []

    def _shown(self, objective: Objective, day: date) -> Shown:
        return Shown(objective, self.book.span(objective, day), stand(Tally(0, 0), objective.target, over=False))

    async def sheet(self, day: date | None, now_us: int) -> QualitySheet:
        asked = day or self.book.today(now_us)
        return QualitySheet(asked, now_us, [self._shown(one, asked) for one in self.book.objectives])

    async def month(self, day: date | None, now_us: int) -> Sequence[MonthLine]:
        month = month_of(day or self.book.today(now_us), self.book.rules.site.zone)
        nothing = stand(Tally(0, 0), Fraction(1), over=False)
        return [
            month_line(one, [Part(span, nothing, False) for span in spans_in(one, month, self.book.rules.site.zone)])
            for one in self.book.objectives
        ]

    async def honesty(self, day: date | None, now_us: int) -> Honesty:
        return Honesty(0, 0, 0, 0, 0, 0, 0)

    async def trends(self, before: date) -> Mapping[int, Sequence[Kept]]:
        return {}

    async def causes(self, number: int, day: date | None, now_us: int) -> Counter[str] | None:
        return Counter() if 1 <= number <= len(self.book.objectives) else None

    async def note_export(self, who: str, what: str) -> None:
        self.noted.append((who, what))

    async def one(self, number: int, day: date | None, now_us: int) -> Detail | None:
        found = [one for one in self.book.objectives if one.id == number]
        return Detail(self._shown(found[0], day or self.book.today(now_us)), ()) if found else None

    async def evidence(self, number: int, day: date | None, now_us: int, wanted: Wanted) -> list[Case] | None:
        return [] if 1 <= number <= len(self.book.objectives) else None


class TokensInMemory:
    def __init__(self) -> None:
        self.known = {
            digest(text): Token(number, role, role.value) for number, (role, text) in enumerate(TOKENS.items())
        }
        self.away = False
        self.asked = 0

    async def find(self, digests: Collection[bytes]) -> dict[bytes, Token]:
        self.asked += 1
        if self.away:
            raise StoreAway
        return {key: self.known[key] for key in digests if key in self.known}


class Web:
    """The running service, and a client of it that sends paths exactly as they are written."""

    def __init__(self, site: Site, url: str, session: aiohttp.ClientSession) -> None:
        self.site = site
        self.url = url
        self.session = session

    def get(self, path: str, role: Role | None = Role.MANAGER, **headers: Any) -> aiohttp.client._RequestContextManager:
        return self.request("GET", path, role, **headers)

    def request(
        self, method: str, path: str, role: Role | None = Role.MANAGER, *, data: bytes | None = None, **headers: Any
    ) -> aiohttp.client._RequestContextManager:
        from yarl import URL

        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role is not None:
            sent.setdefault("Authorization", f"Bearer {TOKENS[role]}")
        url = URL(self.url + path, encoded=True)
        return self.session.request(method, url, headers=sent, data=data, allow_redirects=False)


@asynccontextmanager
async def web_of(
    calls: CallStore | None = None,
    tokens: TokensInMemory | None = None,
    live_calls: Callable[[], Sequence[Call]] = list,
    checks: Sequence[Callable[[], Check]] = (),
    objectives: ObjectiveStore | None = None,
    desk: DeskContext | None = None,
    token_book: TokenBook | None = None,
    now_us: Callable[[], int] = lambda: NOW,
    admin: AdminContext | None = None,
    phones: Phones | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    leader: Callable[[], str | None] = lambda: None,
    **options: object,
) -> AsyncIterator[Web]:
    generous = replace(WebOptions(requests_per_second=1e5, burst=100_000), **options)  # type: ignore[arg-type] # by name
    site = Site(
        calls=calls or CallsInMemory(),
        tokens=token_book or TokenBook(tokens or TokensInMemory()),
        live=CallsHub(POLICY, live_calls),
        registry=CollectorRegistry(),
        policy=POLICY,
        checks=checks,
        desk=desk,
        options=generous,
        now_us=now_us,
        objectives=objectives or SheetInMemory(),
        admin=admin,
        phones=phones or Phones(),
        monotonic=monotonic,
        leader=leader,
    )
    if desk is not None:
        desk.desk.news.add(Telling(site.live, site.live.note))
    async with serving(site) as (host, port), aiohttp.ClientSession() as session:
        yield Web(site, f"http://{host}:{port}", session)
    web_app._cached_build_middleware.cache_clear()  # it would keep every application that has been, a megabyte each
