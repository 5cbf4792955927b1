"""The pages of callbacks."""

from console.callbacks import door
from console.frame.page import page
from kit.http.operation import Operation

_CALLBACK = "/callbacks/{id}"

PAGES: tuple[Operation, ...] = (
    page("showCallbacks", "/callbacks", "The list of callbacks", door.callbacks),
    page("exportCallbacksByPage", "/callbacks/export", "The list of callbacks as a file", door.export, "POST"),
    page("claimNextByPage", "/callbacks/next", "Claim the next callback", door.claim_next, "POST"),
    page("showCallback", _CALLBACK, "A row of the list, as it is now", door.row),
    page("claimByPage", f"{_CALLBACK}/claim", "Claim a callback", door.claim, "POST"),
    page("releaseByPage", f"{_CALLBACK}/release", "Release a callback", door.release, "POST"),
    page("assignByPage", f"{_CALLBACK}/assign", "Give a callback to somebody", door.assign, "POST"),
    page("callByPage", f"{_CALLBACK}/call", "Call for a callback", door.call, "POST"),
    page("hangUpByPage", f"{_CALLBACK}/hang-up", "Hang up a call by click", door.hang_up, "POST"),
    page("settleByPage", f"{_CALLBACK}/outcome", "Tell the outcome of a callback", door.outcome, "POST"),
    page("unmaskCallbackByPage", f"{_CALLBACK}/unmask", "Show the number of a callback", door.unmask, "POST"),
)
