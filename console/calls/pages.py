"""The pages of calls."""

from console.calls import door
from console.frame.page import page
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    page("showCalls", "/calls", "The list of calls", door.calls),
    page("exportCallsByPage", "/calls/export", "The list of calls as a file", door.export, "POST"),
    page("showCall", "/calls/{pbx}/{linkedid}", "A call and what proves its figures", door.call),
)
