"""How a line of the tables is written: what is read, and what is written."""

from typing import Any

from pydantic import BaseModel

from kit.http.operation import Operation
from kit.http.queries import NoQuery, Query
from ticketing.http.ask import DeskHandler, served

_CHANGED = {409: "Changed by somebody else; `current` is the present state", 428: "If-Match is missing"}


def read(
    name: str,
    path: str,
    summary: str,
    handler: DeskHandler,
    answer: type[BaseModel],
    query: type[Query] = NoQuery,
    **more: Any,
) -> Operation:
    return Operation(name, path, summary, served(handler), query=query, answer=answer, **more)


def write(
    name: str,
    path: str,
    summary: str,
    handler: DeskHandler,
    answer: type[BaseModel] | None,
    body: type[BaseModel] | None = None,
    *,
    method: str = "POST",
    status: int = 200,
    current: DeskHandler | None = None,
    if_match: bool = False,
    problems: dict[int, str] | None = None,
    **more: Any,
) -> Operation:
    """`current` answers what there is now, where it was changed meanwhile: as a rule the handler that reads it."""
    return Operation(
        name,
        path,
        summary,
        served(handler, status, current),
        method=method,
        answer=answer,
        body=body,
        status=status,
        current=None if current is None else answer,
        if_match=if_match,
        problems=(_CHANGED if if_match else {}) | (problems or {}),
        **more,
    )
