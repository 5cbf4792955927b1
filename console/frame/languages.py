"""Which language a page speaks: what the reader chose, else what their browser asks for."""

from aiohttp import hdrs, web

from kit.http.language import language
from kit.i18n import LANGUAGES, Language

COOKIE = "thirdring-language"
_YEAR_SECONDS = 366 * 86_400


def chosen(request: web.Request) -> Language | None:
    """What this very request chooses, by `?lang=`."""
    return _known(request.query.get("lang", ""))


def spoken(request: web.Request) -> Language:
    kept = chosen(request) or _known(request.cookies.get(COOKIE, ""))
    return kept or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))


def keep(response: web.Response, wanted: Language) -> None:
    response.set_cookie(COOKIE, wanted, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", path="/")


def _known(text: str) -> Language | None:
    return next((known for known in LANGUAGES if known == text), None)
