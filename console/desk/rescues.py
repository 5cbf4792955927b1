"""The banner for calls that are about to be missed, on every page of an agent who is free."""

from urllib.parse import quote

from console.frame.page import Shown
from console.frame.visit import Visit

_FREE = frozenset({"ready", "reachable", "wrap_up"})


async def banner(visit: Visit) -> Shown:
    reader = await visit.reader()
    free = reader.agent is not None and reader.agent["state"] in _FREE
    due = (await visit.get("/api/v1/rescues"))["items"]
    return Shown("desk/rescues.html", {"rescues": due if free else [], "taken": False}, part=True)


async def take(visit: Visit) -> Shown:
    """The reader's phone rings; every other banner goes as soon as the call is answered."""
    at = "/".join(quote(visit.path(part), safe="") for part in ("pbx", "linkedid"))
    await visit.change("POST", f"/api/v1/rescues/{at}/fetch")
    return Shown("desk/rescues.html", {"rescues": [], "taken": True}, part=True)
