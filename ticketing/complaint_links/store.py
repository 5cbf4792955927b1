"""Links of complaints in PostgreSQL: one a ticket, known by the hash of its token. All within somebody's session."""

import hashlib
import secrets
from pathlib import Path

from kit.database.columns import Columns
from kit.database.instants import stored, us_or_none
from kit.database.pool import Session
from kit.database.statements import read_statements
from ticketing.complaint_links.link import Link

LINK = Columns(Link, key="ticket")
STATEMENTS = read_statements(Path(__file__).with_name("complaint_links.sql"), link=LINK)


async def put_link(connection: Session, link: Link) -> str:
    """Returns the text of its token, which is stored nowhere."""
    token = secrets.token_urlsafe(24)
    await connection.execute(*STATEMENTS.filled("put", LINK.row(link), token_sha256=_digest(token)))
    return token


async def asked_at_us(connection: Session, household: int, ticket: str) -> int | None:
    """When this household was asked last to rate something else."""
    return us_or_none(await connection.fetchval(STATEMENTS["asked_at"], household, ticket))


async def link_of(connection: Session, token: str) -> Link | None:
    row = await connection.fetchrow(STATEMENTS["of_token"], _digest(token))
    return None if row is None else LINK.of(row)


async def held_link(connection: Session, token: str) -> Link | None:
    row = await connection.fetchrow(STATEMENTS["hold"], _digest(token))
    return None if row is None else LINK.of(row)


async def link_answered(connection: Session, link: Link, at_us: int) -> None:
    await connection.execute(STATEMENTS["answer"], link.ticket, stored(at_us))


def _digest(token: str) -> bytes:
    """A fast hash is enough, because the token has 192 random bits."""
    return hashlib.sha256(token.encode()).digest()
