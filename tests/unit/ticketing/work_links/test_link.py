"""A link of work: whose it is, how long it lasts, and what each act on it does."""

from dataclasses import replace

import pytest

from kit.refusals import FieldError, MissingError, RefusedError
from tests.unit.ticketing.test_ticket_states import NOON, OPEN, after
from ticketing.clocks.pauses import PauseReason
from ticketing.tickets.categories import CATEGORIES
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Ticket
from ticketing.work_links.link import (
    Act,
    Acted,
    Link,
    OverError,
    Standing,
    TakenError,
    Way,
    What,
    act,
    made,
    renewed,
    require_device,
    standing,
)

DAY_US = 24 * 60 * 60 * 1_000_000
GIVEN = replace(after(Action.DISPATCH), assignee="wang", trade=None)
BEGUN = replace(GIVEN, status=Status.IN_PROGRESS)
OF_TRADE = replace(GIVEN, assignee=None, trade="plumbing")
LINK = Link(id=7, ticket=GIVEN.number, who="wang", made_at_us=NOON, made_by="zhao")
TRADES = replace(LINK, who="", trade="plumbing")
ACCEPTED = replace(LINK, accepted_at_us=NOON + 1, device="phone")
TAKEN = replace(TRADES, accepted_at_us=NOON + 1, device="phone", taken_by="Li")


def acted(link: Link, ticket: Ticket, what: What, text: str = "", name: str = "", device: str = "phone") -> Acted:
    said = Act("key", what, NOON + 60, device, None, text, name)
    return act(link, ticket, said, CATEGORIES[ticket.category], pause_us=5)


# ---- made


def test_a_link_of_a_persons_work_is_for_the_person_and_not_for_the_trade() -> None:
    link = made(replace(GIVEN, trade="plumbing"), "zhao", NOON, Way.WECOM)
    assert (link.who, link.trade, link.way, link.made_by, link.made_at_us) == ("wang", "", Way.WECOM, "zhao", NOON)


def test_a_link_of_a_trades_work_is_for_the_trade() -> None:
    link = made(OF_TRADE, "zhao", NOON)
    assert (link.who, link.trade, link.way) == ("", "plumbing", Way.HAND)


@pytest.mark.parametrize("status", [Status.OPEN, Status.RESOLVED, Status.CLOSED, Status.CANCELLED])
def test_a_link_is_made_for_dispatched_work_alone(status: Status) -> None:
    with pytest.raises(RefusedError, match="dispatch it first"):
        made(replace(GIVEN, status=status), "zhao", NOON)


def test_a_link_needs_somebody_who_does_the_work() -> None:
    with pytest.raises(RefusedError, match="dispatch it first"):
        made(replace(GIVEN, assignee=None, trade=None), "zhao", NOON)
    assert made(BEGUN, "zhao", NOON).who == "wang"


def test_the_history_names_who_took_a_trades_work_and_the_trade() -> None:
    assert (LINK.name, TRADES.name, TAKEN.name) == ("wang", "plumbing (plumbing)", "Li (plumbing)")


# ---- how long it lasts


@pytest.mark.parametrize(
    ("link", "ticket", "stands"),
    [
        (LINK, GIVEN, Standing.OPEN),
        (LINK, BEGUN, Standing.OPEN),
        (replace(LINK, ended_at_us=NOON), GIVEN, Standing.OVER),
        (LINK, replace(GIVEN, assignee="li"), Standing.OVER),
        (LINK, replace(GIVEN, assignee=None), Standing.OVER),
        (LINK, OPEN, Standing.OVER),
        (LINK, replace(GIVEN, status=Status.CLOSED), Standing.OVER),
        (LINK, replace(GIVEN, status=Status.CANCELLED), Standing.OVER),
        (TRADES, OF_TRADE, Standing.OPEN),
        (TAKEN, OF_TRADE, Standing.OPEN),
        (TAKEN, replace(OF_TRADE, assignee="Li (plumbing)"), Standing.OPEN),
        (TAKEN, replace(OF_TRADE, assignee="somebody else"), Standing.OVER),
        (TRADES, replace(OF_TRADE, trade="lifts"), Standing.OVER),
    ],
)
def test_a_link_is_open_while_its_work_is_and_is_theirs(link: Link, ticket: Ticket, stands: Standing) -> None:
    assert standing(link, ticket, NOON + 60) is stands


def test_after_the_work_it_lasts_a_day_for_the_telephone_that_accepted() -> None:
    resolved = replace(GIVEN, status=Status.RESOLVED, resolved_at_us=NOON)
    assert standing(ACCEPTED, resolved, NOON + DAY_US - 1) is Standing.DONE
    assert standing(ACCEPTED, resolved, NOON + DAY_US) is Standing.OVER
    assert standing(LINK, resolved, NOON) is Standing.OVER
    assert standing(ACCEPTED, replace(resolved, status=Status.CLOSED), NOON) is Standing.OVER
    assert standing(ACCEPTED, replace(resolved, resolved_at_us=None), NOON) is Standing.OVER


# ---- whose telephone


def test_it_belongs_to_the_telephone_that_accepted() -> None:
    require_device(ACCEPTED, "phone")
    require_device(LINK, "any")
    with pytest.raises(TakenError):
        require_device(ACCEPTED, "other")
    with pytest.raises(RefusedError, match="cookies"):
        require_device(LINK, "")


def test_another_telephone_may_read_and_do_nothing() -> None:
    assert acted(ACCEPTED, GIVEN, What.READ, device="other").link.read_at_us == NOON + 60
    with pytest.raises(TakenError):
        acted(ACCEPTED, GIVEN, What.NOTE, "late", device="other")


