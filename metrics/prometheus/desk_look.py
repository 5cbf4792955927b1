"""Reads the desk's figures from PostgreSQL in one session."""

from pathlib import Path

from kit.database.instants import stored
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.instants import day_start_us, local_day
from metrics.prometheus.catalogue import BY_NAME
from metrics.prometheus.desk_figures import (
    CallbackCount,
    CallbackDay,
    Counted,
    DeskFigures,
    TicketCount,
    complaint_categories,
    incident_categories,
    without_report,
)
from ticketing.callbacks.policy import last_call_us
from ticketing.site_rules import SiteRules
from ticketing.tickets.rows import tickets_of
from ticketing.workflows.rates import rate_within

STATEMENTS = read_statements(Path(__file__).with_name("desk_look.sql"))
_COUNTED = [name for name in STATEMENTS if f"thirdring_{name}" in BY_NAME]
"""A statement that has the name of a metric counts it: a row for each series, its labels and then its value."""


async def desk_figures(session: Session, rules: SiteRules, now_us: int) -> DeskFigures:
    now, soon = stored(now_us), stored(now_us + rules.soon_us)
    tickets = await session.fetch(STATEMENTS["tickets_counted"], now, soon)
    callbacks = await session.fetch(STATEMENTS["callbacks_counted"], now)
    incidents = await session.fetch(STATEMENTS["incidents"], incident_categories(rules))
    return DeskFigures(
        [TicketCount(*row) for row in tickets],
        [CallbackCount(*row) for row in callbacks],
        without_report([ticket for _row, ticket in tickets_of(incidents)]),
        await _day(session, rules, now_us),
        await _counted(session, rules, now_us),
    )


async def _counted(session: Session, rules: SiteRules, now_us: int) -> Counted:
    today = local_day(now_us, rules.site.zone)
    values = {
        "now": stored(now_us),
        "today": today,
        "midnight": stored(day_start_us(today, rules.site.zone)),
        "complaint_categories": complaint_categories(rules),
        "numbers_per_day": rules.numbers_per_day,
        "lookups_per_day": rules.lookups_per_day,
    }
    found = {name: await session.fetch(*STATEMENTS.filled(name, values)) for name in _COUNTED}
    return {name: {tuple(labels): number for *labels, number in rows} for name, rows in found.items()}


async def _day(session: Session, rules: SiteRules, now_us: int) -> CallbackDay:
    day = local_day(now_us, rules.site.zone)
    until_us = last_call_us(rules.callbacks, day, rules.site.zone)
    return CallbackDay(await rate_within(session, rules, day, now_us), until_us)
