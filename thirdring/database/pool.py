"""The one door to PostgreSQL: the only module that imports asyncpg.

The pool is opened without a connection being made, so that the service starts, and goes on, with PostgreSQL away.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TypeAlias
from urllib.parse import urlsplit

import asyncpg
from asyncpg import Connection, Record
from asyncpg.pool import Pool, PoolConnectionProxy

__all__ = [
    "AWAY",
    "FORBIDDEN",
    "GONE",
    "LETTING_GO_SECONDS",
    "REFUSED",
    "DatabasePool",
    "Record",
    "Session",
    "connect",
    "ensure_database",
    "explain",
    "open_pool",
    "session",
]

DatabasePool: TypeAlias = "Pool[Record]"
Session: TypeAlias = "Connection[Record] | PoolConnectionProxy[Record]"

_STATEMENT_SECONDS = 30
_CONNECT_SECONDS = 5
LETTING_GO_SECONDS = 0.5
"""PostgreSQL has so long to end a statement that is given up."""

AWAY: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncio.TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the connection broke in the middle of a statement
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,  # shutting down, or not up yet
    asyncpg.exceptions.InsufficientResourcesError,  # its disk is full, its connections are used up
    asyncpg.exceptions.InvalidAuthorizationSpecificationError,
    asyncpg.exceptions.InvalidCatalogNameError,
    asyncpg.exceptions.UndefinedTableError,  # its tables are still to be made
)
"""What a statement raises when the database is not there to carry it out. Trying again later is right."""

GONE: tuple[type[Exception], ...] = (asyncpg.ForeignKeyViolationError,)
"""What a statement raises that refers to something which is not there, or not any more."""

FORBIDDEN: tuple[type[Exception], ...] = (asyncpg.InsufficientPrivilegeError,)
"""What a statement raises that our role may not carry out."""

REFUSED: tuple[type[Exception], ...] = (
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.CardinalityViolationError,
    asyncpg.ProgramLimitExceededError,
    ValueError,
    OverflowError,
    TypeError,
)
"""What a statement raises for values that it will never take. Trying again is useless."""


async def connect(url: str) -> "Connection[Record]":
    return await asyncpg.connect(url, timeout=_CONNECT_SECONDS, command_timeout=_STATEMENT_SECONDS)


async def open_pool(url: str, connections: int = 8) -> DatabasePool:
    return await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=connections,
        timeout=_CONNECT_SECONDS,
        command_timeout=_STATEMENT_SECONDS,
        max_inactive_connection_lifetime=300,
        reset=_leave,
        server_settings={"application_name": "thirdring"},
    )


async def _leave(_: Session) -> None:
    """Nothing of ours outlasts its transaction, so there is nothing to reset: a round trip less for each use."""


@contextlib.asynccontextmanager
async def session(pool: DatabasePool) -> AsyncIterator[Session]:
    """A statement that is given up, because its time is over or its client has gone, is not waited for."""
    connection = await pool.acquire(timeout=_CONNECT_SECONDS)
    try:
        yield connection
    except BaseException:
        with contextlib.suppress(*AWAY):  # the connection is closed, then
            await pool.release(connection, timeout=LETTING_GO_SECONDS)
        raise
    await pool.release(connection)


def explain(error: Exception) -> str:
    """In one line, for people; no address and no password."""
    if isinstance(error, asyncpg.PostgresError):
        return str(error.args[0]) if error.args else type(error).__name__
    return getattr(error, "strerror", None) or type(error).__name__


async def ensure_database(url: str, maintenance: str = "postgres") -> None:
    """Creates the database that `url` names where the server has none yet."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    connection = await connect(parts._replace(path=f"/{maintenance}").geturl())
    try:
        if not await connection.fetchval("select true from pg_database where datname = $1", name):
            with contextlib.suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):  # two at once
                await connection.execute('create database "{}"'.format(name.replace('"', '""')))
    finally:
        await connection.close()
