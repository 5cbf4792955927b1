"""A desk in figures, and the rules of a site, for tests of metrics."""

from collections.abc import Sequence
from datetime import date

from metrics.prometheus.desk_figures import CallbackCount, CallbackDay, Counted, DeskFigures, TicketCount
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.callbacks.rate import Followed, day_rate
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules

DAY = date(2026, 11, 25)
NOON_US = at("2026-11-25 12:00")
RULES = SiteRules(Site(SHANGHAI, Workdays()))


def figures(
    tickets: Sequence[TicketCount] = (),
    callbacks: Sequence[CallbackCount] = (),
    eligible: int = 0,
    reached: int = 0,
    complaints: int = 0,
    incidents: int = 0,
) -> DeskFigures:
    counted: Counted = {
        "complaints_overdue": {(): complaints},
        "duties": {("due",): 3, ("done",): 2, ("missed",): 1},
        "disclosures_used_up": {("shown",): 0, ("looked_up",): 0},
    }
    followed = [Followed(str(n), NOON_US, None, NOON_US + 1 if n < reached else None) for n in range(eligible)]
    day = CallbackDay(day_rate(followed, DAY, SHANGHAI, NOON_US, RULES.callbacks), at("2026-11-25 20:30"))
    return DeskFigures(tickets, callbacks, incidents, day, counted)
