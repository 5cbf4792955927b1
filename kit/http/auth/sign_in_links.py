"""Links that sign a user in once: kept as a hash, short-lived, ended by their use and with the user's sessions."""

import re
import secrets
from pathlib import Path
from typing import NamedTuple

from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.http.auth.tokens import digest
from kit.http.auth.users import SESSION_SECONDS, Opened, note
from kit.roles import Role

STATEMENTS = read_statements(Path(__file__).with_name("sign_in_links.sql"))
LINK_SECONDS = 10 * 60
_SHAPE = re.compile(r"si_[A-Za-z0-9_-]{43}", re.ASCII)


class Entered(NamedTuple):
    name: str
    opened: Opened


def new_code() -> str:
    return "si_" + secrets.token_urlsafe(32)


def address(site: str, code: str) -> str:
    """What the browser keeps to itself stands behind `#`: no server's log has the code."""
    return f"{site}/sign-in#{code}"


async def add_link(session: Session, code: str, name: str, actor: str, seconds: int = LINK_SECONDS) -> bool:
    """False where nobody of this name may sign in."""
    async with session.transaction():
        await session.execute(STATEMENTS["forget"])
        if await session.fetchval(STATEMENTS["add"], digest(code), name, seconds) is None:
            return False
        await note(session, actor, "user_link", user=name, seconds=seconds)
        return True


async def enter(session: Session, code: str, text: str) -> Entered | None:
    """Opens a session with the token `text`. None where the code is none, was used, or has ended."""
    if not _SHAPE.fullmatch(code):
        return None
    name = await session.fetchval(STATEMENTS["use"], digest(code))
    row = name and await session.fetchrow(STATEMENTS["open_session"], digest(text), name, SESSION_SECONDS)
    if not row:
        return None
    await note(session, name, "sign_in_link")
    return Entered(name, Opened(Role(row["role"]), row["expires_at"]))
