from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from kit.database.pool import DatabasePool, session
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from tests.integration.quality.kept import Kept
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.files.shelf import Shelf
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk


@pytest.fixture
def rules() -> SiteRules:
    return SiteRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1))


@pytest.fixture
def book(rules: SiteRules) -> ObjectiveBook:
    return ObjectiveBook(rules)


@pytest.fixture
async def site(pool: DatabasePool, rules: SiteRules, book: ObjectiveBook, tmp_path: Path) -> AsyncIterator[DeskWeb]:
    """The desk and the sheet over HTTP, at ten in the morning of 25 November 2026."""
    desk, clock = ServiceDesk(pool, rules), Clock()
    context = DeskContext(desk, pool, shelf=Shelf(tmp_path / "files"))
    async with web_of(desk=context, objectives=PostgresObjectives(pool, book), now_us=clock) as web:
        yield DeskWeb(web, desk, Dialled(desk, clock))


@pytest.fixture
async def kept(pool: DatabasePool, rules: SiteRules, site: DeskWeb) -> Kept:
    async with session(pool) as connection:
        await connection.execute("update desk set born_at = '2026-11-25 00:00+08'")
    kept = Kept(pool, rules, site)
    await kept.at("2026-11-25 10:00")
    return kept
