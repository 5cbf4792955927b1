"""The one task that looks after duties and nonconformities: makes those of today and those that a rule wants, and tells
which are due soon, missed or overdue."""

import asyncio
from collections.abc import Callable

import structlog

from kit.database.pool import AWAY, DatabasePool, explain
from ticketing.desk.inspecting import settle_finding
from ticketing.duties.store import DutyStore
from ticketing.news import Hearer
from ticketing.nonconformities.store import NonconformityStore
from ticketing.rules import DeskRules

ROUND_SECONDS = 30.0
GIVE_UP_SECONDS = 20.0
START_SECONDS = 1.0  # until PostgreSQL is there for the first time

log = structlog.get_logger(__name__)


class QualityKeeper:
    def __init__(self, pool: DatabasePool, rules: DeskRules, hear: Hearer, now_us: Callable[[], int]) -> None:
        self.duties = DutyStore(pool, rules, hear)
        self.nonconformities = NonconformityStore(pool, rules, settle_finding, hear)
        self._now_us = now_us
        self._trouble = ""
        self._begun = False

    async def run(self) -> None:
        while True:
            await self._try()
            await asyncio.sleep(ROUND_SECONDS if self._begun else START_SECONDS)

    async def look_around(self) -> None:
        """One round. Raises one of AWAY."""
        now_us = self._now_us()
        await self.duties.make(now_us)
        while await self.duties.tell_alarms(now_us):
            pass
        await self.nonconformities.raise_for_breaches(now_us)
        while await self.nonconformities.tell_alarms(now_us):
            pass
        self._begun = True

    async def _try(self) -> None:
        trouble = ""
        try:
            async with asyncio.timeout(GIVE_UP_SECONDS):
                await self.look_around()
        except AWAY as error:
            trouble = explain(error)
        except Exception:
            log.exception("a round of the duties failed")
        if trouble and trouble != self._trouble and self._begun:
            log.warning("duties are not looked after: PostgreSQL does not answer", reason=trouble)
        self._trouble = trouble
