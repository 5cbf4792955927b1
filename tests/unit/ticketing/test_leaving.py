"""A ticket whose assignee is gone."""

from dataclasses import replace

import pytest

from kit.refusals import ImpossibleError, StaleError
from tests.unit.ticketing.test_ticket_states import NOON, OPEN, after
from ticketing.tickets.leaving import give_back, pass_on
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Asked, Ticket


def asked(ticket: Ticket) -> Asked:
    return Asked("admin", NOON + 60, ticket.version, "why")


@pytest.mark.parametrize(
    "ticket",
    [
        replace(OPEN, assignee="wang"),
        after(Action.DISPATCH),
        after(Action.DISPATCH, Action.START),
        after(Action.DISPATCH, Action.START, Action.PAUSE),
    ],
)
def test_it_is_open_again_with_its_clocks_running_and_counts_as_sent_back_by_nobody(ticket: Ticket) -> None:
    changed, change = give_back(ticket, asked(ticket))
    assert (changed.status, changed.assignee, changed.paused) == (Status.OPEN, None, False)
    assert (changed.version, change.version) == (ticket.version + 1, ticket.version + 1)
    assert (changed.returned_count, changed.responded_at_us) == (ticket.returned_count, ticket.responded_at_us)
    assert (change.who, change.what, change.from_status, change.to_status) == (
        "admin",
        "given back",
        ticket.status,
        Status.OPEN,
    )


def test_what_is_settled_keeps_the_name() -> None:
    resolved = after(Action.RESOLVE)
    with pytest.raises(ImpossibleError):
        give_back(resolved, asked(resolved))


def test_a_ticket_that_has_changed_meanwhile_is_left_alone() -> None:
    with pytest.raises(StaleError):
        give_back(OPEN, asked(OPEN)._replace(version=9))


def test_a_pause_ends_when_it_is_given_back_and_not_before_its_clocks_run() -> None:
    paused = after(Action.DISPATCH, Action.START, Action.PAUSE)
    assert [pause.until_us for pause in give_back(paused, asked(paused)).ticket.pauses] == [NOON + 60]
    later = replace(paused, clock_from_us=NOON + 90)
    changed, change = give_back(later, asked(later))
    assert [pause.until_us for pause in changed.pauses] == [NOON + 90]
    assert change.at_us == NOON + 90


def test_nobody_and_no_trade_has_it_any_more() -> None:
    given = replace(after(Action.DISPATCH), assigned_by="zhao", trade="plumber")
    changed = give_back(given, asked(given)).ticket
    assert (changed.assignee, changed.assigned_by, changed.trade) == (None, None, None)


def test_somebody_with_another_name_keeps_the_work_and_its_state() -> None:
    begun = after(Action.DISPATCH, Action.START)
    changed, change = pass_on(begun, asked(begun)._replace(assignee="wang.li"))
    assert changed == replace(begun, assignee="wang.li", version=begun.version + 1)
    assert (change.what, change.version) == ("renamed", begun.version + 1)
    with pytest.raises(StaleError):
        pass_on(begun, asked(begun)._replace(version=9))
