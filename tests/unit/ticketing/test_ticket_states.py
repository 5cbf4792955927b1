from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import HOUR_US
from kit.refusals import ImpossibleError, MissingError, RefusedError, StaleError
from ticketing.clocks.pauses import paused_us
from ticketing.clocks.promises import PROMISES
from ticketing.tickets.categories import CATEGORIES, Category
from ticketing.tickets.changes import act
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.procedures import PROCEDURES, StepDone
from ticketing.tickets.states import ACTIVE, TRANSITIONS, Action, Status, possible
from ticketing.tickets.ticket import Asked, Source, Ticket

NOON = 1_764_043_200_000_000
OPEN = Ticket("20261125-0001", NOON, Source.CALL)
OTHER = CATEGORIES["other"]


def words(version: int, at_us: int = NOON) -> Asked:
    """Everything that any action wants told."""
    return Asked("li", at_us, version, "why", "wang", None, "done")


def after(*actions: Action, ticket: Ticket = OPEN, category: Category = OTHER) -> Ticket:
    for place, action in enumerate(actions, start=1):
        ticket = act(ticket, action, words(ticket.version, NOON + place), category).ticket
    return ticket


def test_a_ticket_goes_from_open_to_closed() -> None:
    ticket = after(Action.DISPATCH, Action.START, Action.RESOLVE, Action.CLOSE)
    assert (ticket.status, ticket.version, ticket.assignee, ticket.resolution) == (Status.CLOSED, 5, "wang", "done")
    assert (ticket.responded_at_us, ticket.resolved_at_us, ticket.closed_at_us) == (NOON + 2, NOON + 3, NOON + 4)


def test_what_is_settled_on_the_phone_is_resolved_at_once() -> None:
    ticket = after(Action.RESOLVE)
    assert (ticket.status, ticket.assignee, ticket.responded_at_us) == (Status.RESOLVED, "li", NOON + 1)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(Action))
def test_an_action_that_is_not_in_the_table_is_refused_with_what_is_possible(status: Status, action: Action) -> None:
    ticket = replace(OPEN, status=status)
    if action in possible(status):
        assert act(ticket, action, words(1), OTHER).ticket.status is TRANSITIONS[status][action]
        return
    with pytest.raises(ImpossibleError) as refused:
        act(ticket, action, words(1), OTHER)
    assert refused.value.possible == possible(status)


def test_a_stale_change_is_told_the_version_there_is() -> None:
    with pytest.raises(StaleError) as refused:
        act(replace(OPEN, version=7), Action.CANCEL, words(6), OTHER)
    assert refused.value.version == 7


@pytest.mark.parametrize(
    ("action", "status", "lacking"),
    [
        (Action.DISPATCH, Status.OPEN, ("assignee",)),
        (Action.HAND_OVER, Status.DISPATCHED, ("assignee", "why")),
        (Action.RETURN, Status.DISPATCHED, ("why",)),
        (Action.PAUSE, Status.IN_PROGRESS, ("why",)),
        (Action.RESOLVE, Status.IN_PROGRESS, ("resolution",)),
        (Action.CANCEL, Status.OPEN, ("why",)),
        (Action.REOPEN, Status.CLOSED, ("why",)),
    ],
)
def test_an_action_says_what_it_wants_told_with_it(action: Action, status: Status, lacking: tuple[str, ...]) -> None:
    with pytest.raises(MissingError) as refused:
        act(replace(OPEN, status=status), action, Asked("li", NOON, 1, why=" ", resolution=" "), OTHER)
    assert refused.value.names == lacking


def test_a_dispatch_to_a_trade_needs_no_person() -> None:
    ticket, change = act(OPEN, Action.DISPATCH, Asked("li", NOON, 1, trade="plumbing"), OTHER)
    assert (ticket.assignee, ticket.trade, change.to_whom) == (None, "plumbing", "plumbing")


def test_the_row_of_a_change_says_who_when_from_to_and_why() -> None:
    change = act(after(Action.DISPATCH), Action.RETURN, Asked("wang", NOON + 9, 2, "not plumbing"), OTHER).change
    assert change[:8] == (OPEN.number, 3, NOON + 9, "wang", "return", Status.DISPATCHED, Status.OPEN, "not plumbing")


def test_a_returned_ticket_belongs_to_nobody_and_counts_it() -> None:
    ticket = after(Action.DISPATCH, Action.RETURN)
    assert (ticket.assignee, ticket.returned_count, ticket.status) == (None, 1, Status.OPEN)


