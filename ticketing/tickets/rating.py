"""A rating with its comment: who may still change it, and what is left of it when the ticket is opened again."""

from collections.abc import Mapping
from typing import Any

from ticketing.tickets.complaint import BY_THEMSELVES, HeardError
from ticketing.tickets.ticket import Ticket

_SAID = ("rating", "rating_comment")
UNRATED: Mapping[str, Any] = {"rating": None, "rating_comment": "", "rating_by": None}


def require_rating_open(ticket: Ticket, fields: Mapping[str, Any]) -> None:
    """Raises HeardError where other words stand in `fields` than somebody gave by key or link."""
    told = {name for name in _SAID if name in fields and fields[name] != getattr(ticket, name)}
    if told and ticket.rating_by in BY_THEMSELVES:
        raise HeardError(ticket.rating_by)
