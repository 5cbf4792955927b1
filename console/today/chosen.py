"""Whom to call so that the day's promise is kept: those who can be called now first. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_RANK = {"pending": 0, "calling": 1}
_CLOSED, _NONE = 2, 9


class ToCall(NamedTuple):
    """A ticket that the rate misses, and its callback; None: it was closed or never asked for."""

    ticket: Mapping[str, Any]
    callback: Mapping[str, Any] | None


def to_call(tickets: Sequence[Mapping[str, Any]], callbacks: Sequence[Mapping[str, Any]], now: str) -> list[ToCall]:
    """As the API has both. `now` and the API's times are RFC 3339 in UTC, so that they compare as text."""
    of_ticket: dict[str, Mapping[str, Any]] = {}
    for callback in callbacks:
        known = of_ticket.get(callback["ticket"])
        if known is None or _rank(callback, now) < _rank(known, now):
            of_ticket[callback["ticket"]] = callback
    found = [ToCall(ticket, of_ticket.get(ticket["number"])) for ticket in tickets]
    return sorted(found, key=lambda one: _rank(one.callback, now))


def _rank(callback: Mapping[str, Any] | None, now: str) -> tuple[int, str]:
    if callback is None:
        return _NONE, ""
    too_early = callback["not_before"] > now
    return _RANK.get(callback["state"], _CLOSED) * 2 + too_early, callback["not_before"]
