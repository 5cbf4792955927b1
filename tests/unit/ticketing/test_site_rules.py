"""What the rules of a site say of a ticket's clocks, of pauses, and of its first day."""

from dataclasses import replace
from datetime import date

import pytest

from kit.roles import Role
from tests.unit.metrics.prometheus.desk_shapes import RULES
from tests.unit.ticketing.moments import at
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.clocks.promises import Dues
from ticketing.site_rules import SiteRules
from ticketing.tickets.changes import LateError, act
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Asked, Source, Ticket

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


def test_trades_are_those_of_the_workmen_and_then_those_that_are_told_each_once() -> None:
    some = replace(RULES, trades={"水电": ("li",), "电梯": ("wang",)}, told_trades=("电梯", "保洁"))
    assert some.known_trades() == ["水电", "电梯", "保洁"]
    assert replace(some, trades={}).known_trades() == []


@pytest.mark.parametrize(
    ("role", "most"), [(Role.AGENT, 24 * HOUR), (Role.DISPATCHER, None), (Role.MANAGER, None), (Role.ADMIN, None)]
)
def test_only_an_agents_pause_ends_after_a_day(role: Role, most: int | None) -> None:
    assert RULES.pause_us(role, TICKET) == most


PARTS, OTHERS = PauseReason.WAITING_FOR_PARTS, PauseReason.WAITING_FOR_OTHERS
LIMIT = TEN + 24 * HOUR


@pytest.mark.parametrize(
    ("pauses", "hours"),
    [
        ([Pause(TEN, NOON, PARTS, LIMIT)], 22),
        ([Pause(TEN, NOON, PARTS, LIMIT), Pause(NOON, NOON + HOUR, PARTS, LIMIT)], 21),
        ([Pause(TEN, TEN + 40 * HOUR, PARTS, LIMIT)], 0),
        ([Pause(TEN, NOON, OTHERS, LIMIT)], 24),  # it stopped no clock
        ([Pause(TEN, ELEVEN, PARTS, LIMIT), Pause(ELEVEN, NOON, PARTS)], 24),  # a dispatcher's ends the count
        ([Pause(TEN, ELEVEN, PARTS), Pause(ELEVEN, NOON, PARTS, LIMIT)], 23),
        ([Pause(TEN, LIMIT, PARTS, LIMIT), Pause(LIMIT, LIMIT + HOUR, PARTS, LIMIT)], 0),
    ],
)
def test_agents_pauses_of_one_ticket_share_a_day_until_a_dispatcher_pauses_it(pauses: list[Pause], hours: int) -> None:
    paused = replace(TICKET, pauses=tuple(pauses))
    assert RULES.pause_us(Role.AGENT, paused) == RULES.pause_us(Role.WORKMAN, paused) == hours * HOUR
    assert RULES.pause_us(Role.DISPATCHER, paused) is None


MIDNIGHT = at("2026-11-26 00:00")
ANSWERED_LATE = replace(TICKET, status=Status.CLOSED, responded_at_us=NOON + HOUR, resolved_at_us=NOON + HOUR)


@pytest.mark.parametrize(
    ("one", "now_us", "may"),
    [
        (replace(TICKET, status=Status.RESOLVED, responded_at_us=TEN, resolved_at_us=NOON), MIDNIGHT + HOUR, True),
        (replace(TICKET, status=Status.CLOSED, responded_at_us=TEN, resolved_at_us=MIDNIGHT), MIDNIGHT, False),
        (ANSWERED_LATE, MIDNIGHT, False),
        (replace(TICKET, status=Status.CANCELLED, responded_at_us=TEN), MIDNIGHT - 1, True),
        (replace(TICKET, status=Status.CANCELLED, responded_at_us=TEN), MIDNIGHT, False),
    ],
)
def test_what_is_late_is_reopened_by_a_dispatcher_alone(one: Ticket, now_us: int, may: bool) -> None:
    assert RULES.may_reopen(Role.AGENT, one, now_us) is may
    assert RULES.may_reopen(Role.DISPATCHER, one, now_us)
    asked = RULES.allowed(one, Asked("li", now_us, 1, why="leaks", role=Role.AGENT))
    if may:
        assert act(one, Action.REOPEN, asked, RULES.category("repair")).ticket.status is Status.OPEN
        return
    with pytest.raises(LateError):
        act(one, Action.REOPEN, asked, RULES.category("repair"))


def test_what_no_person_asks_for_is_not_held_to_a_role() -> None:
    asked = Asked("hotline", NOON, 1)
    assert RULES.allowed(TICKET, asked) == asked


def test_a_category_that_a_site_has_no_more_is_other() -> None:
    assert RULES.category("lifts") is RULES.categories["other"]
    assert RULES.category("repair") is RULES.categories["repair"]


def test_the_trades_of_somebody_are_those_that_name_them() -> None:
    rules = replace(RULES, trades={"lifts": ["li"], "plumbing": ["wang", "li"], "greening": ["wang"]})
    assert rules.trades_of("li") == ["lifts", "plumbing"]
    assert rules.trades_of("zhao") == []


@pytest.mark.parametrize(("role", "most"), [(Role.WORKMAN, 24 * HOUR), (Role.AGENT, 24 * HOUR), (Role.MANAGER, None)])
def test_what_is_asked_of_a_ticket_says_how_long_a_pause_of_theirs_stops_its_clocks(
    role: Role, most: int | None
) -> None:
    asked = RULES.allowed(TICKET, Asked("li", TEN, 1, role=role, pause_us=7))
    assert asked == Asked("li", TEN, 1, role=role, pause_us=most, may_reopen=True)


def test_the_rules_of_a_site_that_has_set_none() -> None:
    numbers = {
        "soon_us": HOUR,
        "agents_pause_us": 24 * HOUR,
        "numbers_per_day": 100,
        "lookups_per_day": 200,
        "short_call_us": 0,
        "rating_pause_us": 0,
    }
    rules = SiteRules(RULES.site)
    assert {name: getattr(rules, name) for name in numbers} == numbers
    assert (rules.category_of_calls, rules.links_show_number, rules.since) == ("other", False, None)
    assert rules.stopping == frozenset({PauseReason.WAITING_FOR_PARTS, PauseReason.WAITING_FOR_OWNER})
    assert not rules.breaches
    assert not rules.trades


def test_what_is_due_by_the_steps_of_a_procedure_may_move_where_the_workdays_of_its_year_are_not_announced() -> None:
    def may_move(year: int) -> bool:
        begun = Ticket("1", at(f"{year}-03-04 09:00"), Source.HAND, "renovation")
        return RULES.provisional(begun, Dues(None, None, at(f"{year}-03-07 09:00")))

    assert (may_move(2026), may_move(2040)) == (False, True)
