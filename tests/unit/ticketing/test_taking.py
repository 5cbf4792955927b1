"""Who takes the next ticket."""

from dataclasses import replace

from ticketing.tickets.states import Status
from ticketing.tickets.taking import NoneFreeError, take
from ticketing.tickets.ticket import Asked, Change, Source, Ticket

TICKET = Ticket("20261125-0001", 10, Source.CALL, status=Status.DISPATCHED, trade="lifts", version=3)


def test_who_takes_a_ticket_has_it_of_themselves_and_has_not_begun() -> None:
    taken, change = take(TICKET, Asked("li", 20, 3))
    assert taken == replace(TICKET, version=4, assignee="li", assigned_by="li")
    assert change == Change(
        "20261125-0001", 4, 20, "li", "took", Status.DISPATCHED, Status.DISPATCHED, "", to_whom="li"
    )


def test_where_none_is_free_there_is_nothing_to_be_found() -> None:
    error = NoneFreeError()
    assert (error.status, str(error)) == (404, "No ticket waits: each has somebody, or is for another trade.")
