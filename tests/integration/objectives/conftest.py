import pytest

from tests.unit.ticketing.moments import SHANGHAI
from thirdring.database.pool import DatabasePool
from thirdring.desk.site_desk import SiteDesk
from thirdring.objectives.book import ObjectiveBook
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.rules import DeskRules


@pytest.fixture
def rules() -> DeskRules:
    return DeskRules(Site(SHANGHAI, Workdays()))


@pytest.fixture
def desk(pool: DatabasePool, rules: DeskRules) -> SiteDesk:
    return SiteDesk(pool, rules)


@pytest.fixture
def book(rules: DeskRules) -> ObjectiveBook:
    return ObjectiveBook(rules)
