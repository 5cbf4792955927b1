"""Flats and places that are no flats, looked for by words, for the form of a ticket."""

from console.frame.page import Shown
from console.frame.visit import Visit

_SHOWN = "8"


async def where(visit: Visit) -> Shown:
    """Finds flats and places by words. Without words, it offers some places that are no flats."""
    words = visit.wanted()["q"]
    asked = {"q": words, "limit": _SHOWN} if words else {"limit": _SHOWN}
    places = (await visit.get("/api/v1/places", {**asked, "retired": "false"}))["items"]
    households = (await visit.get("/api/v1/households", asked))["items"] if words else []
    return Shown("tickets/where.html", {"households": households, "places": places}, part=True)
