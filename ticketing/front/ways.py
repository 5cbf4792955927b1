"""How a line of the tables is written: what is read, what is written, what changes a ticket."""

from typing import Any

from pydantic import BaseModel

from kit.http.operation import Operation
from kit.http.queries import NoQuery, Query
from ticketing.front.ask import DeskHandler, served
from ticketing.tickets.models import TicketOut

CHANGED = {
    404: "No such ticket",
    409: "Changed by somebody else; `current` is the present state",
    428: "If-Match is missing",
}


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
    **more: Any,
) -> Operation:
    return Operation(
        name, path, summary, served(handler, status), method=method, answer=answer, body=body, status=status, **more
    )


def change(
    name: str, path: str, summary: str, handler: DeskHandler, body: type[BaseModel], method: str = "POST"
) -> Operation:
    """Of a ticket, decided on the version in If-Match."""
    return write(name, path, summary, handler, TicketOut, body, method=method, if_match=True, problems=CHANGED)


CHANGED_RECORD = {409: "Changed by somebody else; `current` is the present state", 428: "If-Match is missing"}
