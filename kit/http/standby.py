"""A service that stands by answers what only reads, and refuses the rest. Who signed in is told who is in charge."""

from typing import Protocol

from aiohttp import web

from kit.http.keys import TOKEN
from kit.http.problems import Problem
from kit.http.site import SITE


class HasMethod(Protocol):
    @property
    def method(self) -> str: ...


def refusal(request: web.Request) -> Problem | None:
    """None where we are in charge."""
    host = request.app[SITE].leader()
    if host is None:
        return None
    detail = "This service stands by and only reads. Another one is in charge: ask that one, or retry in a few seconds."
    if TOKEN in request:
        detail = f"This service stands by and only reads. In charge is {host}: ask there, or retry in a few seconds."
    return Problem(503, detail, headers={"Retry-After": "1"})


def refuse_change(request: web.Request, operation: HasMethod) -> None:
    """Raises Problem."""
    if operation.method != "GET" and (problem := refusal(request)) is not None:
        raise problem
