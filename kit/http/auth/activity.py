"""When somebody last did something with each token, kept in memory until `thirdring.idle` writes it down."""

from collections.abc import Mapping

from aiohttp import hdrs, web

from kit.http.auth.credential import READS


class Activity:
    def __init__(self) -> None:
        self._at_us: dict[int, int] = {}

    def note(self, token_id: int, now_us: int) -> None:
        self._at_us[token_id] = now_us

    def taken(self) -> Mapping[int, int]:
        """What was noted since the last time, by the id of the token."""
        taken, self._at_us = self._at_us, {}
        return taken


def is_by_a_person(request: web.BaseRequest) -> bool:
    """Whether somebody did something. What an open page asks for by itself keeps no session alive; the page tells of
    keys and clicks apart."""
    if request.method not in READS or hdrs.AUTHORIZATION in request.headers:
        return True
    return "HX-Request" not in request.headers and "text/html" in request.headers.get(hdrs.ACCEPT, "")
