"""Tokens as PostgreSQL has them."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from thirdring.database.pool import DatabasePool, Record, Session
from thirdring.database.statements import read_statements
from thirdring.web.auth.roles import Role
from thirdring.web.auth.tokens import Token, digest
from thirdring.web.database import reading

STATEMENTS = read_statements(Path(__file__).parent.parent / "sql" / "tokens.sql")


class PostgresTokens:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def find(self, digests: Collection[bytes]) -> dict[bytes, Token]:
        async with reading(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["find"], list(digests))
        return {row["token_sha256"]: _token(row) for row in rows}


def _token(row: Record) -> Token:
    return Token(row["id"], Role(row["role"]), row["who"], row["session"], row["lasts_seconds"])


class Known(NamedTuple):
    id: int
    role: Role
    label: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


async def add_token(session: Session, text: str, role: Role, label: str, days: int | None = None) -> int:
    token_id = await session.fetchval(STATEMENTS["add"], digest(text), role.value, label, days)
    return int(token_id)


async def known_tokens(session: Session) -> list[Known]:
    return [Known(*row) for row in await session.fetch(STATEMENTS["list"])]


async def revoke_token(session: Session, token_id: int) -> bool:
    return await session.fetchval(STATEMENTS["revoke"], token_id) is not None
