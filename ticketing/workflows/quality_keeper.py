"""The one task that looks after duties and nonconformities: makes those of today and those that a rule wants, and tells
which are due soon, missed or overdue."""

from collections.abc import Callable

from kit.database.pool import DatabasePool
from kit.database.rounds import keep_on
from ticketing.duties.store import DutyStore
from ticketing.news import Hearer
from ticketing.nonconformities.store import NonconformityStore
from ticketing.site_rules import SiteRules
from ticketing.workflows.inspecting import settle_finding

ROUND_SECONDS = 30.0


class QualityKeeper:
    def __init__(self, pool: DatabasePool, rules: SiteRules, hear: Hearer, now_us: Callable[[], int]) -> None:
        self.duties = DutyStore(pool, rules, hear)
        self.nonconformities = NonconformityStore(pool, rules, settle_finding, hear)
        self._now_us = now_us

    async def run(self) -> None:
        await keep_on("duties and nonconformities", self.look_around, ROUND_SECONDS)

    async def look_around(self) -> bool:
        """One round. Raises one of AWAY."""
        now_us = self._now_us()
        await self.duties.make(now_us)
        while await self.duties.tell_alarms(now_us):
            pass
        await self.nonconformities.raise_for_breaches(now_us)
        while await self.nonconformities.tell_alarms(now_us):
            pass
        return True
