"""The interface of the store of calls. `store.py` implements it on PostgreSQL, unit tests in memory."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from aiohttp import web

from metrics.calls.models import CallOut
from metrics.calls.queries import CallsQuery
from metrics.calls.service_level import Policy
from telephony.facts import Call, ReceiptLine


class StoredRule(NamedTuple):
    """The rule of a stored verdict."""

    name: str
    version: int
    ring_zone: str
    rings_within: int


class StoredReceipt(NamedTuple):
    call: CallOut
    rule: StoredRule | None  # None: made by a version that did not keep it
    ring_ended_at: datetime | None
    lines: Sequence[ReceiptLine]


class PageOfCalls(NamedTuple):
    calls: Sequence[CallOut]
    next: str | None


class CallStore(Protocol):
    """Each method raises StoreAway where the database does not answer."""

    async def page(self, query: CallsQuery) -> PageOfCalls:
        """Newest first."""

    async def one(self, pbx: str, linkedid: str) -> CallOut | None: ...

    async def receipt(self, pbx: str, linkedid: str) -> StoredReceipt | None: ...


CALLS: web.AppKey[CallStore] = web.AppKey("calls")
LIVE: web.AppKey[Callable[[], Iterable[Call]]] = web.AppKey("live calls")
POLICY = web.AppKey("policy", Policy)
