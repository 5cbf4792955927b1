from dataclasses import replace
from typing import Any

import pytest

from kit.refusals import ImpossibleError, MissingError, RefusedError, StaleError
from ticketing.clocks.pauses import Pause
from ticketing.tickets.amendments import amend, call_any_hour, merge, rated, split
from ticketing.tickets.categories import CATEGORIES, Priority
from ticketing.tickets.changes import act
from ticketing.tickets.complaint import (
    Complaint,
    Heard,
    HeardError,
    decides_late,
    missing,
    to_be_asked_anew,
    with_satisfaction,
)
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import AMENDABLE, Asked, Source, Ticket

TICKET = Ticket("20261125-0001", 0, Source.CALL, phone="+8613800138000", contact="张三")
OTHER = Ticket("20261125-0002", 1, Source.CALL)
ASKED = Asked("li", 5, 1)


def test_calls_at_any_hour_are_allowed_from_now_on_for_a_reason_and_no_more() -> None:
    allowed, change = call_any_hour(TICKET, True, ASKED._replace(why="water through the ceiling"))
    assert (allowed.call_any_hour_from_us, allowed.version, allowed.status) == (5, 2, Status.OPEN)
    assert (change.what, change.who, change.why) == ("calls at any hour", "li", "water through the ceiling")
    later = Asked("li", 9, 2, "still")
    assert call_any_hour(allowed, True, later).ticket.call_any_hour_from_us == 5
    ended = call_any_hour(allowed, False, later)
    assert (ended.ticket.call_any_hour_from_us, ended.change.what) == (None, "no calls at any hour")


def test_calls_at_any_hour_want_a_reason_and_the_version_there_is() -> None:
    with pytest.raises(MissingError, match="why"):
        call_any_hour(TICKET, True, ASKED._replace(why=" "))
    with pytest.raises(StaleError):
        call_any_hour(TICKET, True, Asked("li", 5, 7, "water"))


def test_an_amendment_changes_words_and_not_the_status() -> None:
    ticket, change = amend(TICKET, ASKED, {"title": "leak", "category": "repair"})
    assert (ticket.title, ticket.category, ticket.version, ticket.status) == ("leak", "repair", 2, Status.OPEN)
    assert change.what == "amended: category, title"


AMENDED: dict[str, Any] = {
    "category": "complaint",
    "priority": Priority.URGENT,
    "difficult": True,
    "title": "leak",
    "household": 4,
    "place_id": 3,
    "contact": "李四",
    "phone": "+8613900139000",
    "complaint": Complaint(valid=True),
    "rating": 5,
    "rating_comment": "quick",
}


@pytest.mark.parametrize("name", AMENDED)
def test_each_of_these_may_be_amended_and_nothing_else_changes(name: str) -> None:
    changed = amend(TICKET, ASKED, {name: AMENDED[name]})
    assert changed.ticket == replace(TICKET, version=2, **{name: AMENDED[name]})
    assert changed.change.what == f"amended: {name}"


def test_the_history_names_only_what_has_another_value_than_before() -> None:
    same = {"contact": TICKET.contact, "category": TICKET.category}
    assert amend(TICKET, ASKED, {**same, "title": "leak"}).change.what == "amended: title"
    assert amend(TICKET, ASKED, same).change.what == "amended: nothing"


def test_the_same_rating_from_the_caller_themselves_is_their_word_and_noted() -> None:
    rating = replace(TICKET, rating=4)
    assert rated(rating, ASKED, {"rating": 4}, Heard.KEY).change.what == "amended: rating"


def test_only_another_category_changes_when_it_was_first_answered() -> None:
    begun = replace(TICKET, status=Status.IN_PROGRESS)
    assert amend(begun, ASKED, {"title": "leak"}, CATEGORIES["repair"]).ticket.responded_at_us is None
    assert amend(begun, ASKED, {"category": "repair"}, CATEGORIES["repair"]).ticket.responded_at_us == 5
    assert amend(TICKET, ASKED, {"category": "repair"}, CATEGORIES["repair"]).ticket.responded_at_us is None


