"""What the rules of a site say of a ticket's clocks, of pauses, and of its first day."""

from dataclasses import replace
from datetime import date

import pytest

from kit.roles import Role
from tests.unit.metrics.prometheus.desk_shapes import RULES
from tests.unit.ticketing.moments import at
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.tickets.ticket import Source, Ticket

NINE, TEN, ELEVEN, NOON = (at(f"2026-11-25 {hour:02}:00") for hour in (9, 10, 11, 12))
HOUR = 3_600_000_000
TICKET = Ticket("20261125-0001", NINE, Source.HAND, "repair")


def test_a_site_begins_with_its_first_call_unless_a_day_is_set() -> None:
    assert RULES.begin_us(NOON) == NOON
    assert RULES.begin_us(None) is None
    assert replace(RULES, since=date(2026, 11, 1)).begin_us(NOON) == at("2026-11-01 00:00")


def test_a_clock_has_stood_still_for_as_long_as_its_pauses_until_now() -> None:
    paused = replace(TICKET, pauses=(Pause(TEN, ELEVEN), Pause(NOON, None)))
    assert RULES.stopped_us(paused, NOON + HOUR) == 2 * HOUR


def test_a_clock_stands_still_no_longer_once_the_ticket_is_resolved() -> None:
    resolved = replace(TICKET, pauses=(Pause(TEN, None),), resolved_at_us=ELEVEN)
    assert RULES.stopped_us(resolved, NOON) == HOUR


def test_a_pause_for_others_stops_no_clock() -> None:
    paused = replace(TICKET, pauses=(Pause(TEN, ELEVEN, PauseReason.WAITING_FOR_OTHERS),))
    assert RULES.stopped_us(paused, NOON) == 0


@pytest.mark.parametrize(
    ("role", "most"), [(Role.AGENT, 24 * HOUR), (Role.DISPATCHER, None), (Role.MANAGER, None), (Role.ADMIN, None)]
)
def test_only_an_agents_pause_ends_after_a_day(role: Role, most: int | None) -> None:
    assert RULES.pause_us(role) == most


def test_a_category_that_a_site_has_no_more_is_other() -> None:
    assert RULES.category("lifts") is RULES.categories["other"]
    assert RULES.category("repair") is RULES.categories["repair"]
