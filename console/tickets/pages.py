"""The pages of tickets."""

from console.frame.page import page
from console.tickets import amending, door, same, several, where
from kit.http.operation import Operation

_TICKET = "/tickets/{number}"

PAGES: tuple[Operation, ...] = (
    page("showTickets", "/tickets", "The list of tickets", door.tickets),
    page("exportTicketsByPage", "/tickets/export", "The list of tickets as a file", door.export, "POST"),
    page("openTicketByPage", "/tickets", "Open a ticket", door.open_one, "POST"),
    page(
        "actOnSeveralByPage", "/tickets/actions", "The same action on several tickets", several.act_on_several, "POST"
    ),
    page("takeNextByPage", "/tickets/next", "Take the next ticket", door.take_next, "POST"),
    page("showNewTicket", "/tickets/new", "The form of a new ticket", door.new),
    page("findWhere", "/tickets/where", "Flats and other places by words", where.where),
    page("showTicket", _TICKET, "A ticket with its story", door.ticket),
    page("dispatchByPage", f"{_TICKET}/dispatch", "Dispatch a ticket in the list", door.dispatch, "POST"),
    page("actByPage", f"{_TICKET}/actions", "Dispatch, pause, resolve a ticket …", door.act, "POST"),
    page("amendByPage", f"{_TICKET}/amend", "Correct a ticket", amending.amend, "POST"),
    page("markStepByPage", f"{_TICKET}/steps", "Mark a step of the procedure", door.mark_step, "POST"),
    page("linkCallByPage", f"{_TICKET}/calls", "Link a call to a ticket", door.link_call, "POST"),
    page("mergeByPage", f"{_TICKET}/merge", "Merge a ticket into another", door.merge, "POST"),
    page("findSameMatter", f"{_TICKET}/same", "Tickets about the same matter", same.same_matter),
    page("splitByPage", f"{_TICKET}/split", "Split a second matter off", door.split, "POST"),
    page("unmaskTicketByPage", f"{_TICKET}/unmask", "Show the number of a ticket", door.unmask, "POST"),
    page("askCallbackByPage", f"{_TICKET}/callback", "Ask for a callback", door.ask_callback, "POST"),
    page(
        "newComplaintLinkByPage",
        f"{_TICKET}/complaint-link",
        "Make a link for a complainant",
        door.complaint_link,
        "POST",
    ),
    page("makeWorkLinkByPage", f"{_TICKET}/work_link", "Make a link for a workman", door.work_link, "POST"),
)
