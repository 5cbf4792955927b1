"""The same action on the tickets that are ticked in a list, with a report of each."""

from collections.abc import Mapping
from typing import Any

from console.frame.page import Shown
from console.frame.visit import Visit
from kit.http.problems import Problem

_TICKED = "ticked "


async def act_on_several(visit: Visit) -> Shown:
    body = chosen(await visit.form())
    if not body["tickets"]:
        raise Problem(422, "No ticket is ticked: tick some in the list.")
    done = (await visit.change("POST", "/api/v1/tickets/actions", body)).data["items"]
    return Shown("tickets/several.html", {"done": done}, part=True)


def chosen(typed: Mapping[str, str]) -> dict[str, Any]:
    """A box that is ticked sends the number of its ticket and the version that was seen."""
    said = {name: text for name, text in typed.items() if not name.startswith(_TICKED)}
    tickets = [_ticket(name, text) for name, text in typed.items() if name.startswith(_TICKED)]
    return {**said, "tickets": tickets}


def _ticket(name: str, seen: str) -> dict[str, Any]:
    return {"number": name.removeprefix(_TICKED), "version": int(seen) if seen.isdecimal() else seen}
