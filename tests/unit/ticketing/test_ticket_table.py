"""The life of a ticket, written out: what may be done in which status, what it leads to, wants and sets."""

from dataclasses import replace
from typing import Any

import pytest

from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.tickets.categories import CATEGORIES
from ticketing.tickets.changes import LateError, act
from ticketing.tickets.states import ACTIVE, DONE, TRANSITIONS, WANTS, Action, Status, possible
from ticketing.tickets.ticket import Asked, Source, Ticket

MINUTE = 60_000_000
NINE = 1_764_032_400_000_000
FRESH = Ticket("20251125-0001", NINE, Source.CALL)
OTHER = CATEGORIES["other"]

MOVES = {
    "open": {"dispatch": "dispatched", "start": "in_progress", "resolve": "resolved", "cancel": "cancelled"},
    "dispatched": {
        "start": "in_progress",
        "pause": "dispatched",
        "resume": "dispatched",
        "return": "open",
        "hand_over": "dispatched",
        "resolve": "resolved",
        "cancel": "cancelled",
    },
    "in_progress": {
        "pause": "in_progress",
        "resume": "in_progress",
        "return": "open",
        "hand_over": "dispatched",
        "resolve": "resolved",
        "cancel": "cancelled",
    },
    "resolved": {"close": "closed", "reopen": "open"},
    "closed": {"reopen": "open"},
    "cancelled": {"reopen": "open"},
}
WANTED = {
    "dispatch": {"assignee"},
    "hand_over": {"assignee", "why"},
    "return": {"why"},
    "pause": {"why"},
    "resolve": {"resolution"},
    "cancel": {"why"},
    "reopen": {"why"},
}


def asked(ticket: Ticket, at_us: int, **more: Any) -> Asked:
    return Asked("li", at_us, ticket.version, why="because")._replace(**more)


def done(ticket: Ticket, action: str, at_us: int, **more: Any) -> Ticket:
    return act(ticket, Action(action), asked(ticket, at_us, **more), OTHER).ticket


def dispatched() -> Ticket:
    return done(FRESH, "dispatch", NINE + MINUTE, assignee="wang")


def changed(before: Ticket, after: Ticket) -> dict[str, Any]:
    """The fields that differ, but for the version."""
    names = [name for name in Ticket.__dataclass_fields__ if name != "version"]
    return {name: getattr(after, name) for name in names if getattr(before, name) != getattr(after, name)}


def test_what_may_be_done_in_each_status_and_what_it_leads_to() -> None:
    assert {status: dict(row) for status, row in TRANSITIONS.items()} == MOVES


def test_what_each_action_wants_told_with_it() -> None:
    assert {action: set(wants) for action, wants in WANTS.items()} == WANTED


def test_which_tickets_are_at_work_and_which_are_done() -> None:
    assert {"open", "dispatched", "in_progress"} == ACTIVE
    assert {"resolved", "closed"} == DONE


def test_a_paused_ticket_can_be_resumed_and_another_can_be_paused() -> None:
    running = ["start", "pause", "return", "hand_over", "resolve", "cancel"]
    assert list(possible(Status.DISPATCHED)) == running
    assert list(possible(Status.DISPATCHED, paused=True)) == [
        "start",
        "resume",
        "return",
        "hand_over",
        "resolve",
        "cancel",
    ]


def test_a_dispatch_names_who_has_it_and_who_gave_it() -> None:
    given = changed(FRESH, dispatched())
    assert given == {"status": "dispatched", "assignee": "wang", "assigned_by": "li"}


def test_a_dispatch_to_a_trade_names_no_person_and_nobody_who_gave_it() -> None:
    given = changed(FRESH, done(FRESH, "dispatch", NINE + MINUTE, trade="plumbing"))
    assert given == {"status": "dispatched", "trade": "plumbing"}


def test_a_hand_over_takes_it_from_the_trade_and_gives_it_to_a_person() -> None:
    of_trade = done(FRESH, "dispatch", NINE + MINUTE, trade="plumbing")
    over = changed(of_trade, done(of_trade, "hand_over", NINE + 2 * MINUTE, assignee="zhao"))
    assert over == {"assignee": "zhao", "assigned_by": "li", "trade": None}


def test_who_starts_answers_it_and_keeps_it() -> None:
    started = changed(dispatched(), done(dispatched(), "start", NINE + 5 * MINUTE))
    assert started == {"status": "in_progress", "responded_at_us": NINE + 5 * MINUTE}


def test_a_start_may_name_somebody_else_and_then_says_who_gave_it() -> None:
    started = done(dispatched(), "start", NINE + 5 * MINUTE, who="chen", assignee="zhao")
    assert (started.assignee, started.assigned_by) == ("zhao", "chen")


def test_what_nobody_has_is_theirs_who_starts_it() -> None:
    started = done(FRESH, "start", NINE + MINUTE)
    assert (started.assignee, started.assigned_by) == ("li", "li")


def test_the_first_answer_stays_the_first() -> None:
    started = done(dispatched(), "start", NINE + 5 * MINUTE)
    over = done(started, "hand_over", NINE + 9 * MINUTE, assignee="zhao")
    again = done(over, "start", NINE + 20 * MINUTE)
    resolved = done(again, "resolve", NINE + 30 * MINUTE, resolution="new pipe")
    assert {again.responded_at_us, resolved.responded_at_us} == {NINE + 5 * MINUTE}


