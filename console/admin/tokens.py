"""Tokens of programs for an admin: made, seen once, revoked."""

from urllib.parse import quote

from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit

ROLES = ("metrics", "wall", "relay", "agent", "dispatcher", "manager", "admin")
_TOKENS = "/api/v1/tokens"


async def tokens(visit: Visit) -> Shown:
    return Shown("admin/tokens.html", {"roles": ROLES, **await _listed(visit)})


async def create(visit: Visit) -> Shown:
    made = await visit.change("POST", _TOKENS, body_of(await visit.form(), numbers={"days"}))
    return Shown("admin/tokens_made.html", {"made": made.data, **await _listed(visit)}, part=True)


async def revoke(visit: Visit) -> Shown:
    await visit.change("DELETE", f"{_TOKENS}/{quote(visit.path('id'), safe='')}")
    return Shown("admin/tokens_made.html", {"made": None, **await _listed(visit)}, part=True)


async def _listed(visit: Visit) -> dict[str, object]:
    """The tokens, valid ones first."""
    found = (await visit.get(_TOKENS))["items"]
    return {"rows": sorted(found, key=lambda token: token["revoked_at"] is not None)}