def test_nothing_else_may_be_amended() -> None:
    assert set(AMENDED) == AMENDABLE
    for name in set(Ticket.__dataclass_fields__) - set(AMENDED):
        with pytest.raises(RefusedError, match=name):
            amend(TICKET, ASKED, {name: None})


def test_what_moves_a_ticket_is_no_amendment() -> None:
    with pytest.raises(RefusedError, match="status"):
        amend(TICKET, ASKED, {"status": Status.CLOSED})
    with pytest.raises(StaleError):
        amend(TICKET, ASKED._replace(version=2), {"title": "leak"})


def test_the_first_answer_to_a_complaint_is_the_first_response_and_later_wordings_leave_it() -> None:
    first = amend(TICKET, ASKED, {"complaint": Complaint(response="we look")}).ticket
    again = amend(first, Asked("li", 9, 2), {"complaint": Complaint(valid=True, response="we looked")}).ticket
    assert (first.responded_at_us, again.responded_at_us) == (5, 5)
    assert again.complaint == Complaint(True, "we looked", 5)


def test_a_complaint_without_an_answer_has_no_response() -> None:
    assert amend(TICKET, ASKED, {"complaint": Complaint(valid=True)}).ticket.responded_at_us is None


def test_a_merged_ticket_is_cancelled_and_both_name_each_other() -> None:
    (ended, why), (kept, took) = merge(replace(TICKET, pauses=(Pause(1, None),)), OTHER, ASKED)
    assert (ended.status, ended.merged_into, ended.paused) == (Status.CANCELLED, OTHER.number, False)
    assert (why.what, took.what, kept.version) == (f"merged into {OTHER.number}", f"took in {TICKET.number}", 2)


def test_a_ticket_is_not_merged_into_itself_nor_into_a_cancelled_one_nor_when_it_is_done() -> None:
    for into in (TICKET, replace(OTHER, status=Status.CANCELLED)):
        with pytest.raises(RefusedError, match="can only be merged into another one"):
            merge(TICKET, into, ASKED)
    with pytest.raises(ImpossibleError):
        merge(replace(TICKET, status=Status.CLOSED), OTHER, ASKED)


def test_a_merged_ticket_ends_its_pause_now_and_keeps_the_rest() -> None:
    paused = replace(TICKET, pauses=(Pause(1, 2), Pause(3, None)), status=Status.DISPATCHED, assignee="wang")
    (ended, why), (kept, took) = merge(paused, OTHER, ASKED)
    assert ended == replace(
        paused, status=Status.CANCELLED, merged_into=OTHER.number, version=2, pauses=(Pause(1, 2), Pause(3, 5))
    )
    assert kept == replace(OTHER, version=2)
    assert (why.from_status, why.to_status, why.who, why.at_us) == (Status.DISPATCHED, Status.CANCELLED, "li", 5)
    assert (took.number, took.version, took.from_status, took.to_status) == (OTHER.number, 2, Status.OPEN, Status.OPEN)


@pytest.mark.parametrize("status", Status)
def test_only_a_ticket_at_work_is_merged_and_only_into_one_that_is_not_cancelled(status: Status) -> None:
    if status in (Status.OPEN, Status.DISPATCHED, Status.IN_PROGRESS):
        assert merge(replace(TICKET, status=status), OTHER, ASKED)[0].ticket.status is Status.CANCELLED
    else:
        with pytest.raises(ImpossibleError):
            merge(replace(TICKET, status=status), OTHER, ASKED)
    if status is not Status.CANCELLED:
        assert merge(TICKET, replace(OTHER, status=status), ASKED)[1].ticket.status is status


def test_a_stale_merge_is_told_the_version_there_is() -> None:
    with pytest.raises(StaleError) as refused:
        merge(TICKET, OTHER, ASKED._replace(version=4))
    assert refused.value.version == 1


