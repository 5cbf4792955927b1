from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from kit.database.pool import DatabasePool
from metrics.calls.service_level import Policy
from metrics.calls.store import PostgresCalls
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from metrics.prometheus.sheet_keeper import SheetKeeper
from tests.integration.day.department import Department
from tests.integration.day.switch import Switch
from tests.integration.surveys.conftest import SurveyWeb
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Clock, Dialled
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.agi.by_key import ByKey
from ticketing.agi.spool import Spool
from ticketing.clocks.terms import DaysLater, Site
from ticketing.clocks.workdays import Workdays
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.tickets.procedures import site_procedures
from ticketing.workflows.quality_keeper import QualityKeeper
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.worker import DeskWorker


@pytest.fixture
def since() -> date | None:
    """The site's first day; None: it begins with its first call."""
    return date(2026, 11, 1)


SMALL_WORKS = {
    ("renovation", "application"): (DaysLater(2, workdays=True),),
    ("renovation", "permit"): (DaysLater(1, workdays=True),),
    ("renovation", "inspection_hidden"): (DaysLater(1, workdays=True),),
    ("renovation", "inspection_final"): (DaysLater(2, workdays=True),),
    ("renovation", "acceptance"): (DaysLater(1, workdays=True),),
    ("renovation", "deposit"): (),
}
"""Renovations here are small: seven workdays in all."""


@pytest.fixture
def rules(since: date | None) -> SiteRules:
    """A complaint that is answered late raises a nonconformity."""
    return SiteRules(
        Site(SHANGHAI, Workdays()),
        procedures=site_procedures(SMALL_WORKS),
        since=since,
        breaches=frozenset({"complaint"}),
        short_call_us=Policy().short_abandon_us,
    )


@pytest.fixture
async def department(pool: DatabasePool, rules: SiteRules, tmp_path: Path) -> AsyncIterator[Department]:
    """On the morning of Monday, 16 November 2026, when the desk was installed."""
    clock = Clock(at("2026-11-16 08:00"))
    await pool.execute("update desk set born_at = '2026-11-16 08:00+08'")
    desk, book = ServiceDesk(pool, rules), ObjectiveBook(rules)
    dialled = Dialled(desk, clock)
    context, lines = DeskContext(desk, pool, {"agent": ["PJSIP/1001"]}, dialled), PostgresObjectives(pool, book)
    async with web_of(PostgresCalls(pool), desk=context, objectives=lines, now_us=clock) as web:
        yield Department(
            SurveyWeb(web, desk, dialled),
            Switch(desk, pool, ByKey(desk, pool, Spool(tmp_path / "said")), clock),
            DeskWorker(desk, pool, now_us=clock),
            QualityKeeper(pool, rules, desk.news, clock),
            SheetKeeper(pool, book, lambda: True, clock),
        )
