"""What can be asked of tickets."""

from pydantic import BaseModel

from kit.http.operation import Operation
from kit.roles import READERS, WORKERS, Role
from ticketing.bodies import Why
from ticketing.front.ask import DeskHandler
from ticketing.front.ways import read, write
from ticketing.tickets import bodies
from ticketing.tickets import door as tickets
from ticketing.tickets.models import NumberOut, SeveralOut, TicketOut, TicketPage
from ticketing.tickets.several_door import act_on_several

_TICKET = "/api/v1/tickets/{number}"
_NO_TICKET = {404: "No such ticket"}


def _change(
    name: str,
    path: str,
    summary: str,
    handler: DeskHandler,
    body: type[BaseModel],
    method: str = "POST",
    roles: frozenset[Role] = READERS,
) -> Operation:
    return write(
        name,
        path,
        summary,
        handler,
        TicketOut,
        body,
        method=method,
        current=tickets.one_ticket,
        if_match=True,
        problems=_NO_TICKET,
        roles=roles,
    )


TICKETS = (
    read(
        "listTickets",
        "/api/v1/tickets",
        "List tickets, newest first",
        tickets.list_tickets,
        TicketPage,
        bodies.TicketsQuery,
        roles=WORKERS,
    ),
    write(
        "openTicket",
        "/api/v1/tickets",
        "Create a ticket",
        tickets.new_ticket,
        TicketOut,
        bodies.NewTicket,
        status=201,
    ),
    write(
        "actOnSeveralTickets",
        "/api/v1/tickets/actions",
        "Perform the same action on several tickets; each has a result of its own",
        act_on_several,
        SeveralOut,
        bodies.ActOnSeveral,
    ),
    read(
        "getTicket",
        _TICKET,
        "Return a ticket with its history",
        tickets.one_ticket,
        TicketOut,
        problems=_NO_TICKET,
        roles=WORKERS,
    ),
    _change(
        "amendTicket",
        _TICKET,
        "Update the fields or the status of a ticket",
        tickets.amend,
        bodies.TicketPatch,
        "PATCH",
    ),
    _change(
        "actOnTicket",
        f"{_TICKET}/actions",
        "Perform an action on a ticket: dispatch, start, pause, resolve …",
        tickets.take_action,
        bodies.TakeAction,
        roles=WORKERS,
    ),
    _change(
        "markStep",
        f"{_TICKET}/steps",
        "Complete or waive a step of a ticket's procedure",
        tickets.mark_step,
        bodies.StepMark,
    ),
    _change(
        "mergeTicket",
        f"{_TICKET}/merge",
        "Merge a ticket into another one; returns the other one",
        tickets.merge,
        bodies.Merge,
    ),
    _change(
        "splitTicket",
        f"{_TICKET}/split",
        "Split off a second ticket; returns the new one",
        tickets.split,
        bodies.Split,
    ),
    _change("linkCall", f"{_TICKET}/calls", "Link a further call to a ticket", tickets.link_call, bodies.LinkCall),
    write(
        "unmaskTicket",
        f"{_TICKET}/unmask",
        "Return a ticket with the full number, for a reason; recorded in the audit log",
        tickets.unmask,
        NumberOut,
        Why,
        problems=_NO_TICKET,
    ),
)
