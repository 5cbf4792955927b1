"""Tokens as PostgreSQL has them."""

from pathlib import Path

from thirdring.database.pool import DatabasePool, Session
from thirdring.database.statements import read_statements
from thirdring.web.auth.roles import Role
from thirdring.web.auth.tokens import Token, digest
from thirdring.web.database import reading

STATEMENTS = read_statements(Path(__file__).parent.parent / "sql" / "tokens.sql")


class PostgresTokens:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def find(self, token_digest: bytes) -> Token | None:
        async with reading(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["find"], token_digest)
        return Token(row["id"], Role(row["role"])) if row else None


async def add_token(session: Session, text: str, role: Role, label: str) -> int:
    token_id = await session.fetchval(STATEMENTS["add"], digest(text), role.value, label)
    return int(token_id)
