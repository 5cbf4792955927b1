"""Signing in and out with a browser: the session's token becomes a cookie that no script can read."""

from collections.abc import Mapping

from aiohttp import hdrs, web

from console.frame.page import answered, went
from console.frame.visit import Visit
from kit.http.auth.credential import (
    COOKIE,
    COOKIE_BEHIND_TLS,
    PAGE_WORD,
    is_behind_tls,
    is_from_elsewhere,
    page_word,
)
from kit.http.auth.users import SESSION_SECONDS
from kit.http.problems import Problem

_HOME = "/desk"


async def form(visit: Visit) -> web.Response:
    return _form(visit, "", visit.request.query.get("next", _HOME))


async def is_signed_in(visit: Visit) -> web.Response:
    """`yes` or `no`, so that asking is no error."""
    try:
        await visit.reader()
    except Problem:
        return web.Response(text="no")
    return web.Response(text="yes")


async def sign_in(visit: Visit) -> web.Response:
    """Answers a page of ours with 303, or the form again with 401 and what was wrong."""
    if is_from_elsewhere(visit.request):
        raise Problem(403, "Sign in on the page of Third Ring itself.")
    typed = await visit.form()
    name, following = typed.get("name", ""), typed.get("next", _HOME)
    try:
        text = await _token(visit, typed)
    except Problem as problem:
        if problem.status not in (401, 422, 429):
            raise
        return _form(visit, name, following, problem)
    response = web.Response(status=204) if visit.is_part else went(_ours(following))
    response.headers[PAGE_WORD] = page_word(text)
    behind_tls = is_behind_tls(visit.request)
    response.set_cookie(
        COOKIE_BEHIND_TLS if behind_tls else COOKIE,
        text,
        max_age=SESSION_SECONDS,
        path="/",
        httponly=True,
        secure=behind_tls,
        samesite="Strict",
    )
    return response


async def _token(visit: Visit, typed: Mapping[str, str]) -> str:
    """That of a new session, or one that somebody has, such as the visitor of a demo. Raises Problem."""
    given = typed.get("token")
    if given is not None:
        await visit.change("GET", "/api/v1/me", headers={hdrs.AUTHORIZATION: f"Bearer {given}"})
        return given
    secret = {"name": typed.get("name", ""), "password": typed.get("password", "")}
    return str((await visit.change("POST", "/api/v1/session", secret)).data["token"])


async def sign_out(visit: Visit) -> web.Response:
    if is_from_elsewhere(visit.request):
        raise Problem(403, "Sign out on the page of Third Ring itself.")
    typed = await visit.form()
    try:
        await visit.change("DELETE", "/api/v1/session", headers={PAGE_WORD: typed.get("word", "")})
    except Problem as problem:
        if problem.status not in (401, 422):  # it had ended already, or is a token and no session
            raise
    response = went("/sign-in")
    for name in (COOKIE, COOKIE_BEHIND_TLS):
        response.del_cookie(name, path="/", secure=name == COOKIE_BEHIND_TLS, httponly=True, samesite="Strict")
    return response


def _form(visit: Visit, name: str, following: str, problem: Problem | None = None) -> web.Response:
    wrong, status = (None, 200) if problem is None else (visit.in_words(problem.detail), problem.status)
    template = "signing_in/form.html" if visit.is_part else "signing_in/sign_in.html"
    return answered(visit, template, {"name": name, "next": _ours(following), "wrong": wrong}, status)


def _ours(path: str) -> str:
    """The address within this site; a page of somebody else's is never gone to."""
    within = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-", "/api/"))
    return path if within and path.isprintable() else _HOME
