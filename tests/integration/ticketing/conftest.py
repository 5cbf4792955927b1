import pytest

from kit.database.pool import DatabasePool
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.desk.site_desk import SiteDesk
from ticketing.rules import DeskRules


@pytest.fixture
def rules() -> DeskRules:
    return DeskRules(Site(SHANGHAI, Workdays()))


@pytest.fixture
def desk(pool: DatabasePool, rules: DeskRules) -> SiteDesk:
    return SiteDesk(pool, rules)
