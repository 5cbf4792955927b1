"""The reader's own account: sessions, a new password, signing out everywhere else."""

from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.http.problems import Problem


async def me(visit: Visit) -> Shown:
    return Shown("me/page.html", await _filled(visit, ""))


async def change_password(visit: Visit) -> Shown:
    await visit.change("POST", "/api/v1/me/password", body_of(await visit.form()))
    return Shown("me/account.html", await _filled(visit, "password"), part=True)


async def sign_out_elsewhere(visit: Visit) -> Shown:
    await visit.change("DELETE", "/api/v1/me/sessions")
    return Shown("me/account.html", await _filled(visit, "sessions"), part=True)


async def _filled(visit: Visit, done: str) -> dict[str, object]:
    """A token is no session, and has no password."""
    await visit.reader()
    try:
        sessions = (await visit.get("/api/v1/me/sessions"))["items"]
    except Problem as problem:
        if problem.status != 422:
            raise
        sessions = None
    return {"sessions": sessions, "done": done}
