"""What can be asked of tickets."""

from ticketing.bodies import Why
from ticketing.front.ways import change, read, write
from ticketing.tickets import bodies
from ticketing.tickets import door as tickets
from ticketing.tickets.models import NumberOut, TicketOut, TicketPage

_TICKET = "/api/v1/tickets/{number}"
_NO_TICKET = {404: "No such ticket"}

TICKETS = (
    read(
        "listTickets",
        "/api/v1/tickets",
        "Tickets, newest first",
        tickets.list_tickets,
        TicketPage,
        bodies.TicketsQuery,
    ),
    write(
        "openTicket",
        "/api/v1/tickets",
        "Open a ticket by hand",
        tickets.new_ticket,
        TicketOut,
        bodies.NewTicket,
        status=201,
    ),
    read("getTicket", _TICKET, "One ticket with its history", tickets.one_ticket, TicketOut, problems=_NO_TICKET),
    change(
        "amendTicket",
        _TICKET,
        "Other words for a ticket, or another status",
        tickets.amend,
        bodies.TicketPatch,
        "PATCH",
    ),
    change(
        "actOnTicket", f"{_TICKET}/actions", "Dispatch, start, pause, resolve …", tickets.take_action, bodies.TakeAction
    ),
    change(
        "markStep", f"{_TICKET}/steps", "A step of the procedure: done, or waived", tickets.mark_step, bodies.StepMark
    ),
    change(
        "mergeTicket", f"{_TICKET}/merge", "Goes on in another ticket, which is answered", tickets.merge, bodies.Merge
    ),
    change(
        "splitTicket",
        f"{_TICKET}/split",
        "A second matter gets its own ticket, which is answered",
        tickets.split,
        bodies.Split,
    ),
    change("linkCall", f"{_TICKET}/calls", "A repeat call was about this ticket", tickets.link_call, bodies.LinkCall),
    write(
        "unmaskTicket",
        f"{_TICKET}/unmask",
        "The number in full, for a reason; noted in the audit log",
        tickets.unmask,
        NumberOut,
        Why,
        problems=_NO_TICKET,
    ),
)
