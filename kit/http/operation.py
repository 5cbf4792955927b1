"""One thing that can be asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from kit.http.queries import NoQuery, Query
from kit.roles import READERS, Role

Handler = Callable[[web.Request, Any, Role | None], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Operation:
    id: str
    path: str
    summary: str
    handler: Handler
    method: str = "GET"
    roles: frozenset[Role] | None = READERS  # None: open to everybody
    query: type[Query] = NoQuery
    body: type[BaseModel] | None = None
    form: bool = False  # the fields of an HTML form, instead of `body`
    upload: bool = False  # the bytes of a file, which the handler receives: they may be many, and take long
    status: int = 200  # when all is well
    empty: bool = False  # 204 is an answer as well
    if_match: bool = False  # a change, decided on the version in If-Match
    answer: type[BaseModel] | None = None  # None: no JSON
    current: type[BaseModel] | None = None  # what a conflict is answered with: what there is now
    media_type: str = "application/json"
    files: tuple[str, ...] = ()  # media types of what is a file instead
    problems: dict[int, str] = field(default_factory=dict)  # besides those that every operation may have
    also: tuple[int, ...] = ()  # problems that may have the answer's shape instead
    streams: bool = False
