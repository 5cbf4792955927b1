"""The callback that the address of a part names, as it is now."""

from typing import Any

from console.frame.visit import Visit
from kit.http.problems import Problem


async def callback_of(visit: Visit) -> Any:
    """The callback as a list shows it, with a masked number. Raises Problem 404."""
    found = (await visit.get("/api/v1/callbacks", {"among": visit.path("id"), "limit": "1"}))["items"]
    if not found:
        raise Problem(404, "There is no such callback.")
    return found[0]
