"""The trades that a field offers."""

from console.frame.visit import Visit


async def known_trades(visit: Visit) -> list[str]:
    """The trades of the settings. Empty: there are none, and any word is a trade."""
    found = (await visit.get("/api/v1/trades"))["items"]
    return [one["trade"] for one in found if one["is_known"]]
