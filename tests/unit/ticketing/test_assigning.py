"""To whom a rule gives a ticket that nobody of its trade takes, and what becomes of it when they send it back."""

from dataclasses import replace

from tests.unit.ticketing.moments import at
from ticketing.tickets.assigning import choose, give
from ticketing.tickets.categories import CATEGORIES
from ticketing.tickets.changes import Changed, act
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import BY_RULE, Asked, Source, Ticket

NOW_US = at("2026-11-25 10:00")
WAITING = Ticket(
    "20261125-0001", NOW_US, Source.HAND, category="repair", status=Status.DISPATCHED, trade="plumbing", version=2
)


def sent_back(ticket: Ticket) -> Changed:
    asked = Asked("li", NOW_US, ticket.version, why="no ladder")
    return act(ticket, Action.RETURN, asked, CATEGORIES["repair"])


def test_who_has_the_least_open_work_is_chosen_and_of_two_the_first_by_name() -> None:
    assert choose(["wang", "li", "zhang"], [], {"li": 2, "wang": 1, "zhang": 1}) == "wang"
    assert choose(["wang", "li"], [], {}) == "li"
    assert choose(["wang", "li"], [], {"li": 1}) == "wang"


def test_who_had_it_already_does_not_get_it_again_and_then_nobody_does() -> None:
    assert choose(["li", "wang"], ["li"], {"wang": 9}) == "wang"
    assert choose(["li"], ["li"], {}) is None
    assert choose([], [], {}) is None


def test_what_is_given_stays_dispatched_to_its_trade_and_the_history_says_by_rule() -> None:
    ticket, change = give(WAITING, "li", NOW_US)
    assert (ticket.status, ticket.trade, ticket.assignee, ticket.assigned_by) == (
        "dispatched",
        "plumbing",
        "li",
        BY_RULE,
    )
    assert (change.who, change.what, change.to_whom, change.version) == (BY_RULE, "given", "li", 3)


def test_what_is_given_before_its_clock_runs_is_given_when_it_runs() -> None:
    later = replace(WAITING, clock_from_us=NOW_US + 5)
    assert (give(later, "li", NOW_US).change.at_us, give(later, "li", NOW_US + 9).change.at_us) == (
        NOW_US + 5,
        NOW_US + 9,
    )


def test_what_has_no_trade_any_more_goes_back_to_the_desk() -> None:
    back = sent_back(replace(WAITING, trade=None, assignee="li", assigned_by=BY_RULE)).ticket
    assert (back.status, back.assignee) == (Status.OPEN, None)


def test_what_a_rule_gave_goes_back_to_its_trade_with_a_reason() -> None:
    back, change = sent_back(give(WAITING, "li", NOW_US).ticket)
    assert (back.status, back.trade, back.assignee, back.assigned_by) == (Status.DISPATCHED, "plumbing", None, None)
    assert (back.returned_count, change.what, change.why) == (1, Action.RETURN, "no ladder")


def test_what_was_begun_goes_back_to_its_trade_as_well() -> None:
    given = replace(give(WAITING, "li", NOW_US).ticket, status=Status.IN_PROGRESS)
    assert sent_back(given).ticket.status is Status.DISPATCHED


def test_what_a_dispatcher_gave_or_somebody_took_goes_back_to_the_desk() -> None:
    for by in ("dispatcher", "li"):
        back = sent_back(replace(WAITING, assignee="li", assigned_by=by)).ticket
        assert (back.status, back.trade) == (Status.OPEN, None)
