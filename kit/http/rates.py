"""Whose allowance a request is taken from, so that nobody's flood uses up what others need.

| request | taken from the allowance of |
|---|---|
| `/metrics`, `/healthz`, `/readyz`, `/readyz/in-charge` | the token or address, for this page alone |
| the PBX asks for the password of a phone in a page | the address, for this alone |
| with a token that was good within the last hours | the token |
| signing in, and the first start | the address, for this alone |
| with a token of the right form that is not known yet | the address, for such tokens alone |
| every other | the address |
"""

from enum import Enum, auto

from aiohttp import web

from kit.http.auth.book import TokenBook
from kit.http.auth.credential import credential
from kit.http.door import CLIENT
from kit.http.limits import Buckets
from kit.http.options import WebOptions

_WATCHED = frozenset(("/metrics", "/healthz", "/readyz", "/readyz/in-charge"))
_OF_PBX = "/sip/auths/"
_BY_PROVIDER = ("/api/v1/session/provider", "/api/v1/session/provider/begin")
_AT_PROVIDER = ("/sign-in/provider", "/sign-in/provider/back")
_BY_CODE = ("/api/v1/session/link", "/api/v1/session/first", "/first-start")
_SIGN_IN = frozenset(("/api/v1/session", "/sign-in", *_BY_CODE, *_BY_PROVIDER))


class Kind(Enum):
    WATCHED = auto()
    PBX = auto()
    TOKEN = auto()
    SIGN_IN = auto()
    NEWCOMER = auto()
    OTHER = auto()


class Rates:
    def __init__(self, options: WebOptions) -> None:
        self._buckets = {kind: Buckets(options.requests_per_second, options.burst) for kind in Kind}
        self._buckets[Kind.SIGN_IN] = Buckets(options.sign_ins_per_second, options.sign_in_burst)

    def take(self, request: web.Request, book: TokenBook, now_seconds: float) -> float:
        """0.0 when the request may pass, else the seconds until the next one may."""
        kind, asker = _asker(request, book, now_seconds)
        return self._buckets[kind].take(asker, now_seconds)


def _asker(request: web.Request, book: TokenBook, now_seconds: float) -> tuple[Kind, str]:
    shown = credential(request)
    token_id = book.known(shown.text, now_seconds) if shown else None
    asker = f"address {request[CLIENT]}" if token_id is None else f"token {token_id}"
    if request.path in _WATCHED:
        return Kind.WATCHED, f"{request.path} {asker}"
    if request.path.startswith(_OF_PBX):
        return Kind.PBX, request[CLIENT]
    if request.path in _AT_PROVIDER or (request.method == "POST" and request.path in _SIGN_IN):
        return Kind.SIGN_IN, request[CLIENT]
    if token_id is not None:
        return Kind.TOKEN, asker
    return (Kind.NEWCOMER if shown else Kind.OTHER), asker
