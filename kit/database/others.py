"""Databases of others, which are only read: a few statements at a time, from a thread. Drivers are imported late.

Whatever a driver or a server says goes out as `AwayError`.
"""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

from kit.wrong import WrongValueError

CONNECT_SECONDS = 3
STATEMENT_SECONDS = 10

Rows: TypeAlias = Sequence[Sequence[Any]]

_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?")


class AwayError(OSError):
    """It cannot be asked; the text says why."""


class Database(Protocol):
    is_mysql: bool

    def ask(self, statement: str) -> Rows:
        """Raises AwayError."""

    def close(self) -> None: ...


class MysqlAddress(NamedTuple):
    host: str
    port: int
    user: str
    password: str
    database: str
    socket: str | None
    ca_file: str | None


def check_url(url: str) -> str:
    """Raises WrongValueError."""
    if url.startswith("mysql://"):
        mysql_address(url)
    elif not url.startswith(("postgresql://", "postgres://")):
        raise WrongValueError("must begin with postgresql:// or mysql://")
    return url


def is_table(name: str) -> bool:
    return _TABLE.fullmatch(name) is not None


def mysql_address(url: str) -> MysqlAddress:
    """`mysql://USER:PASSWORD@HOST:PORT/DATABASE?ssl_ca=FILE&unix_socket=FILE`. Raises WrongValueError."""
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, strict_parsing=True) if parts.query else ())
        host, port, database = parts.hostname or "127.0.0.1", parts.port or 3306, unquote(parts.path[1:])
    except ValueError:
        raise WrongValueError("is no address of a database") from None
    socket, ca_file = options.pop("unix_socket", None), options.pop("ssl_ca", None)
    if options or not database or "/" in database or not parts.username:
        raise WrongValueError("must be mysql://USER:PASSWORD@HOST/DATABASE, with ?ssl_ca=FILE or ?unix_socket=FILE")
    password = unquote(parts.password or "")
    return MysqlAddress(host, port, unquote(parts.username), password, database, socket, ca_file)


def opened(url: str) -> Database:
    """Raises AwayError."""
    return _Mysql(mysql_address(url)) if url.startswith("mysql://") else _Postgresql(url)


class _Mysql:
    is_mysql = True

    def __init__(self, address: MysqlAddress) -> None:
        try:
            import pymysql

            self._connection = pymysql.connect(
                host=address.host,
                port=address.port,
                user=address.user,
                password=address.password,
                database=address.database,
                unix_socket=address.socket,
                ssl_ca=address.ca_file,
                ssl_verify_cert=True if address.ca_file else None,
                ssl_verify_identity=True if address.ca_file else None,
                charset="utf8mb4",
                init_command="SET time_zone = '+00:00'",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=STATEMENT_SECONDS,
                write_timeout=STATEMENT_SECONDS,
                autocommit=True,
            )
        except Exception as error:  # noqa: BLE001  a server may say anything
            raise _away(error) from None

    def ask(self, statement: str) -> Rows:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()
        except Exception as error:  # noqa: BLE001  a server may say anything
            raise _away(error) from None

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._connection.close()


class _Postgresql:
    """Runs an event loop of its own, which is in no other thread's way."""

    is_mysql = False

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._is_closed = False
        try:
            import asyncpg

            self._connection = self._loop.run_until_complete(
                asyncpg.connect(
                    url,
                    timeout=CONNECT_SECONDS,
                    command_timeout=STATEMENT_SECONDS,
                    statement_cache_size=0,
                    server_settings={"timezone": "UTC", "default_transaction_read_only": "on"},
                )
            )
        except Exception as error:  # noqa: BLE001  a server may say anything
            self._loop.close()
            raise _away(error) from None

    def ask(self, statement: str) -> Rows:
        try:
            return list(map(tuple, self._loop.run_until_complete(self._connection.fetch(statement))))
        except Exception as error:  # noqa: BLE001  a server may say anything
            raise _away(error) from None
        finally:
            if self._is_closed:
                self.close()

    def close(self) -> None:
        """From any thread. A question that is out in another one fails, and its thread closes the loop."""
        self._is_closed = True
        with contextlib.suppress(Exception):
            if self._loop.is_running():
                self._loop.call_soon_threadsafe(self._connection.terminate)
            elif not self._loop.is_closed():
                self._connection.terminate()
                self._loop.run_until_complete(asyncio.sleep(0))
                self._loop.close()


def _away(error: Exception) -> AwayError:
    said = str(error.args[1]) if len(error.args) > 1 else str(error)
    return AwayError(said or type(error).__name__)
