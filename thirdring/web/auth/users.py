"""Users, their sessions, and the audit log, as PostgreSQL has them."""

import getpass
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from thirdring.database.pool import Session
from thirdring.database.statements import read_statements
from thirdring.web.auth.roles import Role
from thirdring.web.auth.tokens import digest

_SQL = Path(__file__).parent.parent / "sql"
STATEMENTS = read_statements(_SQL / "users.sql")
AUDIT = read_statements(_SQL / "audit.sql")
SESSION_SECONDS = 12 * 3_600


class User(NamedTuple):
    name: str
    role: Role
    created_at: datetime
    changed_at: datetime


class Secret(NamedTuple):
    password_hash: str
    role: Role


async def secret_of(session: Session, name: str) -> Secret | None:
    row = await session.fetchrow(STATEMENTS["password"], name)
    return None if row is None else Secret(row["password_hash"], Role(row["role"]))


async def users(session: Session) -> list[User]:
    return [User(row["name"], Role(row["role"]), row[2], row[3]) for row in await session.fetch(STATEMENTS["list"])]


async def create_user(session: Session, name: str, password_hash: str, role: Role) -> bool:
    """False: there is one of this name."""
    return await session.fetchval(STATEMENTS["create"], name, password_hash, role.value) is not None


async def change_password(session: Session, name: str, password_hash: str) -> bool:
    """Ends all sessions of the user. False: there is no such user."""
    async with session.transaction():
        found = await session.fetchval(STATEMENTS["passwd"], name, password_hash)
        await session.execute(STATEMENTS["end_sessions"], name)
    return found is not None


async def open_session(session: Session, text: str, name: str, role: Role) -> datetime:
    ends: datetime = await session.fetchval(STATEMENTS["open_session"], digest(text), role.value, name, SESSION_SECONDS)
    return ends


def whoever_types() -> str:
    """Who is at the command line, for the audit log: the machine knows them by this name."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()} (command line)"


async def note(session: Session, actor: str, action: str, **detail: Any) -> None:
    """In the audit log. `detail` names things by their ids; it holds no phone number and no name of a resident."""
    await session.execute(AUDIT["note"], actor, action, json.dumps(detail, ensure_ascii=False))
