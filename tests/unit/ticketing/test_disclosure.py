"""By which rule a masked number becomes somebody's to see. The tables are written out, row by row."""

from dataclasses import replace

import pytest

from kit.roles import Role
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.changes import claim, released, settled_by_word
from ticketing.callbacks.merging import SEVERAL, Cause, joined
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.states import State
from ticketing.disclosure import (
    COUNTED,
    DISCLOSING,
    Known,
    Right,
    Rule,
    Seen,
    is_workmans,
    known,
    of_callback,
    of_ticket,
)
from ticketing.tickets.categories import CATEGORIES
from ticketing.tickets.changes import act
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Asked, Source, Ticket

NOON = at("2026-11-25 12:00")
ZHANG, LI = "+8613800138000", "+8613900139000"
TICKET = Ticket("20261125-0001", NOON, Source.CALL, phone=ZHANG)
CALLBACK = Callback(7, Reason.MISSED_CALL, ZHANG, NOON, NOON, NOON)
POLICY = CallbackPolicy()
ACTIVE = {Status.OPEN: True, Status.DISPATCHED: True, Status.IN_PROGRESS: True}
ENDED = {Status.RESOLVED: False, Status.CLOSED: False, Status.CANCELLED: False}


@pytest.mark.parametrize(
    ("given_by", "rule"),
    [("hotline", Rule.OWN_CALL), ("boss", Rule.DISPATCHED), ("me", None), (None, None)],
)
def test_a_ticket_is_an_agents_by_rule_where_somebody_else_or_their_call_gave_it(
    given_by: str | None, rule: Rule | None
) -> None:
    right = of_ticket(replace(TICKET, assignee="me", assigned_by=given_by), "me", Role.AGENT)
    assert (right.is_work, right.rule, right.subject, right.number) == (True, rule, "ticket 20261125-0001", ZHANG)


def test_which_rules_show_a_number_and_which_of_them_count_for_the_day() -> None:
    assert set(DISCLOSING) == {"own_call", "queue", "dispatched", "open_work", "reason"}
    assert {"queue", "dispatched", "reason"} == COUNTED


@pytest.mark.parametrize("assignee", [None, "somebody else"])
def test_a_ticket_of_others_or_of_nobody_is_no_work_of_an_agents(assignee: str | None) -> None:
    assert not of_ticket(replace(TICKET, assignee=assignee, assigned_by="boss"), "me", Role.AGENT).is_work


@pytest.mark.parametrize(("status", "active"), (ACTIVE | ENDED).items())
@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
def test_what_is_over_is_nobodys_work(status: Status, active: bool, role: Role) -> None:
    ticket = replace(TICKET, status=status, assignee="me", assigned_by="boss")
    assert of_ticket(ticket, "me", role).is_work is active


def test_all_open_tickets_are_a_dispatchers() -> None:
    assert of_ticket(TICKET, "boss", Role.DISPATCHER)[2:4] == (True, Rule.OPEN_WORK)


@pytest.mark.parametrize(
    ("given", "asked_by", "rule"),
    [
        (True, None, Rule.QUEUE),
        (True, "somebody else", Rule.QUEUE),
        (True, "me", None),
        (True, SEVERAL, None),
        (False, None, None),
        (False, "somebody else", None),
    ],
)
def test_a_callback_is_an_agents_by_rule_where_the_queue_chose_it_and_they_did_not_make_it(
    given: bool, asked_by: str | None, rule: Rule | None
) -> None:
    held = claim(replace(CALLBACK, asked_by=asked_by), "me", NOON, POLICY, given=given)
    right = of_callback(held, "me", Role.AGENT, NOON)
    assert (right.is_work, right.rule, right.subject) == (True, rule, "callback 7")


def test_a_callback_is_work_only_while_it_is_held() -> None:
    held = claim(CALLBACK, "me", NOON, POLICY, given=True)
    assert not of_callback(held, "somebody else", Role.AGENT, NOON).is_work
    assert not of_callback(held, "me", Role.AGENT, NOON + POLICY.claim_us).is_work
    assert not of_callback(CALLBACK, "me", Role.AGENT, NOON).is_work
    assert not of_callback(replace(held, state=State.REACHED), "me", Role.AGENT, NOON).is_work


