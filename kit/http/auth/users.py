"""Users, their sessions, and the audit log, as PostgreSQL has them."""

import getpass
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.pool import Record, Session
from kit.database.statements import read_statements
from kit.http.auth.tokens import digest
from kit.roles import Role

_SQL = Path(__file__).parent
STATEMENTS = read_statements(_SQL / "users.sql")
AUDIT = read_statements(_SQL / "audit.sql")
SESSION_SECONDS = 12 * 3_600


class User(NamedTuple):
    name: str
    role: Role
    created_at: datetime
    changed_at: datetime
    deactivated_at: datetime | None = None
    has_password: bool = True
    issuer: str | None = None
    subject: str | None = None
    sessions: int = 0
    seen_at: datetime | None = None  # the last that is known of those sessions


class Secret(NamedTuple):
    password_hash: str | None  # None: signs in by the provider alone
    role: Role


class Opened(NamedTuple):
    role: Role
    expires_at: datetime


async def secret_of(session: Session, name: str) -> Secret | None:
    row = await session.fetchrow(STATEMENTS["password"], name)
    return None if row is None else Secret(row["password_hash"], Role(row["role"]))


def _user(row: Record) -> User:
    return User(**{**dict(row), "role": Role(row["role"])})


async def users(session: Session) -> list[User]:
    return [_user(row) for row in await session.fetch(STATEMENTS["list"], None)]


async def user_of(session: Session, name: str) -> User | None:
    row = await session.fetchrow(STATEMENTS["list"], name)
    return None if row is None else _user(row)


async def open_session(session: Session, text: str, name: str, password_hash: str | None) -> Opened | None:
    """Opens a session with the user's present role. None if the password changed or the user was deleted meanwhile."""
    row = await session.fetchrow(STATEMENTS["open_session"], digest(text), name, password_hash, SESSION_SECONDS)
    return None if row is None else Opened(Role(row["role"]), row["expires_at"])


def whoever_types() -> str:
    """The account name of the person at the command line, for the audit log."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()} (command line)"


async def note(session: Session, actor: str, action: str, **detail: Any) -> None:
    """Writes to the audit log. `detail` names things by id. It holds no phone number and no name of a resident."""
    await session.execute(AUDIT["note"], actor, action, json.dumps(detail, ensure_ascii=False))
