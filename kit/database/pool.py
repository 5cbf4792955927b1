"""The one door to PostgreSQL: the only module that imports asyncpg.

The pool is opened without a connection being made, so that the service starts, and goes on, with PostgreSQL away.
"""

import asyncio
import contextlib
import errno
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast
from urllib.parse import urlsplit

import asyncpg
from asyncpg import Connection, Record
from asyncpg.pool import Pool, PoolAcquireContext, PoolConnectionProxy

from kit.database.errors import ShutError, UnreadyError
from kit.database.hosts import single_hosts

__all__ = [
    "AWAY",
    "FORBIDDEN",
    "GONE",
    "LETTING_GO_SECONDS",
    "REFUSED",
    "DatabasePool",
    "Gate",
    "Record",
    "Session",
    "Sessions",
    "advice",
    "connect",
    "ensure_database",
    "explain",
    "open_pool",
    "session",
]

if TYPE_CHECKING:
    _Pool: TypeAlias = Pool[Record]
else:
    _Pool = Pool  # only the type knows what it holds

DatabasePool: TypeAlias = "Pool[Record]"
Session: TypeAlias = "Connection[Record] | PoolConnectionProxy[Record]"
Sessions: TypeAlias = "Pool[Record] | Connection[Record] | PoolConnectionProxy[Record]"
"""Where a session comes from: a pool, or the session that somebody has already."""

_STATEMENT_SECONDS = 30
_CONNECT_SECONDS = 5
_HOST_SECONDS = 2
"""For each of several hosts: one that is gone without a word keeps nobody from the next."""
LETTING_GO_SECONDS = 0.5
"""PostgreSQL has so long to end a statement that is given up."""
_COMMAND = "thirdring"  # how PostgreSQL names our sessions; a service's say more
_SESSION = {"timezone": "UTC"}
"""Whatever zone the server or the database was given: no statement of ours means another."""

AWAY: tuple[type[Exception], ...] = (
    OSError,
    ShutError,
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
    asyncpg.exceptions.ReadOnlySQLTransactionError,  # a server that follows another, or a service that stands by
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


class Gate(Protocol):
    """What the connections of a pool have to pass. Both raise ShutError."""

    def check(self) -> None:
        """Before each use."""

    async def admit(self, connection: Session) -> None:
        """Once for each new connection."""


class _GatedPool(_Pool):
    __slots__ = ("gate",)
    gate: Gate | None

    def acquire(self, *, timeout: float | None = None) -> "PoolAcquireContext[Record]":
        if self.gate is not None:
            self.gate.check()
        return super().acquire(timeout=timeout)


_took_writes: dict[str, str] = {}
"""Of several hosts the one that did last, by address: it is asked first."""


async def connect(url: str, name: str = _COMMAND) -> "Connection[Record]":
    """Connects; of several hosts, to the one that takes writes."""
    settings = {"application_name": name, **_SESSION}
    return await _connected(url, command_timeout=_STATEMENT_SECONDS, server_settings=settings)


async def _connected(url: str, **options: Any) -> "Connection[Record]":
    hosts = single_hosts(url)
    if len(hosts) == 1:
        alone: Connection[Record] = await asyncpg.connect(url, **{"timeout": _CONNECT_SECONDS, **options})
        return alone
    failure: Exception | None = None
    for host in sorted(hosts, key=lambda host: host != _took_writes.get(url)):
        try:
            connection: Connection[Record] = await asyncpg.connect(host, **{**options, "timeout": _HOST_SECONDS})
        except AWAY as error:
            if failure is None or not isinstance(error, OSError):  # a server that answers has more to say
                failure = error
        else:
            _took_writes[url] = host
            return connection
    raise failure or ConnectionError


async def open_pool(url: str, connections: int = 8, *, gate: Gate | None = None, name: str = _COMMAND) -> DatabasePool:
    pool = _GatedPool(
        url,
        connect=cast("Any", _connected),
        min_size=0,
        max_size=connections,
        max_queries=50_000,
        max_inactive_connection_lifetime=300,
        init=None if gate is None else gate.admit,
        reset=_leave,
        loop=None,
        connection_class=Connection,
        record_class=Record,
        timeout=_CONNECT_SECONDS,
        command_timeout=_STATEMENT_SECONDS,
        server_settings={"application_name": name, **_SESSION},
    )
    pool.gate = gate
    await pool
    return pool


async def _leave(_: Session) -> None:
    """Nothing of ours outlasts its transaction, so there is nothing to reset: a round trip less for each use."""


@contextlib.asynccontextmanager
async def session(pool: Sessions) -> AsyncIterator[Session]:
    """A statement that is given up, because its time is over or its client has gone, is not waited for. Whoever has a
    session already goes on in it."""
    if not isinstance(pool, Pool):
        yield pool
        return
    async with asyncio.timeout(_CONNECT_SECONDS):  # the pool's own makes a task for it
        connection = await pool.acquire()
    try:
        yield connection
    except BaseException:
        with contextlib.suppress(*AWAY):  # the connection is closed, then
            await pool.release(connection, timeout=LETTING_GO_SECONDS)
        raise
    await pool.release(connection)


def explain(error: Exception) -> str:
    """The error in one line for people, without address and password."""
    if isinstance(error, UnreadyError):
        return str(error)
    if isinstance(error, asyncpg.PostgresError):
        return str(error.args[0]) if error.args else type(error).__name__
    return getattr(error, "strerror", None) or type(error).__name__


def advice(error: Exception) -> str:
    """What is wrong with PostgreSQL and what to do, as a sentence."""
    if isinstance(error, UnreadyError):
        return str(error)
    if isinstance(error, asyncpg.DiskFullError):
        return "PostgreSQL has no room left on its disk: make room there."
    if isinstance(error, asyncpg.TooManyConnectionsError):
        return f"PostgreSQL has no connection left ({explain(error)}): end others, or raise its max_connections."
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return "The service may open no more files: raise LimitNOFILE, or look for who opens so many connections."
    if isinstance(error, asyncpg.TargetServerAttributeNotMatched):
        return "No host of database.url takes writes: each that answers follows another one. Promote one of them."
    return f"PostgreSQL does not answer ({explain(error)}): is it running?"


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
