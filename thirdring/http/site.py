"""Everything the handlers need, built in one place by whoever starts the service (or a test)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from console.kept import KeptDays
from console.phones import Phones
from kit.http.attendance import Attendance
from kit.http.auth.activity import Activity
from kit.http.auth.book import TokenBook
from kit.http.auth.streams import OpenStreams
from kit.http.health import Check
from kit.http.limits import Buckets
from kit.http.options import WebOptions
from kit.http.turns import Turns
from metrics.calls.live_hub import CallsHub
from metrics.calls.repository import CallStore
from metrics.calls.service_level import Policy
from metrics.objectives.store import ObjectiveStore
from thirdring.admin.context import AdminContext
from ticketing.http.ask import DeskContext

REQUESTS_AT_ONCE = 2
"""Of one user or token. A page asks for a few things at once; a slow sheet must not hold up the next page."""
LIVE_PER_SECOND, LIVE_BURST = 1.0, 20
"""How often one user or token may open the live stream: it may begin with all events of the last minutes."""


@dataclass(frozen=True)
class Site:
    calls: CallStore
    tokens: TokenBook
    live: CallsHub
    registry: CollectorRegistry
    policy: Policy
    desk: DeskContext | None = None
    checks: Sequence[Callable[[], Check]] = ()
    in_charge: Callable[[], bool] = lambda: True
    leader: Callable[[], str | None] = lambda: None
    timezone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    options: WebOptions = field(default_factory=WebOptions)
    streams: OpenStreams = field(default_factory=OpenStreams)
    activity: Activity = field(default_factory=Activity)
    attendance: Attendance = field(default_factory=Attendance)
    turns: Turns = field(default_factory=lambda: Turns(REQUESTS_AT_ONCE))
    joins: Buckets = field(default_factory=lambda: Buckets(LIVE_PER_SECOND, LIVE_BURST))
    monotonic: Callable[[], float] = time.monotonic
    now_us: Callable[[], int] = lambda: time.time_ns() // 1000
    objectives: ObjectiveStore = field(kw_only=True)
    department: str = ""  # of the monthly sheet
    admin: AdminContext | None = None
    kept_days: KeptDays = field(default_factory=KeptDays)
    phones: Phones = field(default_factory=Phones)