def test_the_twin_of_a_split_has_all_that_was_said_of_it_and_nothing_of_the_work() -> None:
    worked = replace(TICKET, assignee="wang", status=Status.IN_PROGRESS, household=3, responded_at_us=2, title="two")
    fields = {"category": "repair", "priority": Priority.URGENT, "difficult": True, "title": "leak", "contact": "李四"}
    (kept, told), (twin, _) = split(worked, "20261125-0009", ASKED, fields)
    assert kept == replace(worked, version=2)
    assert twin == Ticket(
        "20261125-0009",
        5,
        Source.CALL,
        "repair",
        Priority.URGENT,
        True,
        "leak",
        household=3,
        contact="李四",
        phone="+8613800138000",
        split_from=TICKET.number,
    )
    assert told.what == "split: 20261125-0009"


def test_a_split_ticket_keeps_the_contact_and_names_where_it_comes_from() -> None:
    (kept, _), (twin, change) = split(TICKET, "20261125-0009", ASKED, {"category": "fees"})
    assert (kept.category, twin.category, twin.phone, twin.contact) == ("other", "fees", "+8613800138000", "张三")
    assert (twin.split_from, twin.opened_at_us, twin.version) == (TICKET.number, 5, 1)
    assert change.what == "split from 20261125-0001"


def test_a_complaint_that_is_only_started_has_no_response_yet() -> None:
    one = replace(TICKET, category="complaint", responded_at_us=None)
    started = act(one, Action.START, ASKED, CATEGORIES["complaint"]).ticket
    assert (started.status, started.responded_at_us) == (Status.IN_PROGRESS, None)
    assert act(one, Action.START, ASKED, CATEGORIES["repair"]).ticket.responded_at_us == 5


@pytest.mark.parametrize(("category", "responded_at_us"), [("complaint", None), ("repair", 2)])
def test_what_becomes_a_complaint_while_it_is_worked_on_wants_an_answer(
    category: str, responded_at_us: int | None
) -> None:
    one = replace(TICKET, status=Status.IN_PROGRESS, responded_at_us=2)
    assert amend(one, ASKED, {"category": category}, CATEGORIES[category]).ticket.responded_at_us == responded_at_us


def test_what_is_no_complaint_any_more_while_it_is_worked_on_has_had_its_response() -> None:
    one = replace(TICKET, category="complaint", status=Status.IN_PROGRESS)
    assert amend(one, ASKED, {"category": "repair"}, CATEGORIES["repair"]).ticket.responded_at_us == 5


@pytest.mark.parametrize(
    ("status", "by", "satisfaction"),
    [(Status.RESOLVED, Heard.KEY, 4), (Status.RESOLVED, None, None), (Status.IN_PROGRESS, Heard.KEY, None)],
)
def test_a_rating_by_the_complainant_of_a_settled_complaint_is_their_satisfaction(
    status: Status, by: Heard | None, satisfaction: int | None
) -> None:
    one = replace(TICKET, status=status, complaint=Complaint(valid=True))
    after = rated(one, ASKED, {"rating": 4}, by).ticket
    assert (after.rating, after.complaint and after.complaint.satisfaction) == (4, satisfaction)


def test_what_the_desk_typed_stands_apart_from_what_the_complainant_said() -> None:
    typed = with_satisfaction(Complaint(valid=True), 5, None)
    said = with_satisfaction(typed, 2, Heard.CALLBACK)
    assert (typed.satisfaction, typed.satisfaction_by_desk) == (None, 5)
    assert (said.satisfaction, said.satisfaction_by, said.satisfaction_by_desk) == (2, Heard.CALLBACK, 5)