@pytest.mark.parametrize(("asked_by", "rule"), [(None, Rule.OPEN_WORK), ("li", Rule.OPEN_WORK), ("boss", None)])
def test_an_open_callback_is_a_dispatchers_unless_they_asked_for_it(asked_by: str | None, rule: Rule | None) -> None:
    right = of_callback(replace(CALLBACK, asked_by=asked_by), "boss", Role.DISPATCHER, NOON)
    assert (right.is_work, right.rule) == (True, rule)


@pytest.mark.parametrize("state", [State.REACHED, State.UNREACHABLE, State.CANCELLED])
def test_a_settled_callback_is_nobodys_work(state: State) -> None:
    assert not of_callback(replace(CALLBACK, state=state), "boss", Role.DISPATCHER, NOON).is_work


def test_a_number_that_was_shown_in_the_ticket_is_known_in_its_callback() -> None:
    right = of_callback(replace(CALLBACK, ticket=TICKET.number), "me", Role.AGENT, NOON)
    assert right.other_subject == of_ticket(TICKET, "me", Role.AGENT).subject
    assert right.number == of_ticket(TICKET, "me", Role.AGENT).number


@pytest.mark.parametrize(
    ("seen", "then"),
    [
        (set(), Known.NOTHING),
        ({Seen("callback 7", ZHANG, False)}, Known.ALL),
        ({Seen("callback 7", ZHANG, True)}, Known.NUMBER),
        ({Seen("callback 7", ZHANG, True), Seen("callback 7", ZHANG, False)}, Known.ALL),
        ({Seen("callback 7", LI, False)}, Known.NOTHING),
        ({Seen("ticket 1", ZHANG, False)}, Known.ALL),
        ({Seen("ticket 1", ZHANG, True)}, Known.NOTHING),
        ({Seen("ticket 1", ZHANG, True), Seen("ticket 1", ZHANG, False)}, Known.NOTHING),  # a guess that was shown
        ({Seen("ticket 1", ZHANG, True), Seen("callback 7", ZHANG, True)}, Known.NUMBER),
        ({Seen("ticket 2", ZHANG, False)}, Known.NOTHING),
    ],
)
def test_what_is_known_of_a_callback_by_what_was_shown_and_typed(seen: set[Seen], then: Known) -> None:
    assert known(Right("callback 7", ZHANG, True, other_subject="ticket 1"), seen) is then


def test_a_claim_that_is_renewed_stays_given_and_one_that_was_let_go_does_not() -> None:
    given = claim(CALLBACK, "me", NOON, POLICY, given=True)
    assert claim(given, "me", NOON + 1, POLICY).given
    assert not released(given).given
    assert not claim(released(given), "me", NOON + 1, POLICY).given
    assert not claim(given, "me", NOON + POLICY.claim_us, POLICY).given


def test_who_wants_a_callback_tried_again_asked_for_it() -> None:
    given_up = replace(CALLBACK, state=State.UNREACHABLE)
    assert settled_by_word(given_up, State.PENDING, "me", "is there now", NOON).asked_by == "me"
    assert settled_by_word(CALLBACK, State.CANCELLED, "me", "moved out", NOON).asked_by is None


@pytest.mark.parametrize(
    ("known_by", "phone", "asked_by", "then"),
    [
        (None, ZHANG, "me", None),  # their own call stands above a word
        (None, LI, "me", "me"),  # another number by a word
        ("me", ZHANG, None, None),  # they call themselves
        ("me", ZHANG, "me", "me"),
        ("li", ZHANG, "me", SEVERAL),
        ("li", LI, "me", "me"),
    ],
)
def test_who_asked_for_a_callback_that_stands_for_more_than_one_wish(
    known_by: str | None, phone: str, asked_by: str | None, then: str | None
) -> None:
    known = replace(CALLBACK, reason=Reason.REQUESTED, household=3, asked_by=known_by)
    again = joined(Cause(Reason.REQUESTED, NOON, phone, 3, asked_by=asked_by), [known], 0)
    assert again is not None
    assert (again.phone, again.asked_by) == (phone, then)


