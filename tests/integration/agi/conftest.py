from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from kit.database.pool import DatabasePool
from tests.integration.agi.site import Hotline
from tests.unit.ticketing.moments import SHANGHAI
from thirdring.settings import Settings
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.desk.site_desk import SiteDesk
from ticketing.rules import DeskRules


@pytest.fixture
def desk(pool: DatabasePool) -> SiteDesk:
    return SiteDesk(pool, DeskRules(Site(SHANGHAI, Workdays())))


@pytest.fixture
async def hotline(desk: SiteDesk, pool: DatabasePool, tmp_path: Path) -> AsyncIterator[Callable[..., Hotline]]:
    """Makes an AGI server over this test's desk; `agi` are its settings."""
    made: list[Hotline] = []

    def make(agi: Mapping[str, object] | None = None) -> Hotline:
        settings = Settings(
            agi={"listen": "127.0.0.1:0", **(agi or {})},
            pbx=[{"name": "main", "secret": "none"}],
            agent=[{"name": "1001", "devices": ["PJSIP/1001"]}],
        )
        made.append(Hotline(settings, desk, pool, tmp_path))
        return made[-1]

    yield make
    for each in made:
        await each.stop()