def test_what_a_complainant_said_first_stands() -> None:
    said = with_satisfaction(Complaint(valid=True), 2, Heard.LINK)
    with pytest.raises(HeardError, match="link"):
        with_satisfaction(said, 5, Heard.CALLBACK)
    assert with_satisfaction(said, 3, Heard.LINK).satisfaction == 3
    one = replace(TICKET, status=Status.RESOLVED, complaint=said)
    after = rated(one, ASKED, {"rating": 5}, Heard.KEY).ticket
    assert (after.rating, after.complaint) == (5, said)


@pytest.mark.parametrize("by", [Heard.KEY, Heard.LINK])
@pytest.mark.parametrize("fields", [{"rating": 5}, {"rating": None}, {"rating_comment": "quick"}])
def test_what_somebody_rated_themselves_is_not_overwritten_by_the_desk(by: Heard, fields: dict[str, Any]) -> None:
    one = rated(TICKET, ASKED, {"rating": 2, "rating_comment": "slow"}, by).ticket
    asked = ASKED._replace(version=one.version)
    for heard in (None, Heard.CALLBACK):
        with pytest.raises(HeardError, match=by):
            rated(one, asked, fields, heard)
    with pytest.raises(HeardError, match=by):
        amend(one, asked, fields)
    same = amend(one, asked, {"title": "leak", "rating": 2, "rating_comment": "slow"}).ticket
    assert (same.title, same.rating, same.rating_by) == ("leak", 2, by)


def test_a_key_about_the_call_leaves_room_for_what_a_complainant_says_of_the_settlement() -> None:
    pressed = rated(replace(TICKET, complaint=Complaint(valid=True)), ASKED, {"rating": 2}, Heard.KEY).ticket
    settled, asked = replace(pressed, status=Status.RESOLVED), ASKED._replace(version=pressed.version)
    said = rated(settled, asked, {"rating": 4}, Heard.CALLBACK).ticket
    assert (said.rating, said.rating_by, said.complaint and said.complaint.satisfaction) == (4, Heard.CALLBACK, 4)
    with pytest.raises(HeardError):
        rated(settled, asked, {"rating": 4}, None)


def test_a_rating_of_the_desk_may_be_put_right() -> None:
    one = rated(TICKET, ASKED, {"rating": 2}, Heard.CALLBACK).ticket
    typed = amend(one, ASKED._replace(version=2), {"rating": 3}).ticket
    assert (one.rating_by, typed.rating, typed.rating_by) == (Heard.CALLBACK, 3, None)


def test_reopening_a_complaint_clears_the_rating_that_came_with_the_answer() -> None:
    said = replace(TICKET, status=Status.RESOLVED, complaint=Complaint(valid=True), resolved_at_us=2)
    answered = rated(said, ASKED, {"rating": 2, "rating_comment": "slow"}, Heard.LINK).ticket
    asked = ASKED._replace(version=2, why="x")
    again = act(answered, Action.REOPEN, asked, CATEGORIES["complaint"]).ticket
    assert (again.rating, again.rating_comment, again.rating_by) == (None, "", None)
    typed = replace(said, rating=4, version=2)
    assert act(typed, Action.REOPEN, asked, CATEGORIES["complaint"]).ticket.rating == 4


@pytest.mark.parametrize(
    ("known", "told", "over", "late"),
    [
        (Complaint(valid=True), Complaint(valid=False), False, False),
        (Complaint(valid=True), Complaint(valid=False), True, True),
        (Complaint(valid=True), Complaint(valid=True, response="x"), True, False),
        (Complaint(valid=True), None, True, True),
        (Complaint(valid=True, satisfaction=2, satisfaction_by=Heard.KEY), Complaint(), False, True),
    ],
)
def test_a_settled_or_answered_complaint_is_decided(
    known: Complaint, told: Complaint | None, over: bool, late: bool
) -> None:
    assert decides_late(known, told, over) is late


def test_what_a_complainant_said_is_not_taken_away() -> None:
    with pytest.raises(HeardError):
        decides_late(Complaint(valid=True, satisfaction=2, satisfaction_by=Heard.KEY), None, True)


