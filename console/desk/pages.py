"""The pages of the desk."""

from console.desk import cards, door, rescues, state
from console.frame.page import page
from kit.http.operation import Operation

_DESK_CALL = "/desk/calls/{pbx}/{linkedid}"
_STATE = "/desk/state"

PAGES: tuple[Operation, ...] = (
    page("showDesk", "/desk", "What rings, who calls, and the ticket of the call", door.desk),
    page("showRinging", "/desk/ringing", "What rings now", door.ringing),
    page("showOwnWork", "/desk/beside", "The reader's own work and day", door.beside),
    page("nextAtDesk", "/desk/callbacks/next", "Claim the next callback", door.next_callback, "POST"),
    page("showCallbackAtDesk", "/desk/callbacks/{id}", "A callback beside the cards, as it is now", door.callback_row),
    page("callbackAtDesk", "/desk/callbacks/{id}/{deed}", "Claim, call, hang up, settle", door.callback, "POST"),
    page("showCard", _DESK_CALL, "The card of a call that rings for the reader", cards.card),
    page("saveCard", f"{_DESK_CALL}/ticket", "Write the ticket of a call", cards.save, "POST"),
    page("joinTicket", f"{_DESK_CALL}/same", "The call is about a ticket that is there", cards.join, "POST"),
    page("showRescues", "/desk/rescues", "Calls that are about to be missed", rescues.banner),
    page("takeRescue", "/desk/rescues/{pbx}/{linkedid}", "Fetch a call: the own phone rings", rescues.take, "POST"),
    page("showState", _STATE, "What the reader does now", state.state),
    page("pauseByPage", f"{_STATE}/pause", "Pause in all queues", state.pause, "POST"),
    page("readyByPage", f"{_STATE}/ready", "End the pause", state.ready, "POST"),
    page("lengthenByPage", f"{_STATE}/wrap-up/lengthen", "Lengthen the wrap-up", state.lengthen_wrap_up, "POST"),
    page("endByPage", f"{_STATE}/wrap-up/end", "End the wrap-up", state.end_wrap_up, "POST"),
)
