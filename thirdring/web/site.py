"""Everything the handlers need, built in one place by whoever starts the service (or a test)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aiohttp import web
from prometheus_client import CollectorRegistry

from metrics.service_level import Policy
from thirdring.web.auth.book import TokenBook
from thirdring.web.auth.streams import OpenStreams
from thirdring.web.desk.ask import DeskSite
from thirdring.web.health import Check
from thirdring.web.limits import Buckets
from thirdring.web.live import LiveHub
from thirdring.web.objective_store import ObjectiveStore
from thirdring.web.options import WebOptions
from thirdring.web.repository import CallStore
from thirdring.web.turns import Turns

REQUESTS_AT_ONCE = 2
"""Of one user or token. A page asks for a few things at once; a slow sheet must not hold up the next page."""
LIVE_PER_SECOND, LIVE_BURST = 1.0, 20
"""How often one user or token may open the live stream: it may begin with all events of the last minutes."""


class KeptDays(NamedTuple):
    """How long what is kept, for pages that show nothing any more."""

    calls_days: int = 730
    receipts_days: int = 90
    personal_days: int = 730


@dataclass(frozen=True)
class Site:
    calls: CallStore
    tokens: TokenBook
    live: LiveHub
    registry: CollectorRegistry
    policy: Policy
    desk: DeskSite | None = None
    checks: Sequence[Callable[[], Check]] = ()
    timezone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    options: WebOptions = field(default_factory=WebOptions)
    streams: OpenStreams = field(default_factory=OpenStreams)
    turns: Turns = field(default_factory=lambda: Turns(REQUESTS_AT_ONCE))
    joins: Buckets = field(default_factory=lambda: Buckets(LIVE_PER_SECOND, LIVE_BURST))
    monotonic: Callable[[], float] = time.monotonic
    now_us: Callable[[], int] = lambda: time.time_ns() // 1000
    objectives: ObjectiveStore = field(kw_only=True)
    department: str = ""  # of the monthly sheet
    kept_days: KeptDays = field(default_factory=KeptDays)


SITE = web.AppKey("site", Site)
