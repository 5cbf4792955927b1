"""All pages, in one table: the router is filled from it."""

from functools import partial
from importlib.resources import files

from aiohttp import hdrs, web

from console.built import file_of
from console.callbacks import door as callbacks
from console.calls import door as calls
from console.desk import door as desk
from console.frame.page import page
from console.sheet import door as sheet
from console.signing_in import door as signing_in
from console.tickets import door as tickets
from kit.http.operation import Operation
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.roles import Role

_TICKET = "/tickets/{number}"
_CALLBACK = "/callbacks/{id}"
_DESK_CALL = "/desk/calls/{pbx}/{linkedid}"
_FOR_GOOD = "public, max-age=31536000, immutable"


async def built_file(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    found = file_of(request.match_info["name"])
    if found is None:
        raise Problem(404, "There is no such file: load the page again.")
    headers = {hdrs.CACHE_CONTROL: _FOR_GOOD, hdrs.CONTENT_TYPE: f"{found.media_type}; charset=utf-8"}
    return web.Response(body=found.content, headers=headers)


async def sign(content: bytes, _request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return web.Response(body=content, content_type="image/svg+xml")


_SIGN = partial(sign, files("console.frame").joinpath("favicon.svg").read_bytes())

PAGES: tuple[Operation, ...] = (
    Operation(
        "getBuiltFile", "/built/{name}", "The pages' script and style", built_file, roles=None, files=("text/css",)
    ),
    *(
        Operation(f"get{name.title()}", f"/favicon.{name}", "The sign of Third Ring", _SIGN, roles=None)
        for name in ("svg", "ico")
    ),
    page("showSignIn", "/sign-in", "The page to sign in on", signing_in.form),
    page("isSignedIn", "/signed-in", "Tell whether somebody is signed in", signing_in.is_signed_in),
    page("signInByPage", "/sign-in", "Sign in with a browser", signing_in.sign_in, "POST"),
    page("signOutByPage", "/sign-out", "Sign out of a browser", signing_in.sign_out, "POST"),
    page("showDesk", "/desk", "What rings, who calls, and the ticket of the call", desk.desk),
    page("showCard", _DESK_CALL, "The card of a call that rings for the reader", desk.card),
    page("saveCard", f"{_DESK_CALL}/ticket", "Write the ticket of a call", desk.save, "POST"),
    page("joinTicket", f"{_DESK_CALL}/same", "The call is about a ticket that is there", desk.join, "POST"),
    page("showTickets", "/tickets", "The list of tickets", tickets.tickets),
    page("openTicketByPage", "/tickets", "Open a ticket", tickets.open_one, "POST"),
    page("showNewTicket", "/tickets/new", "The form of a new ticket", tickets.new),
    page("showTicket", _TICKET, "A ticket with its story", tickets.ticket),
    page("actByPage", f"{_TICKET}/actions", "Dispatch, pause, resolve a ticket …", tickets.act, "POST"),
    page("amendByPage", f"{_TICKET}/amend", "Correct a ticket", tickets.amend, "POST"),
    page("markStepByPage", f"{_TICKET}/steps", "Mark a step of the procedure", tickets.mark_step, "POST"),
    page("linkCallByPage", f"{_TICKET}/calls", "Link a call to a ticket", tickets.link_call, "POST"),
    page("mergeByPage", f"{_TICKET}/merge", "Merge a ticket into another", tickets.merge, "POST"),
    page("splitByPage", f"{_TICKET}/split", "Split a second matter off", tickets.split, "POST"),
    page("unmaskTicketByPage", f"{_TICKET}/unmask", "Show the number of a ticket", tickets.unmask, "POST"),
    page("askCallbackByPage", f"{_TICKET}/callback", "Ask for a callback", tickets.ask_callback, "POST"),
    page("showCallbacks", "/callbacks", "The list of callbacks", callbacks.callbacks),
    page("claimNextByPage", "/callbacks/next", "Claim the next callback", callbacks.claim_next, "POST"),
    page("claimByPage", f"{_CALLBACK}/claim", "Claim a callback", callbacks.claim, "POST"),
    page("releaseByPage", f"{_CALLBACK}/release", "Release a callback", callbacks.release, "POST"),
    page("callByPage", f"{_CALLBACK}/call", "Call for a callback", callbacks.call, "POST"),
    page("settleByPage", f"{_CALLBACK}/outcome", "Tell the outcome of a callback", callbacks.outcome, "POST"),
    page("unmaskCallbackByPage", f"{_CALLBACK}/unmask", "Show the number of a callback", callbacks.unmask, "POST"),
    page("showCalls", "/calls", "The list of calls", calls.calls),
    page("showSheet", "/sheet", "The quality sheet of a day", sheet.sheet),
    page("showSheetLine", "/sheet/{objective}", "A line of the sheet and the rows that prove it", sheet.line),
    page("showCall", "/calls/{pbx}/{linkedid}", "A call and what proves its figures", calls.call),
)
