"""Users for an admin: who may sign in, in which role."""

from typing import Any
from urllib.parse import quote

from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.http.problems import Problem

ROLES = ("workman", "agent", "dispatcher", "manager", "admin")
_USERS = "/api/v1/users"


async def users(visit: Visit) -> Shown:
    found = (await visit.get(_USERS))["items"]
    return Shown("admin/users.html", {"rows": found, "roles": ROLES, "provider": await _provider(visit)})


async def create(visit: Visit) -> Shown:
    made = await visit.change("POST", _USERS, body_of(await visit.form()))
    return await _row(visit, made.data)


async def change(visit: Visit) -> Shown:
    """Role, name or whether they may sign in."""
    changed = await visit.change("PATCH", _api(visit), body_of(await visit.form(), flags={"active", "by_provider"}))
    return await _row(visit, changed.data)


async def set_password(visit: Visit) -> Shown:
    await visit.change("POST", f"{_api(visit)}/password", body_of(await visit.form()))
    return await _shown_again(visit)


async def sign_out(visit: Visit) -> Shown:
    await visit.change("DELETE", f"{_api(visit)}/sessions")
    return await _shown_again(visit)


async def delete(visit: Visit) -> Shown:
    await visit.change("DELETE", _api(visit))
    return Shown("admin/user_gone.html", {"name": visit.path("name")}, part=True)


async def _shown_again(visit: Visit) -> Shown:
    found = [user for user in (await visit.get(_USERS))["items"] if user["name"] == visit.path("name")]
    if not found:
        raise Problem(404, "There is no such user: use `name` from the list.")
    return await _row(visit, found[0])


async def _row(visit: Visit, user: Any) -> Shown:
    data = {"rows": [user], "roles": ROLES, "provider": await _provider(visit)}
    return Shown("admin/user_rows.html", data, part=True)


async def _provider(visit: Visit) -> Any:
    return await visit.get("/api/v1/session/provider")


def _api(visit: Visit) -> str:
    return f"{_USERS}/{quote(visit.path('name'), safe='')}"
