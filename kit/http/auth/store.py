"""Tokens as PostgreSQL has them."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from kit.database.pool import DatabasePool, Record, Session
from kit.database.statements import read_statements
from kit.http.auth.sign_in_links import STATEMENTS as LINKS
from kit.http.auth.tokens import Token, digest
from kit.http.auth.users import note
from kit.http.database import reading
from kit.roles import Role

STATEMENTS = read_statements(Path(__file__).with_name("tokens.sql"))
Scope = Literal["all", "read"]


class PostgresTokens:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def find(self, digests: Collection[bytes]) -> dict[bytes, Token]:
        async with reading(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["find"], list(digests))
        return {row["token_sha256"]: _token(row) for row in rows}


def _token(row: Record) -> Token:
    return Token(row["id"], Role(row["role"]), row["who"], row["session"], row["lasts_seconds"], row["scope"] == "read")


class Known(NamedTuple):
    id: int
    role: Role
    label: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    scope: Scope
    used_at: datetime | None


async def add_token(
    session: Session,
    text: str,
    role: Role,
    label: str,
    days: int | None = None,
    *,
    scope: Scope = "all",
    actor: str = "thirdring",
) -> int:
    """`actor` is the creator, for the audit log."""
    async with session.transaction():
        token_id = int(await session.fetchval(STATEMENTS["add"], digest(text), role.value, label, days, scope))
        await note(session, actor, "token_create", token=token_id, role=role, label=label, days=days, scope=scope)
    return token_id


async def known_tokens(session: Session) -> list[Known]:
    return [Known(*row) for row in await session.fetch(STATEMENTS["list"])]


async def end_session(session: Session, token_id: int) -> None:
    await session.fetchval(STATEMENTS["revoke"], token_id)


async def revoke_token(session: Session, token_id: int, actor: str) -> bool:
    async with session.transaction():
        found = await session.fetchval(STATEMENTS["revoke"], token_id) is not None
        if found:
            await note(session, actor, "token_revoke", token=token_id)
    return found


async def good_tokens(session: Session) -> int:
    """The number of valid tokens and sessions."""
    return int(await session.fetchval(STATEMENTS["count_good"]))


async def revoke_all(session: Session, actor: str) -> int:
    """How many tokens and sessions ended."""
    async with session.transaction():
        ended = len(await session.fetch(STATEMENTS["revoke_all"]))
        await session.execute(LINKS["end_all"])
        await note(session, actor, "tokens_revoke_all", tokens=ended)
    return ended
