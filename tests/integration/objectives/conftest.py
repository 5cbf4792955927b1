from datetime import date

import pytest

from kit.database.pool import DatabasePool
from metrics.objectives.book import ObjectiveBook
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk


@pytest.fixture
def rules() -> SiteRules:
    return SiteRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1))


@pytest.fixture
def desk(pool: DatabasePool, rules: SiteRules) -> ServiceDesk:
    return ServiceDesk(pool, rules)


@pytest.fixture
def book(rules: SiteRules) -> ObjectiveBook:
    return ObjectiveBook(rules)
