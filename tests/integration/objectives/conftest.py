from datetime import date

import pytest

from kit.database.pool import DatabasePool
from metrics.objectives.book import ObjectiveBook
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.desk.site_desk import SiteDesk
from ticketing.rules import DeskRules


@pytest.fixture
def rules() -> DeskRules:
    return DeskRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1))


@pytest.fixture
def desk(pool: DatabasePool, rules: DeskRules) -> SiteDesk:
    return SiteDesk(pool, rules)


@pytest.fixture
def book(rules: DeskRules) -> ObjectiveBook:
    return ObjectiveBook(rules)
