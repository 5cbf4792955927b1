"""What a month's figures rest on and no call proves; it stands below the sheet. Pure."""

from collections.abc import Callable
from typing import NamedTuple

from kit.instants import HOUR_US
from metrics.objectives.periods import Span
from ticketing.clocks.pauses import paused_us
from ticketing.site_rules import SiteRules
from ticketing.tickets.ticket import Ticket

IN_BULK_SECONDS = 60
"""Duties that one person ticks so soon after one another are ticked in bulk."""


class Honesty(NamedTuple):
    paused_us: int
    paused_tickets: int
    readings: int  # confirmed
    readings_unproven: int  # of those, without evidence
    readings_waiting: int  # for a manager; they do not count
    callbacks_by_word: int
    duties_in_bulk: int


def paused_within(ticket: Ticket, month: Span, rules: SiteRules, now_us: int) -> int:
    """How long its clocks stood still in these days, until it was resolved."""
    since_us = max(month.since_us, ticket.opened_at_us)
    until_us = min(month.until_us, now_us if ticket.resolved_at_us is None else ticket.resolved_at_us)
    return paused_us(rules.stops(ticket), since_us, until_us)


def in_words(found: Honesty, _: Callable[[str], str]) -> str:
    return _(
        "Not proven by calls: clocks paused for {hours} hours on {tickets} tickets; {unproven} of {readings} readings "
        "without evidence, {waiting} more wait for a manager and do not count; {callbacks} callbacks closed by word; "
        "{duties} duties ticked in bulk."
    ).format(
        hours=f"{found.paused_us / HOUR_US:,.1f}",
        tickets=found.paused_tickets,
        unproven=found.readings_unproven,
        readings=found.readings,
        waiting=found.readings_waiting,
        callbacks=found.callbacks_by_word,
        duties=found.duties_in_bulk,
    )
