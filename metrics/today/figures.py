"""The figures of a wall, read again every few seconds, however many walls ask.

While the database is away the last ones are shown.
"""

import asyncio
from contextlib import suppress

from aiohttp import web

from kit.database.pool import session
from kit.http.database import StoreAway
from kit.http.site import SITE
from kit.http.wire import instant
from kit.instants import SECOND_US, day_end_us, day_start_us, local_day
from metrics.objectives.store import OBJECTIVES
from metrics.today.models import FiguresOut, RiskOut
from metrics.today.promises import answered, called_back
from metrics.today.risks import RISKS, help_given, risks_counted
from ticketing.http.ask import DESK, DeskContext, outages
from ticketing.workflows.rates import rate_within

FRESH_US = 5 * SECOND_US
ANSWERED_WITHIN_RINGS = 10
"""The line of the quality sheet."""


class LatestFigures:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._known: FiguresOut | None = None
        self._asked_us = -FRESH_US

    async def get(self, app: web.Application) -> FiguresOut | None:
        """None: there were none yet."""
        now_us, desk = app[SITE].now_us(), app[DESK]
        if self._lock.locked() or desk is None:
            return self._known
        async with self._lock:
            if now_us - self._asked_us >= FRESH_US:
                self._asked_us = now_us
                with suppress(StoreAway):
                    self._known = await _read(app, desk, now_us)
        return self._known


async def _read(app: web.Application, desk: DeskContext, now_us: int) -> FiguresOut:
    rules = desk.desk.rules
    rings = await app[OBJECTIVES].one(ANSWERED_WITHIN_RINGS, None, now_us)
    assert rings is not None  # noqa: S101 - it is a line of the sheet
    day = local_day(now_us, rules.site.zone)
    async with outages(), session(desk.pool) as connection:
        rate = await rate_within(connection, rules, day, now_us)
        counts = await risks_counted(connection, rules, now_us)
        given = await help_given(connection, day_start_us(day, rules.site.zone), day_end_us(day, rules.site.zone))
    return FiguresOut(
        at=instant(now_us),
        answered=answered(rings.shown.standing),
        called_back=called_back(rate),
        risks=risks_out(counts),
        help=given,
    )


def risks_out(counts: dict[str, int]) -> list[RiskOut]:
    return [RiskOut(key=one.key, count=counts[one.key], rows=f"/api/v1{one.path}") for one in RISKS]
