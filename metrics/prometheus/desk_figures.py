"""The desk's figures at one instant: tickets, complaints, incidents, callbacks, the day's rate. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ticketing.callbacks.rate import DayRate
from ticketing.site_rules import SiteRules
from ticketing.tickets.procedures import PROCEDURES, open_steps
from ticketing.tickets.ticket import Ticket

MAJOR_INCIDENT = "major_incident"


class TicketCount(NamedTuple):
    """The tickets of a category in a status. `overdue` and `due_soon` count active tickets by their resolution."""

    category: str
    status: str
    tickets: int
    overdue: int = 0
    due_soon: int = 0


class CallbackCount(NamedTuple):
    reason: str
    state: str
    callbacks: int
    overdue: int = 0


class CallbackDay(NamedTuple):
    """Today's callback rate."""

    rate: DayRate
    last_call_us: int  # from then on nobody new is called today


Counted = Mapping[str, Mapping[tuple[str, ...], int]]
"""What a statement counts: by the name of its metric, the value of each series by its labels."""


class DeskFigures(NamedTuple):
    tickets: Sequence[TicketCount]
    callbacks: Sequence[CallbackCount]
    incidents_without_report: int
    day: CallbackDay
    counted: Counted


def incident_categories(rules: SiteRules) -> list[str]:
    return [key for key, one in rules.categories.items() if one.procedure == MAJOR_INCIDENT]


def complaint_categories(rules: SiteRules) -> list[str]:
    return [key for key, one in rules.categories.items() if one.complaint]


def without_report(incidents: Iterable[Ticket]) -> int:
    """Incidents whose report is not written or not sent, and not waived."""
    procedure = PROCEDURES[MAJOR_INCIDENT]
    return sum(bool(open_steps(procedure, one.steps_done, one.steps_waived)) for one in incidents)
