"""Signing in by the provider: there, and back again. The browser that set out is known by a cookie of its own."""

from aiohttp import web

from console.frame.page import answered, went
from console.frame.visit import Visit
from console.signing_in.cookies import HOME, ours, signed_in
from kit.http.auth.credential import is_behind_tls
from kit.http.auth.oidc.flow import LASTS_SECONDS
from kit.http.problems import Problem

_API = "/api/v1/session/provider"
_COOKIE, _NEXT = "thirdring-way", "thirdring-next"


async def set_out(visit: Visit) -> web.Response:
    try:
        way = (await visit.change("POST", f"{_API}/begin")).data
    except Problem as problem:
        return failed(visit, problem)
    response = went(way["address"])
    _keep(visit, response, _COOKIE, way["binding"])
    _keep(visit, response, _NEXT, ours(visit.request.query.get("next", HOME)))
    return response


async def come_back(visit: Visit) -> web.Response:
    """The session's cookie is not sent where another site leads to: the page that is answered asks for the next one."""
    asked = visit.request.query
    following = ours(visit.request.cookies.get(_name(visit, _NEXT), HOME))
    if "code" not in asked or "state" not in asked:
        return failed(visit, Problem(403, "The provider did not confirm the sign-in: begin again."))
    body = {
        "state": asked["state"],
        "code": asked["code"],
        "binding": visit.request.cookies.get(_name(visit, _COOKIE), "-"),
        "issuer": asked.get("iss"),
    }
    try:
        session = await visit.change("POST", _API, body)
    except Problem as problem:
        return failed(visit, problem)
    response = answered(visit, "signing_in/arrived.html", {"next": following})
    for name, morsel in signed_in(visit, session.data["token"], following).cookies.items():
        response.cookies[name] = morsel
    for name in (_COOKIE, _NEXT):
        response.del_cookie(_name(visit, name), path="/", secure=is_behind_tls(visit.request), httponly=True)
    return response


def failed(visit: Visit, problem: Problem) -> web.Response:
    data = {"wrong": visit.in_words(problem.detail)}
    return answered(visit, "signing_in/failed.html", data, problem.status)


def _keep(visit: Visit, response: web.Response, name: str, value: str) -> None:
    """`Lax`, since the way back begins at another site."""
    response.set_cookie(
        _name(visit, name),
        value,
        max_age=int(LASTS_SECONDS),
        path="/",
        httponly=True,
        secure=is_behind_tls(visit.request),
        samesite="Lax",
    )


def _name(visit: Visit, name: str) -> str:
    return f"__Host-{name}" if is_behind_tls(visit.request) else name
