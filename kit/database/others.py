"""Databases of others, which are only read: a few statements at a time, from a thread. Drivers are imported late.

Whatever a driver or a server says goes out as `AwayError`.
"""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from kit.database.addresses import Address, address_of
from kit.wrong import WrongValueError

CONNECT_SECONDS = 3
STATEMENT_SECONDS = 10
MYSQL_PORT = 3306

Rows: TypeAlias = Sequence[Sequence[Any]]

_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?")


class AwayError(OSError):
    """It cannot be asked; the text says why."""


class Database(Protocol):
    is_mysql: bool

    def ask(self, statement: str) -> Rows:
        """Raises AwayError."""

    def close(self) -> None: ...


def check_url(url: str) -> str:
    """Raises WrongValueError."""
    address_of(url)
    return url


def is_table(name: str) -> bool:
    return _TABLE.fullmatch(name) is not None


def opened(url: str) -> Database:
    """Raises AwayError."""
    try:
        address = address_of(url)
    except WrongValueError:
        raise AwayError("its url is not written as it must be") from None
    return _Mysql(address) if address.is_mysql else _Postgresql(url)


class _Mysql:
    is_mysql = True

    def __init__(self, address: Address) -> None:
        host, port = address.hosts[0] if address.hosts else ("127.0.0.1", 0)
        ca_file = address.options.get("ssl_ca")
        try:
            import pymysql

            self._connection = pymysql.connect(
                host=host,
                port=port or MYSQL_PORT,
                user=address.user,
                password=address.password,
                database=address.database,
                unix_socket=address.options.get("unix_socket"),
                ssl_ca=ca_file,
                ssl_verify_cert=True if ca_file else None,
                ssl_verify_identity=True if ca_file else None,
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
        """Call it from any thread. A question that runs in another thread fails, and that thread closes the loop."""
        self._is_closed = True
        with contextlib.suppress(Exception):
            if self._loop.is_running():
                self._loop.call_soon_threadsafe(self._connection.terminate)
            elif not self._loop.is_closed():
                self._connection.terminate()
                self._loop.run_until_complete(asyncio.sleep(0))
                self._loop.close()


def _away(error: Exception) -> AwayError:
    """Says what the server or the system says. A driver's own text may contain parts of the address."""
    if isinstance(error, ValueError | TypeError | LookupError):
        return AwayError(f"the driver cannot use its url, or what it answers ({type(error).__name__})")
    said = str(error.args[1]) if len(error.args) > 1 else str(error)
    return AwayError(said or type(error).__name__)
