"""Signing in and out with a browser."""

from collections.abc import Mapping
from urllib.parse import quote

from aiohttp import hdrs, web

from console.frame.page import answered
from console.frame.visit import Visit
from console.frame.walking import READER
from console.signing_in.cookies import HOME, ours, signed_in, signed_out
from kit.http.auth.credential import PAGE_WORD, is_from_elsewhere
from kit.http.problems import Problem


async def form(visit: Visit) -> web.Response:
    return await _form(visit, "", visit.request.query.get("next", HOME))


async def is_signed_in(visit: Visit) -> web.Response:
    """`yes` or `no`, so that asking is no error. A page whose session was renewed in another tab gets its new word."""
    try:
        reader = await visit.reader()
    except Problem:
        return web.Response(text="no")
    return web.Response(text="yes", headers={PAGE_WORD: visit.word, READER: quote(reader.name, safe="")})


async def stay(visit: Visit) -> web.Response:
    """An open page tells that somebody is at work."""
    await visit.change("POST", "/api/v1/me/use")
    return web.Response(status=204)


async def sign_in(visit: Visit) -> web.Response:
    """Answers a page of ours with 303, or the form again with 401 and what was wrong."""
    if is_from_elsewhere(visit.request):
        raise Problem(403, "Sign in on the page of Third Ring itself.")
    typed = await visit.form()
    name, following = typed.get("name", ""), typed.get("next", HOME)
    try:
        text = await _token(visit, typed)
    except Problem as problem:
        if problem.status not in (401, 403, 422, 429):
            raise
        return await _form(visit, name, following, problem)
    return signed_in(visit, text, following)


async def _token(visit: Visit, typed: Mapping[str, str]) -> str:
    """That of a new session, by a link that signs in once or a password; or one that somebody has. Raises Problem."""
    code, given = typed.get("code"), typed.get("token")
    if code is not None:
        return str((await visit.change("POST", "/api/v1/session/link", {"code": code})).data["token"])
    if given is not None:
        await visit.change("GET", "/api/v1/me", headers={hdrs.AUTHORIZATION: f"Bearer {given}"})
        return given
    return await token_of(visit, typed.get("name", ""), typed.get("password", ""))


async def token_of(visit: Visit, name: str, password: str) -> str:
    """The token of a new session. Raises Problem."""
    return str((await visit.change("POST", "/api/v1/session", {"name": name, "password": password})).data["token"])


async def sign_out(visit: Visit) -> web.Response:
    if is_from_elsewhere(visit.request):
        raise Problem(403, "Sign out on the page of Third Ring itself.")
    typed = await visit.form()
    try:
        await visit.reader()
        await visit.change("DELETE", "/api/v1/session", headers={PAGE_WORD: typed.get("word", "")})
    except Problem as problem:
        if problem.status not in (401, 422):  # it had ended already, or is a token and no session
            raise
    return signed_out()


async def _form(visit: Visit, name: str, following: str, problem: Problem | None = None) -> web.Response:
    wrong, status = (None, 200) if problem is None else (visit.in_words(problem.detail), problem.status)
    data = {"name": name, "next": ours(following), "wrong": wrong}
    if visit.is_part:
        return answered(visit, "signing_in/form.html", data, status)
    return answered(visit, "signing_in/sign_in.html", {**data, **await visit.doors()}, status)
