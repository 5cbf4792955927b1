"""The credentials of a request: a token in Authorization, or the cookie of somebody who signed in with a browser.

A browser sends the cookie by itself, so a change asked for with it has to come from one of our own pages as well: the
browser says so in Sec-Fetch-Site or Origin, and the page repeats a word that only a page of this session knows.
"""

import base64
import hashlib
import hmac
from typing import NamedTuple

from aiohttp import hdrs, web

from kit.http.auth.tokens import bearer, shaped

COOKIE = "thirdring"
COOKIE_BEHIND_TLS = "__Host-thirdring"
PAGE_WORD = "X-Thirdring-Page"
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Credential(NamedTuple):
    text: str
    by_cookie: bool


def credential(request: web.BaseRequest) -> Credential | None:
    """None if there are none. An Authorization header takes precedence over the cookie."""
    header = request.headers.get(hdrs.AUTHORIZATION)
    if header is not None:
        text = bearer(header)
        return None if text is None else Credential(text, by_cookie=False)
    text = shaped(_cookie(request, COOKIE_BEHIND_TLS if is_behind_tls(request) else COOKIE))
    return None if text is None else Credential(text, by_cookie=True)


def _cookie(request: web.BaseRequest, name: str) -> str:
    """Empty where there are two: another host of the same domain may have set one of them, with its own session.

    Only the whitespace of HTTP is removed around a name: a browser protects `__Host-` but not what looks like it.
    """
    parts = (part.partition("=") for part in ";".join(request.headers.getall(hdrs.COOKIE, ())).split(";"))
    found = {text.strip(" \t") for key, _, text in parts if key.strip(" \t") == name}
    return found.pop() if len(found) == 1 else ""


def page_word(text: str) -> str:
    """The word that pages of this session must send with each change."""
    return base64.urlsafe_b64encode(hmac.digest(text.encode(), b"page", hashlib.sha256)[:18]).decode()


def is_forgeable(request: web.BaseRequest, shown: Credential) -> bool:
    """Whether another site could have made the browser send this."""
    if not shown.by_cookie or request.method in READS:
        return False
    said, word = request.headers.get(PAGE_WORD, ""), page_word(shown.text)
    return is_from_elsewhere(request) or not hmac.compare_digest(said.encode(errors="replace"), word.encode())


def is_from_elsewhere(request: web.BaseRequest) -> bool:
    """Whether the request comes from another site, by the browser's headers. A browser without them is refused."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "same-origin"
    return request.headers.get(hdrs.ORIGIN, "").partition("://")[2] != request.host


def is_behind_tls(request: web.BaseRequest) -> bool:
    """Whether the browser uses TLS. A false claim only costs the client its own cookie."""
    return request.secure or request.headers.get(hdrs.X_FORWARDED_PROTO, "").partition(",")[0].strip() == "https"
