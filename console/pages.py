"""All pages, in one table: the router is filled from it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.resources import files

from aiohttp import hdrs, web

from console.admin import audit, system, tokens, users
from console.built import file_of
from console.callbacks import door as callbacks
from console.calls import door as calls
from console.desk import cards, state
from console.desk import door as desk
from console.duties import door as duties
from console.frame.page import nowhere_kept, page
from console.frame.walking import worker
from console.households import door as households
from console.importing import door as sheets
from console.inspections import codes_door as codes
from console.inspections import door as inspections
from console.inspections import findings_door as findings
from console.me import door as me
from console.nonconformities import door as nonconformities
from console.places import door as places
from console.readings import door as readings
from console.reference import door as reference
from console.sheet import door as sheet
from console.signing_in import door as signing_in
from console.signing_in import first, provider
from console.surveys import door as surveys
from console.tickets import amending, same, several, where
from console.tickets import door as tickets
from console.today import door as today
from console.today import people
from console.trades import door as trades
from console.wall import door as wall
from console.work import door as work
from kit.http.codings import takes_gzip
from kit.http.operation import Operation
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.roles import Role

_TICKET = "/tickets/{number}"
_CALLBACK = "/callbacks/{id}"
_DUTY = "/duties/{id}"
_FINDING = "/findings/{id}"
_NONCONFORMITY = "/nonconformities/{id}"
_READING = "/readings/{id}"
_SURVEY = "/surveys/{id}"
_USER = "/admin/users/{name}"
_HOUSEHOLD = "/households/{id}"
_PERSON = f"{_HOUSEHOLD}/people/{{resident}}"
_PLACE = "/places/{id}"
_SHEET = "/households/sheet/{sheet}"
_PLACE_SHEET = "/places/sheet/{sheet}"
_DESK_CALL = "/desk/calls/{pbx}/{linkedid}"
_STATE = "/desk/state"
_FOR_GOOD = "public, max-age=31536000, immutable"


async def built_file(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    found = file_of(request.match_info["name"])
    if found is None:
        raise Problem(404, "There is no such file: load the page again.")
    headers = {hdrs.CACHE_CONTROL: _FOR_GOOD, hdrs.CONTENT_TYPE: f"{found.media_type}; charset=utf-8"}
    headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    if not takes_gzip(request):
        return web.Response(body=found.content, headers=headers)
    return web.Response(body=found.packed, headers={**headers, hdrs.CONTENT_ENCODING: "gzip"})


async def sign(content: bytes, _request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return web.Response(body=content, content_type="image/svg+xml")


_SIGN = partial(sign, files("console.frame").joinpath("favicon.svg").read_bytes())


def _importing(kind: sheets.Importing, path: str, what: str, of: str) -> Iterator[Operation]:
    yield page(f"showSend{of}Sheet", kind.page, f"The form to import a sheet of {what}", partial(sheets.form, kind))
    shown, words = partial(sheets.sheet, kind), "What was understood of a sheet, and how far it is"
    yield page(f"show{of or 'Household'}Sheet", path, words, shown)
    columns = partial(sheets.name_columns, kind)
    yield page(f"name{of}ColumnsByPage", f"{path}/columns", "Say what columns of a sheet mean", columns, "POST")
    stored = partial(sheets.store, kind)
    yield page(f"import{of}SheetByPage", f"{path}/import", f"Import a sheet of {what}", stored, "POST")
    yield page(f"drop{of}SheetByPage", f"{path}/drop", "Let a sheet go", partial(sheets.drop, kind), "POST")


PAGES: tuple[Operation, ...] = (
    Operation(
        "getBuiltFile", "/built/{name}", "The pages' script and style", built_file, roles=None, files=("text/css",)
    ),
    *(
        Operation(f"get{name.title()}", f"/favicon.{name}", "The sign of Third Ring", _SIGN, roles=None)
        for name in ("svg", "ico")
    ),
    Operation(
        "getWorkWorker",
        "/w/worker.js",
        "What keeps the page of a link of work",
        partial(worker, "work-worker.js"),
        roles=None,
    ),
    Operation(
        "getWalkWorker",
        "/walk-worker.js",
        "What keeps the pages for walking",
        partial(worker, "walk-worker.js"),
        roles=None,
    ),
    page("getLanding", "/api", "What is where in the API", reference.reference),
    page("showWithoutNetwork", "/without-network", "What stands where no page is kept", nowhere_kept),
    page("showWork", "/w/{token}", "The page of a link of work", work.work),
    page("showSignIn", "/sign-in", "The page to sign in on", signing_in.form),
    page("isSignedIn", "/signed-in", "Tell whether somebody is signed in", signing_in.is_signed_in),
    page("stayByPage", "/signed-in", "Tell that somebody is at work", signing_in.stay, "POST"),
    page("showFirstStart", "/first-start", "Create the first admin", first.form),
    page(
        "createFirstAdminByPage",
        "/first-start",
        "Create the first admin with the code of the log",
        first.create,
        "POST",
    ),
    page("showMe", "/me", "One's own account", me.me),
    page("changeOwnPasswordByPage", "/me/password", "Change the own password", me.change_password, "POST"),
    page("signOutElsewhereByPage", "/me/sign-out", "Sign out everywhere else", me.sign_out_elsewhere, "POST"),
    page("setOutToProvider", "/sign-in/provider", "Go to the provider to sign in", provider.set_out),
    page("comeBackFromProvider", "/sign-in/provider/back", "Come back from the provider", provider.come_back),
    page("signInByPage", "/sign-in", "Sign in with a browser", signing_in.sign_in, "POST"),
    page("signOutByPage", "/sign-out", "Sign out of a browser", signing_in.sign_out, "POST"),
    page("showToday", "/", "What the day still needs, and what is at risk", today.today),
    page("showWall", "/wall", "A screen for a wall: what rings, both promises, what is at risk", wall.wall),
    page("claimFromToday", f"/today{_CALLBACK}/claim", "Claim a callback that the day needs", today.claim, "POST"),
    page("callFromToday", f"/today{_CALLBACK}/call", "Call for a callback that the day needs", today.call, "POST"),
    page("hangUpFromToday", f"/today{_CALLBACK}/hang-up", "Hang up a call by click", today.hang_up, "POST"),
    page("showCallOfToday", f"/today{_CALLBACK}", "A callback that the day needs, as it is now", today.row),
    page("showWhoIsOn", "/today/people", "Who is on, and what they do now", people.people),
    page("pauseOtherByPage", "/today/agents/{name}/pause", "Pause somebody else", people.pause, "POST"),
    page("readyOtherByPage", "/today/agents/{name}/ready", "End the pause of somebody else", people.ready, "POST"),
    page("showTrades", "/trades", "Who of each trade is on duty", trades.trades),
    page("changeDutyByPage", "/trades/people/{name}/duty", "Change who is on duty", trades.change_duty, "POST"),
    page("showDesk", "/desk", "What rings, who calls, and the ticket of the call", desk.desk),
    page("showRinging", "/desk/ringing", "What rings now", desk.ringing),
    page("showOwnWork", "/desk/beside", "The reader's own work and day", desk.beside),
    page("nextAtDesk", "/desk/callbacks/next", "Claim the next callback", desk.next_callback, "POST"),
    page("showCallbackAtDesk", "/desk/callbacks/{id}", "A callback beside the cards, as it is now", desk.callback_row),
    page("callbackAtDesk", "/desk/callbacks/{id}/{deed}", "Claim, call, hang up, settle", desk.callback, "POST"),
    page("showCard", _DESK_CALL, "The card of a call that rings for the reader", cards.card),
    page("saveCard", f"{_DESK_CALL}/ticket", "Write the ticket of a call", cards.save, "POST"),
    page("joinTicket", f"{_DESK_CALL}/same", "The call is about a ticket that is there", cards.join, "POST"),
    page("showState", _STATE, "What the reader does now", state.state),
    page("pauseByPage", f"{_STATE}/pause", "Pause in all queues", state.pause, "POST"),
    page("readyByPage", f"{_STATE}/ready", "End the pause", state.ready, "POST"),
    page("lengthenByPage", f"{_STATE}/wrap-up/lengthen", "Lengthen the wrap-up", state.lengthen_wrap_up, "POST"),
    page("endByPage", f"{_STATE}/wrap-up/end", "End the wrap-up", state.end_wrap_up, "POST"),
    page("showTickets", "/tickets", "The list of tickets", tickets.tickets),
    page("exportTicketsByPage", "/tickets/export", "The list of tickets as a file", tickets.export, "POST"),
    page("openTicketByPage", "/tickets", "Open a ticket", tickets.open_one, "POST"),
    page(
        "actOnSeveralByPage", "/tickets/actions", "The same action on several tickets", several.act_on_several, "POST"
    ),
    page("takeNextByPage", "/tickets/next", "Take the next ticket", tickets.take_next, "POST"),
    page("showNewTicket", "/tickets/new", "The form of a new ticket", tickets.new),
    page("findWhere", "/tickets/where", "Flats and other places by words", where.where),
    page("showTicket", _TICKET, "A ticket with its story", tickets.ticket),
    page("dispatchByPage", f"{_TICKET}/dispatch", "Dispatch a ticket in the list", tickets.dispatch, "POST"),
    page("actByPage", f"{_TICKET}/actions", "Dispatch, pause, resolve a ticket …", tickets.act, "POST"),
    page("amendByPage", f"{_TICKET}/amend", "Correct a ticket", amending.amend, "POST"),
    page("markStepByPage", f"{_TICKET}/steps", "Mark a step of the procedure", tickets.mark_step, "POST"),
    page("linkCallByPage", f"{_TICKET}/calls", "Link a call to a ticket", tickets.link_call, "POST"),
    page("mergeByPage", f"{_TICKET}/merge", "Merge a ticket into another", tickets.merge, "POST"),
    page("findSameMatter", f"{_TICKET}/same", "Tickets about the same matter", same.same_matter),
    page("splitByPage", f"{_TICKET}/split", "Split a second matter off", tickets.split, "POST"),
    page("unmaskTicketByPage", f"{_TICKET}/unmask", "Show the number of a ticket", tickets.unmask, "POST"),
    page("askCallbackByPage", f"{_TICKET}/callback", "Ask for a callback", tickets.ask_callback, "POST"),
    page(
        "newComplaintLinkByPage",
        f"{_TICKET}/complaint-link",
        "Make a link for a complainant",
        tickets.complaint_link,
        "POST",
    ),
    page("makeWorkLinkByPage", f"{_TICKET}/work_link", "Make a link for a workman", tickets.work_link, "POST"),
    page("showCallbacks", "/callbacks", "The list of callbacks", callbacks.callbacks),
    page("exportCallbacksByPage", "/callbacks/export", "The list of callbacks as a file", callbacks.export, "POST"),
    page("claimNextByPage", "/callbacks/next", "Claim the next callback", callbacks.claim_next, "POST"),
    page("showCallback", _CALLBACK, "A row of the list, as it is now", callbacks.row),
    page("claimByPage", f"{_CALLBACK}/claim", "Claim a callback", callbacks.claim, "POST"),
    page("releaseByPage", f"{_CALLBACK}/release", "Release a callback", callbacks.release, "POST"),
    page("assignByPage", f"{_CALLBACK}/assign", "Give a callback to somebody", callbacks.assign, "POST"),
    page("callByPage", f"{_CALLBACK}/call", "Call for a callback", callbacks.call, "POST"),
    page("hangUpByPage", f"{_CALLBACK}/hang-up", "Hang up a call by click", callbacks.hang_up, "POST"),
    page("settleByPage", f"{_CALLBACK}/outcome", "Tell the outcome of a callback", callbacks.outcome, "POST"),
    page("unmaskCallbackByPage", f"{_CALLBACK}/unmask", "Show the number of a callback", callbacks.unmask, "POST"),
    page("showHouseholds", "/households", "The list of households", households.households),
    page("exportHouseholdsByPage", "/households/export", "Households as a file", households.export, "POST"),
    page("showNewHousehold", "/households/new", "The form of a new household", households.new),
    page("addHouseholdByPage", "/households", "Enter a household", households.add, "POST"),
    *_importing(sheets.HOUSEHOLDS, _SHEET, "households", ""),
    *_importing(sheets.PLACES, _PLACE_SHEET, "places", "Place"),
    page("showHousehold", _HOUSEHOLD, "A household, its people, file and tickets", households.household),
    page("amendHouseholdByPage", f"{_HOUSEHOLD}/amend", "Change a household", households.amend, "POST"),
    page("unmaskHouseholdByPage", f"{_HOUSEHOLD}/unmask", "Show the numbers of a household", households.unmask, "POST"),
    page("forgetHouseholdByPage", f"{_HOUSEHOLD}/delete", "Delete a household on request", households.forget, "POST"),
    page("addPersonByPage", f"{_HOUSEHOLD}/people", "Add a person to a household", households.add_person, "POST"),
    page("amendPersonByPage", _PERSON, "Change a person", households.amend_person, "POST"),
    page("forgetPersonByPage", f"{_PERSON}/delete", "Delete a person on request", households.forget_person, "POST"),
    page(
        "unlearnNumberByPage",
        f"{_HOUSEHOLD}/learned/{{learned}}/delete",
        "Delete a learned number",
        households.unlearn,
        "POST",
    ),
    page("showPlaces", "/places", "The places that are no flats", places.places),
    page("addPlaceByPage", "/places", "Enter a place", places.add, "POST"),
    page("showPlace", _PLACE, "A place and its tickets", places.place),
    page("amendPlaceByPage", f"{_PLACE}/amend", "Change a place", places.amend, "POST"),
    page("retirePlaceByPage", f"{_PLACE}/retire", "Retire a place, or use it again", places.retire, "POST"),
    page("showCalls", "/calls", "The list of calls", calls.calls),
    page("exportCallsByPage", "/calls/export", "The list of calls as a file", calls.export, "POST"),
    page("showSheet", "/sheet", "The quality sheet of a day", sheet.sheet),
    page("showSheetLine", "/sheet/{objective}", "A line of the sheet and the rows that prove it", sheet.line),
    page("showDuties", "/duties", "The list of duties", duties.duties),
    page("showMonthOfDuties", "/duties/month", "A month of duties at a glance", duties.month),
    page("showDuty", _DUTY, "A duty with its story", duties.duty),
    page("doDutyByPage", f"{_DUTY}/done", "Tell that a duty is done", duties.do, "POST"),
    page("actOnDutyByPage", f"{_DUTY}/actions", "Sign, return or call off a duty", duties.act, "POST"),
    page("showInspections", "/inspections", "The list of inspections", inspections.inspections),
    page("showInspectionForm", "/inspections/new", "The form of an inspection", inspections.new),
    page("showPatrolCodes", "/inspections/codes", "The codes that hang at the points of a form", codes.codes),
    page("makePatrolCodesByPage", "/inspections/codes", "Make codes, or replace one", codes.make, "POST"),
    replace(
        page("printPatrolCodes", "/inspections/codes/sheets", "The codes of a form to print", codes.sheets),
        media_type="application/pdf",
    ),
    page("fillInByPage", "/inspections", "Hand in the form of an inspection", inspections.fill, "POST"),
    page("showInspection", "/inspections/{id}", "An inspection with all its points", inspections.inspection),
    page("showFindings", "/findings", "What inspections found", findings.findings),
    page("showFinding", _FINDING, "A finding with its story", findings.finding),
    page("actOnFindingByPage", f"{_FINDING}/actions", "Settle a finding", findings.act, "POST"),
    page("showNonconformities", "/nonconformities", "The list of nonconformities", nonconformities.nonconformities),
    page("createNonconformityByPage", "/nonconformities", "Create a nonconformity", nonconformities.create, "POST"),
    page("showNewNonconformity", "/nonconformities/new", "The form of a new nonconformity", nonconformities.new),
    page("showNonconformity", _NONCONFORMITY, "A nonconformity with its story", nonconformities.nonconformity),
    page("actOnNonconformityByPage", f"{_NONCONFORMITY}/actions", "Issue it, verify it …", nonconformities.act, "POST"),
    page("showReadings", "/readings", "The list of readings", readings.readings),
    page("tellReadingByPage", "/readings", "Enter a reading", readings.tell, "POST"),
    page("showNewReading", "/readings/new", "The form of a new reading", readings.new),
    page("showReading", _READING, "A reading with its past", readings.reading),
    page("actOnReadingByPage", f"{_READING}/actions", "Confirm or reject a reading", readings.act, "POST"),
    page("correctReadingByPage", f"{_READING}/corrections", "Correct a reading", readings.correct, "POST"),
    page("showSurveys", "/surveys", "The list of surveys", surveys.surveys),
    page("createSurveyByPage", "/surveys", "Create a survey as a draft", surveys.create, "POST"),
    page("showNewSurvey", "/surveys/new", "The form of a new survey", surveys.new),
    page("showSurvey", _SURVEY, "A survey with what came of it", surveys.survey),
    page("amendSurveyByPage", f"{_SURVEY}/amend", "Change the draft of a survey", surveys.amend, "POST"),
    page("moveSurveyByPage", f"{_SURVEY}/move", "Start or end a survey", surveys.move, "POST"),
    page("printSlipsByPage", f"{_SURVEY}/slips", "Print the slips of a survey", surveys.print_slips, "POST"),
    page("showInvited", f"{_SURVEY}/households", "Who is invited to a survey", surveys.households),
    page(
        "raiseOfAnswerByPage",
        f"{_SURVEY}/nonconformity",
        "Create a nonconformity of an answer",
        surveys.nonconformity,
        "POST",
    ),
    page("showCall", "/calls/{pbx}/{linkedid}", "A call and what proves its figures", calls.call),
    page("showSystem", "/admin", "The state of the service", system.state),
    page("showSettings", "/admin/settings", "The settings and where each comes from", system.settings),
    page("showDoctor", "/admin/doctor", "What the doctor finds", system.doctor),
    page("examineByPage", "/admin/doctor", "Examine the PBXs", system.examine, "POST"),
    page("showUsers", "/admin/users", "Users with their roles", users.users),
    page("createUserByPage", "/admin/users", "Create a user", users.create, "POST"),
    page("changeUserByPage", f"{_USER}/change", "Change role or name of a user", users.change, "POST"),
    page("setPasswordByPage", f"{_USER}/password", "Change the password of a user", users.set_password, "POST"),
    page("signOutUserByPage", f"{_USER}/sign-out", "Sign a user out everywhere", users.sign_out, "POST"),
    page("deleteUserByPage", f"{_USER}/delete", "Delete a user", users.delete, "POST"),
    page("showTokens", "/admin/tokens", "Tokens of programs", tokens.tokens),
    page("createTokenByPage", "/admin/tokens", "Create a token", tokens.create, "POST"),
    page("revokeTokenByPage", "/admin/tokens/{id}/revoke", "Revoke a token", tokens.revoke, "POST"),
    page("showAudit", "/admin/audit", "The audit log", audit.audit),
)