def test_who_wrote_the_settlement_of_a_complaint_is_known() -> None:
    decided = amend(TICKET, ASKED, {"complaint": Complaint(valid=True, response="x")}).ticket
    assert decided.complaint
    assert decided.complaint.settled_by == ()
    settled = replace(decided.complaint, settlement="y")
    written = amend(decided, ASKED._replace(version=2), {"complaint": settled}).ticket
    assert written.complaint
    assert written.complaint.settled_by == (ASKED.who,)
    kept = amend(written, ASKED._replace(version=3, who="wu"), {"complaint": replace(written.complaint, response="z")})
    assert kept.ticket.complaint
    assert kept.ticket.complaint.settled_by == (ASKED.who,)


@pytest.mark.parametrize(
    ("complaint", "lacking"),
    [
        (Complaint(), {"valid", "response", "settlement"}),
        (Complaint(valid=True, response=" ", settlement="\n"), {"response", "settlement"}),
        (Complaint(valid=True, response="x"), {"settlement"}),
        (Complaint(valid=None, response="x", settlement="y"), {"valid"}),
        (Complaint(valid=True, settlement="y"), {"response"}),
        (Complaint(valid=False), {"response"}),
        (Complaint(valid=False, response="x"), set()),
        (Complaint(valid=True, response="x", settlement="y"), set()),
    ],
)
def test_what_a_complaint_still_needs_before_it_is_resolved(complaint: Complaint, lacking: set[str]) -> None:
    assert set(missing(complaint)) == {f"complaint.{name}" for name in lacking}


def test_of_the_next_settlement_nobody_has_said_anything() -> None:
    said = Complaint(True, "x", 5, "y", 4, Heard.KEY, 3, ("li",))
    assert to_be_asked_anew(said) == Complaint(True, "x", 5, "y", None, None, None, ("li",))


@pytest.mark.parametrize("name", ["satisfaction", "satisfaction_by_desk"])
@pytest.mark.parametrize(("score", "fits"), [(0, False), (1, True), (5, True), (6, False)])
def test_satisfaction_is_one_to_five(name: str, score: int, fits: bool) -> None:
    said: dict[str, Any] = {name: score}
    if fits:
        Complaint(**said)
    else:
        with pytest.raises(ValueError, match="1 to 5"):
            Complaint(**said)


def test_a_rating_that_the_desk_writes_down_says_nothing_of_the_settlement() -> None:
    settled = Complaint(valid=True, response="x", settlement="y")
    one = replace(TICKET, status=Status.RESOLVED, complaint=settled)
    after = rated(one, ASKED, {"rating": 4}, None).ticket
    assert (after.rating, after.rating_by) == (4, None)
    assert after.complaint
    assert (after.complaint.satisfaction, after.complaint.satisfaction_by_desk) == (None, None)


def test_a_slip_is_put_right_by_the_way_in_which_it_came() -> None:
    one = replace(TICKET, status=Status.RESOLVED, complaint=Complaint(valid=True))
    first = rated(one, ASKED, {"rating": 2}, Heard.CALLBACK).ticket
    again = rated(first, ASKED._replace(version=first.version), {"rating": 3}, Heard.CALLBACK).ticket
    assert again.complaint
    assert (again.rating, again.complaint.satisfaction) == (3, 3)
    other = rated(first, ASKED._replace(version=first.version), {"rating": 5}, Heard.KEY).ticket
    assert other.complaint
    assert (other.rating, other.complaint.satisfaction) == (5, 2)


def test_what_becomes_a_complaint_was_first_answered_when_the_complainant_was() -> None:
    spoken_to = replace(TICKET, status=Status.IN_PROGRESS, responded_at_us=2)
    for complaint, responded_at_us in ((Complaint(response="sorry", responded_at_us=4), 4), (None, None)):
        before = replace(spoken_to, complaint=complaint)
        after = amend(before, ASKED, {"category": "complaint"}, CATEGORIES["complaint"]).ticket
        assert after.responded_at_us == responded_at_us