def test_the_number_of_a_call_that_goes_on_is_not_changed_by_a_wish() -> None:
    known = claim(replace(CALLBACK, reason=Reason.REQUESTED, household=3), "li", NOON, POLICY, given=True)
    again = joined(Cause(Reason.REQUESTED, NOON, LI, 3, asked_by="me"), [known], 0)
    assert again is not None
    assert (again.phone, again.asked_by, again.given) == (ZHANG, None, True)


MOVES = [
    (Action.DISPATCH, Asked("boss", NOON, 1, assignee="me"), ("me", "boss")),
    (Action.DISPATCH, Asked("me", NOON, 1, assignee="me"), ("me", "me")),
    (Action.DISPATCH, Asked("boss", NOON, 1, trade="plumbing"), (None, None)),
    (Action.START, Asked("me", NOON, 1), ("me", "me")),
    (Action.START, Asked("boss", NOON, 1, assignee="me"), ("me", "boss")),
    (Action.RESOLVE, Asked("me", NOON, 1, resolution="done"), ("me", "me")),
]


@pytest.mark.parametrize(("action", "asked", "then"), MOVES)
def test_who_gave_a_ticket_to_its_assignee_is_kept(
    action: Action, asked: Asked, then: tuple[str | None, str | None]
) -> None:
    moved = act(TICKET, action, asked, CATEGORIES["other"]).ticket
    assert (moved.assignee, moved.assigned_by) == then


@pytest.mark.parametrize(
    ("action", "then"),
    [
        (Action.START, ("me", "boss")),
        (Action.RESOLVE, ("me", "boss")),
        (Action.PAUSE, ("me", "boss")),
        (Action.RETURN, (None, None)),
    ],
)
def test_a_dispatched_ticket_stays_somebody_elses_gift_until_it_is_returned(
    action: Action, then: tuple[str | None, str | None]
) -> None:
    ticket = replace(TICKET, status=Status.DISPATCHED, assignee="me", assigned_by="boss")
    asked = Asked("me", NOON, 1, why="as said", resolution="done")
    moved = act(ticket, action, asked, CATEGORIES["other"]).ticket
    assert (moved.assignee, moved.assigned_by) == then


def test_who_takes_a_ticket_from_another_gave_it_to_themself() -> None:
    ticket = replace(TICKET, status=Status.DISPATCHED, assignee="li", assigned_by="boss")
    started = act(ticket, Action.START, Asked("me", NOON, 1, assignee="me"), CATEGORIES["other"]).ticket
    assert (started.assignee, started.assigned_by) == ("me", "me")


def test_a_reopened_ticket_is_nobodys() -> None:
    ticket = replace(TICKET, status=Status.CLOSED, assignee="me", assigned_by="boss")
    reopened = act(ticket, Action.REOPEN, Asked("me", NOON, 1, why="leaks again"), CATEGORIES["other"]).ticket
    assert (reopened.assignee, reopened.assigned_by) == (None, None)


@pytest.mark.parametrize(
    ("assignee", "trade", "theirs"),
    [
        ("me", None, True),
        ("li", "plumbing", False),
        (None, "plumbing", True),
        (None, "lifts", False),
        (None, None, False),
    ],
)
def test_work_is_a_workmans_who_has_it_or_whose_trade_it_waits_for(
    assignee: str | None, trade: str | None, theirs: bool
) -> None:
    ticket = replace(TICKET, assignee=assignee, trade=trade, status=Status.DISPATCHED)
    assert is_workmans(ticket, "me", ["plumbing"]) is theirs
    assert of_ticket(ticket, "me", Role.WORKMAN, ["plumbing"])[2:4] == (theirs, Rule.DISPATCHED)
    assert not of_ticket(replace(ticket, status=Status.CLOSED), "me", Role.WORKMAN, ["plumbing"]).is_work
