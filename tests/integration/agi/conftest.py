from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from kit.database.pool import DatabasePool
from tests.integration.agi.site import Hotline
from tests.unit.ticketing.moments import SHANGHAI
from thirdring.settings import Settings
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays())))


@pytest.fixture
async def hotline(desk: ServiceDesk, pool: DatabasePool, tmp_path: Path) -> AsyncIterator[Callable[..., Hotline]]:
    """Makes an AGI server over this test's desk; `agi` are its settings."""
    made: list[Hotline] = []

    def make(agi: Mapping[str, object] | None = None) -> Hotline:
        settings = Settings(
            agi={"listen": "127.0.0.1:0", "arrive_ms": 5000, **(agi or {})},  # a busy machine is slow
            pbx=[{"name": "main", "secret": "none"}],
            agent=[{"name": "1001", "devices": ["PJSIP/1001"]}],
        )
        made.append(Hotline(settings, desk, pool, tmp_path))
        return made[-1]

    yield make
    for each in made:
        await each.stop()