# ---- acts


def test_a_link_is_read_for_the_first_time_once_and_accepts_nothing() -> None:
    first = acted(LINK, GIVEN, What.READ)
    assert (first.link.read_at_us, first.link.accepted_at_us, first.action) == (NOON + 60, None, None)
    assert acted(replace(LINK, read_at_us=NOON), GIVEN, What.READ).link.read_at_us == NOON


def test_whoever_acts_first_has_accepted() -> None:
    link = acted(LINK, GIVEN, What.ACCEPT).link
    assert (link.accepted_at_us, link.device, link.taken_by) == (NOON + 60, "phone", "")
    assert acted(ACCEPTED, GIVEN, What.ACCEPT).link == ACCEPTED


def test_whoever_accepts_a_trades_work_writes_a_name() -> None:
    assert acted(TRADES, OF_TRADE, What.ACCEPT, name="  Li   Si ").link.taken_by == "Li Si"
    with pytest.raises(FieldError, match="who accepts it"):
        acted(TRADES, OF_TRADE, What.ACCEPT, name=" ")
    with pytest.raises(FieldError, match="no phone number"):
        acted(TRADES, OF_TRADE, What.ACCEPT, name="Li 13800138000")


@pytest.mark.parametrize(
    ("ticket", "what", "action", "status"),
    [
        (GIVEN, What.ACCEPT, None, None),
        (GIVEN, What.NOTE, None, None),
        (GIVEN, What.ARRIVE, Action.START, Status.IN_PROGRESS),
        (BEGUN, What.ARRIVE, None, None),
        (BEGUN, What.PARTS, Action.PAUSE, Status.IN_PROGRESS),
        (BEGUN, What.DONE, Action.RESOLVE, Status.RESOLVED),
    ],
)
def test_what_each_act_does_to_the_ticket(
    ticket: Ticket, what: What, action: Action | None, status: Status | None
) -> None:
    done = acted(ACCEPTED, ticket, what, "words")
    assert (done.action, None if done.changed is None else done.changed.ticket.status) == (action, status)


def test_parts_pause_the_ticket_once_and_arriving_resumes_it() -> None:
    paused = acted(ACCEPTED, BEGUN, What.PARTS)
    assert paused.asked is not None
    assert paused.changed is not None
    said = paused.asked
    assert (said.who, said.why, said.pause, said.pause_us) == ("wang", "needs parts", PauseReason.WAITING_FOR_PARTS, 5)
    assert (said.at_us, said.version) == (NOON + 60, BEGUN.version)
    waits = replace(paused.changed.ticket, clock_from_us=None)
    assert waits.paused
    assert acted(ACCEPTED, waits, What.PARTS).action is None
    assert acted(ACCEPTED, waits, What.ARRIVE).action is Action.RESUME


def test_the_words_say_why_it_waits_and_how_it_was_resolved() -> None:
    paused, done = acted(ACCEPTED, BEGUN, What.PARTS, "a valve"), acted(ACCEPTED, BEGUN, What.DONE, "new valve")
    assert paused.asked is not None
    assert done.asked is not None
    assert paused.asked.why == "a valve"
    assert (done.asked.resolution, done.asked.why) == ("new valve", "")


@pytest.mark.parametrize("what", [What.NOTE, What.DONE])
def test_a_note_and_the_end_of_the_work_need_words(what: What) -> None:
    with pytest.raises(MissingError) as refused:
        acted(ACCEPTED, BEGUN, what, "  ")
    assert refused.value.errors == {"text": "is needed"}


def test_after_the_work_a_note_is_taken_and_nothing_else() -> None:
    resolved = replace(GIVEN, status=Status.RESOLVED, resolved_at_us=NOON)
    assert acted(ACCEPTED, resolved, What.NOTE, "a photo follows").action is None
    for what in (What.ACCEPT, What.ARRIVE, What.PARTS, What.DONE):
        with pytest.raises(OverError):
            acted(ACCEPTED, resolved, what, "words")


def test_a_link_that_is_over_is_not_even_read() -> None:
    with pytest.raises(OverError):
        acted(replace(LINK, ended_at_us=NOON), GIVEN, What.READ)


def test_only_whoever_has_the_work_alone_sends_it_back() -> None:
    assert acted(ACCEPTED, GIVEN, What.REFUSE, "no lift key").action is Action.RETURN
    with pytest.raises(RefusedError, match="for the trade"):
        acted(TRADES, OF_TRADE, What.REFUSE, "no lift key")


# ---- accepted by a call

CALLED = replace(TRADES, accepted_at_us=NOON + 1, taken_by="Li")


def test_somebody_else_whose_page_was_older_does_not_take_over_what_a_call_accepted() -> None:
    with pytest.raises(TakenError):
        acted(CALLED, OF_TRADE, What.ACCEPT, name="Wang")
    assert acted(CALLED, OF_TRADE, What.ACCEPT, name=" Li ").link == replace(CALLED, device="phone")
    assert acted(CALLED, OF_TRADE, What.ACCEPT).link == replace(CALLED, device="phone")


def test_a_link_in_place_of_one_whose_message_was_lost_keeps_what_a_call_accepted() -> None:
    new = replace(TRADES, id=8, made_at_us=NOON + 9)
    assert renewed(new, CALLED) == replace(new, accepted_at_us=NOON + 1, taken_by="Li")
    for last in (None, TRADES, TAKEN, replace(CALLED, trade="lifts"), replace(CALLED, ended_at_us=NOON + 2)):
        assert renewed(new, last) == new
