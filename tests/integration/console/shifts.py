"""A desk whose site has a day shift of two people and a night shift."""

from datetime import time

from kit.database.pool import DatabasePool
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk

SHIFTS = ShiftRules((Pattern("day", time(8), time(20), people_min=2), Pattern("night", time(20), time(8))))
PEOPLE = {"水电": ("zhang", "li", "wang", "sun", "manager", "workman")}
TODAY = "2026-11-25"


def desk_with_shifts(pool: DatabasePool) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), shifts=SHIFTS, trades=PEOPLE))
