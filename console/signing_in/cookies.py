"""The session's token as a cookie that no script can read."""

from aiohttp import web

from console.frame.page import went
from console.frame.visit import Visit
from kit.http.auth.credential import COOKIE, COOKIE_BEHIND_TLS, PAGE_WORD, is_behind_tls, page_word
from kit.http.auth.users import SESSION_SECONDS

HOME = "/desk"


def signed_in(visit: Visit, text: str, following: str) -> web.Response:
    """A page goes on to `following`; a form over a page gets the page's new word."""
    response = web.Response(status=204) if visit.is_part else went(ours(following))
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


def signed_out() -> web.Response:
    response = went("/sign-in")
    for name in (COOKIE, COOKIE_BEHIND_TLS):
        response.del_cookie(name, path="/", secure=name == COOKIE_BEHIND_TLS, httponly=True, samesite="Strict")
    return response


def ours(path: str) -> str:
    """The address within this site; a page of somebody else's is never gone to."""
    within = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-", "/first-start", "/api/"))
    return path if within and path.isprintable() else HOME
