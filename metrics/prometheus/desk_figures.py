"""The desk in figures, as found at one instant: tickets, complaints, incidents, callbacks, the day's rate. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from kit.instants import wall_us
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.rate import DayRate
from ticketing.rules import DeskRules
from ticketing.tickets.procedures import PROCEDURES, open_steps
from ticketing.tickets.ticket import Ticket

MAJOR_INCIDENT = "major_incident"


class TicketCount(NamedTuple):
    """Of one category in one status. `overdue` and `due_soon` are of the resolution of those that are active."""

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


class Day(NamedTuple):
    """Today's callback rate, and what can still be done for it."""

    rate: DayRate
    last_call_us: int  # from then on nobody is called any more today
    reachable: bool


class DutyCount(NamedTuple):
    """Of the days, weeks and months that are now; `missed`: whose time ended today, midnight included."""

    due: int = 0
    done: int = 0
    missed: int = 0


class UsedUp(NamedTuple):
    """People who have had all that they may have today of masked numbers."""

    shown: int = 0
    looked_up: int = 0


class DeskFigures(NamedTuple):
    tickets: Sequence[TicketCount]
    callbacks: Sequence[CallbackCount]
    duties: DutyCount
    complaints_overdue: int
    incidents_without_report: int
    day: Day
    used_up: UsedUp = UsedUp()


def last_call_us(policy: CallbackPolicy, day: date, rules: DeskRules) -> int:
    return wall_us(day, min(policy.latest_same_day, policy.quiet_from), rules.site.zone)


def day_of(rate: DayRate, not_before_us: Iterable[int], policy: CallbackPolicy, rules: DeskRules, now_us: int) -> Day:
    """`not_before_us`: of the missing tickets' callbacks that are open, when the next attempt may be made.

    A missing ticket without an open callback can be reached no more: nobody knows its number, or it was given up.
    """
    last_us = last_call_us(policy, rate.day, rules)
    callable_count = sum(max(at_us, now_us) < last_us for at_us in not_before_us)
    return Day(rate, last_us, rate.more_by_midnight <= callable_count)


def incident_categories(rules: DeskRules) -> list[str]:
    return [key for key, one in rules.categories.items() if one.procedure == MAJOR_INCIDENT]


def complaint_categories(rules: DeskRules) -> list[str]:
    return [key for key, one in rules.categories.items() if one.complaint]


def without_report(incidents: Iterable[Ticket]) -> int:
    """Those whose report is not written, or not sent, and was not waived."""
    procedure = PROCEDURES[MAJOR_INCIDENT]
    return sum(bool(open_steps(procedure, one.steps_done, one.steps_waived)) for one in incidents)
