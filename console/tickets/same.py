"""Tickets that may be about the same matter, looked for by words, a place or a number."""

from urllib.parse import quote

from console.frame.page import Shown
from console.frame.visit import Visit
from ticketing.tickets.states import Status

_SHOWN = "8"


async def same_matter(visit: Visit) -> Shown:
    number, words = visit.path("number"), visit.wanted()["q"]
    call = visit.wanted()["call"]  # of the card at the desk, which goes on there
    await visit.get(f"/api/v1/tickets/{quote(number, safe='')}")  # whoever may not see it looks for nothing here
    found = (await visit.get("/api/v1/tickets", {"q": words, "limit": _SHOWN}))["items"] if words else []
    rows = [each for each in found if each["number"] != number and each["status"] != Status.CANCELLED]
    return Shown("tickets/same.html", {"number": number, "words": words, "rows": rows, "call": call}, part=True)
