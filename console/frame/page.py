"""What a page is: an address, what it asks the API for, and the template that shows it.

A page decides nothing. Whatever it shows or changes, it asks the API for, as its reader (`Visit`); so rules, roles and
masked numbers are the API's own. What the API refuses is told in the reader's language.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from aiohttp import hdrs, web

from console.frame.drawing import draw
from console.frame.languages import chosen, keep
from console.frame.navigation import menu
from console.frame.visit import Visit
from console.frame.walking import kept_for
from kit.http.database import StoreAway
from kit.http.operation import Operation
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.http.wire import instant
from kit.roles import Role

POLICY = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


SAVED_AT = "X-Thirdring-At"
"""By the clock of the server, in the zone of the site: when a change was taken."""


_PRESSED = frozenset({"version", "action", "do", "step", "waive", "undo", "into", "drawn", "remove"})
"""The fields of a form that has only a button."""


class Anything(Query, extra="allow"):
    """The API reads strictly what a page hands on to it."""


class Shown(NamedTuple):
    """What a template is filled with. A `part` is drawn without the frame around it. One that `walks` is kept by a
    telephone for places without a network."""

    template: str
    data: Mapping[str, Any] = {}
    part: bool = False
    walks: bool = False


Draws = Callable[[Visit], Awaitable[Shown | web.Response]]


def page(identifier: str, path: str, summary: str, draws: Draws, method: str = "GET") -> Operation:
    async def answer(request: web.Request, _query: Query, _role: Role | None) -> web.StreamResponse:
        visit = Visit(request)
        try:
            shown = await draws(visit)
            response = shown if isinstance(shown, web.Response) else await _drawn(visit, shown)
        except Problem as problem:
            response = await refused(visit, problem)
        except StoreAway:
            detail = "The database does not answer. Calls are still measured. Try again in a moment."
            response = await refused(visit, Problem(503, detail))
        wanted = chosen(request)
        if wanted is not None:
            keep(response, wanted)
        if request.method == hdrs.METH_POST and response.status < web.HTTPBadRequest.status_code:
            response.headers[SAVED_AT] = instant(visit.now_us).astimezone(visit.zone).strftime("%H:%M:%S")
        return response

    return Operation(identifier, path, summary, answer, method, roles=None, query=Anything, media_type="text/html")


def went(to: str) -> web.Response:
    """Look there next."""
    return web.Response(status=303, headers={hdrs.LOCATION: to})


async def _drawn(visit: Visit, shown: Shown) -> web.Response:
    data: dict[str, Any] = {"visit": visit, "zone": str(visit.zone), **shown.data}
    if shown.part:
        return answered(visit, shown.template, data)
    response = answered(visit, shown.template, data | await _framed(visit))
    if shown.walks:
        response.headers.update(kept_for(visit, await visit.reader()))
    return response


def answered(visit: Visit, template: str, data: Mapping[str, Any], status: int = 200) -> web.Response:
    headers = {
        hdrs.CONTENT_LANGUAGE: visit.language,
        hdrs.VARY: f"{hdrs.ACCEPT_LANGUAGE}, {hdrs.COOKIE}, HX-Request",
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",  # with no-referrer a form of ours would say `Origin: null`
    }
    text = draw(template, visit.language, visit.zone, data)
    return web.Response(text=text, status=status, headers=headers, content_type="text/html")


async def refused(visit: Visit, problem: Problem) -> web.Response:
    """Who is not signed in signs in right there; a part of a page tells it within the page."""
    data = {"visit": visit, "zone": str(visit.zone), **_told(visit, problem), **await _sent(visit)}
    if problem.status == 401:
        template = "frame/told.html" if visit.is_part else "signing_in/sign_in.html"
        if not visit.is_part:
            data |= await visit.doors()
        return answered(visit, template, {**data, "next": visit.request.path_qs, "name": "", "wrong": None}, 401)
    if visit.is_part:
        return answered(visit, "frame/told.html", data, problem.status)
    return answered(visit, "frame/refused.html", data | await framed_if_known(visit), problem.status)


async def _sent(visit: Visit) -> dict[str, bool]:
    """Whether the form that was refused holds what somebody typed, and the version that it was decided on."""
    if visit.request.method != hdrs.METH_POST:
        return {"typed": False, "versioned": False}
    try:
        names = (await visit.form()).keys()
    except Problem:
        return {"typed": False, "versioned": False}
    return {"typed": bool(names - _PRESSED), "versioned": "version" in names}


async def nowhere(visit: Visit) -> web.Response:
    """Answers 404 to everybody: there is no page at this address."""
    data = {"visit": visit, "zone": str(visit.zone), **await framed_if_known(visit)}
    return answered(visit, "frame/nowhere.html", data, web.HTTPNotFound.status_code)


async def nowhere_kept(visit: Visit) -> web.Response:
    """A telephone shows it without a network, where it keeps no page. Nobody signs in for it."""
    return answered(visit, "frame/without_network.html", {"visit": visit})


async def framed_if_known(visit: Visit) -> dict[str, Any]:
    try:
        return await _framed(visit)
    except (Problem, StoreAway):
        return {"reader": None, "menu": ()}


async def _framed(visit: Visit) -> dict[str, Any]:
    """What stands around every page."""
    reader = await visit.reader()
    return {"reader": reader, "menu": menu(reader.role, shifts=reader.has_shifts)}


_FOR_PROGRAMS = re.compile(r"(?:: use|：请使用)[^.。]*`\w+`[^.。]*")


def _for_people(said: str) -> str:
    """A refusal without its hint for programs, such as "use `name`"."""
    return _FOR_PROGRAMS.sub("", said)


def _told(visit: Visit, problem: Problem) -> dict[str, Any]:
    wrong = problem.more.get("errors") or ()
    errors = [each | {"message": visit.in_words(each["message"])} for each in wrong]
    current = problem.more.get("current")
    shown = None if current is None else current.model_dump(mode="json")
    detail = _for_people(visit.in_words(problem.detail))
    told = {"status": problem.status, "detail": detail, "errors": errors, "current": shown}
    return {**told, "apart": problem.more.get("apart", ()), "version_at": problem.more.get("version_at", "")}