def test_a_returned_ticket_is_nobody_s_and_counts_each_return() -> None:
    given = done(dispatched(), "hand_over", NINE + 2 * MINUTE, assignee="zhao", trade="plumbing")
    once = done(given, "return", NINE + 3 * MINUTE)
    nothing = {"status": "open", "assignee": None, "assigned_by": None, "trade": None, "returned_count": 1}
    assert changed(given, once) == nothing
    twice = done(done(once, "dispatch", NINE + 4 * MINUTE, assignee="wang"), "return", NINE + 5 * MINUTE)
    assert twice.returned_count == 2


def test_what_is_resolved_says_how_and_when_and_who_by() -> None:
    resolved = changed(FRESH, done(FRESH, "resolve", NINE + 7 * MINUTE, resolution="explained"))
    assert resolved == {
        "status": "resolved",
        "assignee": "li",
        "assigned_by": "li",
        "resolution": "explained",
        "responded_at_us": NINE + 7 * MINUTE,
        "resolved_at_us": NINE + 7 * MINUTE,
    }


def test_who_resolves_a_ticket_of_another_leaves_it_theirs() -> None:
    resolved = done(dispatched(), "resolve", NINE + 7 * MINUTE, who="chen", assignee="zhao", resolution="explained")
    assert (resolved.assignee, resolved.assigned_by) == ("wang", "li")


def test_a_closed_ticket_says_when() -> None:
    resolved = done(dispatched(), "resolve", NINE + 7 * MINUTE, resolution="new pipe")
    closed = changed(resolved, done(resolved, "close", NINE + 60 * MINUTE))
    assert closed == {"status": "closed", "closed_at_us": NINE + 60 * MINUTE}


def test_a_cancelled_ticket_keeps_all_it_had() -> None:
    assert changed(dispatched(), done(dispatched(), "cancel", NINE + 2 * MINUTE)) == {"status": "cancelled"}


def test_a_reopened_ticket_is_nobody_s_and_its_clocks_begin_anew() -> None:
    given = done(FRESH, "dispatch", NINE + MINUTE, assignee="wang", trade="plumbing")
    resolved = done(given, "resolve", NINE + 7 * MINUTE, resolution="new pipe")
    closed = done(resolved, "close", NINE + 60 * MINUTE)
    assert changed(closed, done(closed, "reopen", NINE + 90 * MINUTE)) == {
        "status": "open",
        "assignee": None,
        "assigned_by": None,
        "trade": None,
        "resolution": "",
        "resolved_at_us": None,
        "closed_at_us": None,
        "clock_from_us": NINE + 90 * MINUTE,
        "reopened_count": 1,
    }


def test_a_merged_ticket_that_is_reopened_stands_for_itself_again() -> None:
    merged = replace(FRESH, status=Status.CANCELLED, merged_into="20251125-0002")
    assert done(merged, "reopen", NINE + MINUTE).merged_into is None


def paused(ticket: Ticket, at_us: int, reason: PauseReason) -> Ticket:
    return done(ticket, "pause", at_us, pause=reason)


PARTS, OWNER = PauseReason.WAITING_FOR_PARTS, PauseReason.WAITING_FOR_OWNER


def test_a_pause_says_since_when_and_what_for_and_nothing_else_changes() -> None:
    stopped = paused(dispatched(), NINE + 10 * MINUTE, PARTS)
    assert changed(dispatched(), stopped) == {"pauses": (Pause(NINE + 10 * MINUTE, None, PARTS),)}


def test_a_pause_that_has_ended_is_not_stretched_by_what_is_done_later() -> None:
    stopped = paused(dispatched(), NINE + 10 * MINUTE, PARTS)
    running = done(stopped, "resume", NINE + 20 * MINUTE)
    resolved = done(running, "resolve", NINE + 50 * MINUTE, resolution="new pipe")
    assert running.pauses == resolved.pauses == (Pause(NINE + 10 * MINUTE, NINE + 20 * MINUTE, PARTS),)


def test_each_of_two_pauses_keeps_its_own_beginning_end_and_reason() -> None:
    first = done(paused(dispatched(), NINE + 10 * MINUTE, PARTS), "resume", NINE + 20 * MINUTE)
    second = paused(first, NINE + 40 * MINUTE, OWNER)
    assert second.paused
    resolved = done(second, "resolve", NINE + 45 * MINUTE, resolution="new pipe")
    assert resolved.pauses == (
        Pause(NINE + 10 * MINUTE, NINE + 20 * MINUTE, PARTS),
        Pause(NINE + 40 * MINUTE, NINE + 45 * MINUTE, OWNER),
    )


def test_a_pause_that_is_ended_by_a_clock_gone_back_lasts_no_time() -> None:
    stopped = paused(dispatched(), NINE + 10 * MINUTE, PARTS)
    assert done(stopped, "resume", NINE + 9 * MINUTE).pauses[0].until_us == NINE + 10 * MINUTE


@pytest.mark.parametrize("pauses", [(), (Pause(NINE, NINE + 1),), (Pause(NINE, NINE + 1), Pause(NINE + 2, NINE + 3))])
def test_a_ticket_whose_pauses_have_all_ended_is_not_paused(pauses: tuple[Pause, ...]) -> None:
    assert not Ticket("20251125-0001", NINE, Source.CALL, pauses=pauses).paused


def test_a_refusal_to_reopen_says_who_can() -> None:
    error = LateError()
    assert (error.status, str(error)) == (
        403,
        "only a dispatcher, a manager or an admin can reopen a ticket that is or was late",
    )
