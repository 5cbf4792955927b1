from dataclasses import replace

import pytest

from ticketing.clocks.pauses import Pause
from ticketing.tickets.amendments import amend, merge, split
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.refusals import ImpossibleError, NotAmendableError, NotMergeableError, StaleError
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import Asked, Source, Ticket

TICKET = Ticket("20261125-0001", 0, Source.CALL, phone="+8613800138000", contact="张三")
OTHER = Ticket("20261125-0002", 1, Source.CALL)
ASKED = Asked("li", 5, 1)


def test_an_amendment_changes_words_and_not_the_status() -> None:
    ticket, change = amend(TICKET, ASKED, {"title": "leak", "category": "repair"})
    assert (ticket.title, ticket.category, ticket.version, ticket.status) == ("leak", "repair", 2, Status.OPEN)
    assert change.what == "amended: category, title"


def test_what_moves_a_ticket_is_no_amendment() -> None:
    with pytest.raises(NotAmendableError, match="status"):
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
        with pytest.raises(NotMergeableError):
            merge(TICKET, into, ASKED)
    with pytest.raises(ImpossibleError):
        merge(replace(TICKET, status=Status.CLOSED), OTHER, ASKED)


def test_a_split_ticket_keeps_the_contact_and_names_where_it_comes_from() -> None:
    (kept, _), (twin, change) = split(TICKET, "20261125-0009", ASKED, {"category": "fees"})
    assert (kept.category, twin.category, twin.phone, twin.contact) == ("other", "fees", "+8613800138000", "张三")
    assert (twin.split_from, twin.opened_at_us, twin.version) == (TICKET.number, 5, 1)
    assert change.what == "split from 20261125-0001"