def test_a_ticket_that_is_handed_over_has_not_been_begun_by_the_next_one() -> None:
    assert after(Action.DISPATCH, Action.START, Action.HAND_OVER).status is Status.DISPATCHED


def test_reopening_is_counted_and_its_clock_begins_anew() -> None:
    ticket = after(Action.RESOLVE, Action.CLOSE, Action.REOPEN, Action.RESOLVE, Action.REOPEN)
    assert (ticket.reopened_count, ticket.runs_from_us, ticket.resolved_at_us) == (2, NOON + 5, None)
    assert ticket.responded_at_us == NOON + 1


def test_a_paused_ticket_is_resumed_and_not_paused_again() -> None:
    paused = after(Action.DISPATCH, Action.PAUSE)
    assert paused.paused
    assert Action.PAUSE not in possible(paused.status, paused.paused)
    assert not after(Action.RESUME, ticket=paused).paused
    with pytest.raises(ImpossibleError):
        after(Action.DISPATCH, Action.RESUME)


@pytest.mark.parametrize("action", [Action.START, Action.RETURN, Action.HAND_OVER, Action.RESOLVE, Action.CANCEL])
def test_whatever_moves_a_paused_ticket_ends_its_pause(action: Action) -> None:
    ticket = after(Action.DISPATCH, Action.PAUSE, action)
    assert not ticket.paused
    assert paused_us(ticket.pauses, NOON, NOON + HOUR_US) == 1


def test_a_complaint_is_not_resolved_before_it_was_decided_answered_and_settled() -> None:
    complaint = CATEGORIES["complaint"]
    with pytest.raises(MissingError) as refused:
        act(OPEN, Action.RESOLVE, words(1), complaint)
    assert refused.value.names == ("complaint.valid", "complaint.response", "complaint.settlement")
    decided = replace(OPEN, complaint=Complaint(valid=False, response="we looked"))
    assert act(decided, Action.RESOLVE, words(1), complaint).ticket.status is Status.RESOLVED


def test_a_procedure_with_steps_open_is_resolved_but_not_closed() -> None:
    category = CATEGORIES["goods_removal"]
    resolved = after(Action.RESOLVE, category=category)
    with pytest.raises(RefusedError) as refused:
        act(resolved, Action.CLOSE, words(2), category)
    steps = PROCEDURES["goods_removal"].steps
    assert refused.value.possible == tuple(f"step {step.key}" for step in steps)
    done = replace(resolved, steps_done=tuple(StepDone(step.key, "li", NOON) for step in steps))
    assert act(done, Action.CLOSE, words(2), category).ticket.status is Status.CLOSED


def test_every_status_can_be_reached_and_left() -> None:
    reached = {status for row in TRANSITIONS.values() for status in row.values()}
    assert reached == set(Status)
    assert all(TRANSITIONS[status] for status in Status)


@given(st.lists(st.tuples(st.sampled_from(list(Action)), st.integers(-HOUR_US, 10 * HOUR_US)), max_size=30))
def test_no_path_leads_to_an_impossible_ticket(path: list[tuple[Action, int]]) -> None:
    ticket = OPEN
    for action, offset in path:
        try:
            changed, change = act(ticket, action, words(ticket.version, NOON + offset), OTHER)
        except RefusedError:
            continue
        assert change.to_status is TRANSITIONS[change.from_status][action]
        assert changed.version == ticket.version + 1
        ticket = changed
        assert (ticket.resolved_at_us is not None) == (ticket.status in (Status.RESOLVED, Status.CLOSED))
        assert (ticket.closed_at_us is not None) == (ticket.status is Status.CLOSED)
        assert not ticket.paused or ticket.status in ACTIVE - {Status.OPEN}
        assert ticket.status is not Status.DISPATCHED or ticket.assignee
        assert all(pause.until_us is None or pause.until_us >= pause.since_us for pause in ticket.pauses)
        assert ticket.resolved_at_us is None or ticket.resolved_at_us >= ticket.runs_from_us


def test_every_category_names_a_promise_and_a_procedure_that_exist() -> None:
    for category in CATEGORIES.values():
        assert {category.promise, *category.promise_by_priority.values()} <= PROMISES.keys()
        assert category.procedure is None or category.procedure in PROCEDURES
        assert category.zh
        assert category.en
