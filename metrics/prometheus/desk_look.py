"""The desk's figures, from what is stored: one look, in one session."""

from datetime import date
from pathlib import Path

from kit.database.instants import stored
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.instants import day_start_us, local_day
from metrics.prometheus.desk_figures import (
    CallbackCount,
    CallbackDay,
    DeskFigures,
    DutyCount,
    TicketCount,
    UsedUp,
    complaint_categories,
    incident_categories,
    last_call_us,
    without_report,
)
from ticketing.desk.rates import rate_within
from ticketing.rules import DeskRules
from ticketing.tickets.rows import TICKET

STATEMENTS = read_statements(Path(__file__).with_name("desk_look.sql"))


async def desk_figures(session: Session, rules: DeskRules, now_us: int) -> DeskFigures:
    now, soon = stored(now_us), stored(now_us + rules.soon_us)
    tickets = await session.fetch(STATEMENTS["tickets_counted"], now, soon)
    callbacks = await session.fetch(STATEMENTS["callbacks_counted"], now)
    complaints = await session.fetchval(STATEMENTS["complaints_overdue"], now, complaint_categories(rules))
    midnight = stored(day_start_us(local_day(now_us, rules.site.zone), rules.site.zone))
    duties = await session.fetch(STATEMENTS["duties_counted"], now, midnight)
    incidents = await session.fetch(STATEMENTS["incidents"], incident_categories(rules))
    [used_up] = await session.fetch(STATEMENTS["used_up"], *_limits(rules, now_us))
    return DeskFigures(
        [TicketCount(*row) for row in tickets],
        [CallbackCount(*row) for row in callbacks],
        DutyCount(*duties[0]),
        complaints,
        without_report(map(TICKET.of, incidents)),
        await _day(session, rules, now_us),
        UsedUp(*used_up),
    )


def _limits(rules: DeskRules, now_us: int) -> tuple[date, int, int]:
    return local_day(now_us, rules.site.zone), rules.numbers_per_day, rules.lookups_per_day


async def _day(session: Session, rules: DeskRules, now_us: int) -> CallbackDay:
    day = local_day(now_us, rules.site.zone)
    return CallbackDay(await rate_within(session, rules, day, now_us), last_call_us(rules.callbacks, day, rules))
