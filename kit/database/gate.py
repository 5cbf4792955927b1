"""The gate before a service's connections. It is open while the service holds the database's lock.

A service that stands by may read. PostgreSQL refuses all writes on its connections.
"""

import time
from collections.abc import Callable

from kit.database.errors import ShutError
from kit.database.pool import Session

EPOCH = "select epoch from tenure"
READS_ONLY = (
    "select set_config('default_transaction_read_only', 'on', false), set_config('application_name', $1, false)"
)
STALE_SECONDS = 8.0
"""How long the gate stays open without a renewal. The server keeps the lock of a vanished client for longer (25 s,
`notice_a_vanished_client`), so nobody else has the lock before the gate is shut."""


class TenureGate:
    """`reader`: how PostgreSQL names the sessions of a service that stands by."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, reader: str = "thirdring standby") -> None:
        self.now = monotonic
        self._reader = reader
        self._epoch: int | None = None
        self._reads = False
        self._open_until_seconds = 0.0
        self._why = "PostgreSQL has not answered yet: is it running?"

    def open(self, epoch: int) -> None:
        self._epoch, self._reads = epoch, False
        self._open_until_seconds = self.now() + STALE_SECONDS

    def open_for_reads(self, asked_at_seconds: float) -> None:
        """Somebody else held the lock when this was asked, and the tables are those that we know."""
        self._reads = True
        self._open_until_seconds = asked_at_seconds + STALE_SECONDS

    def renew(self, epoch: int, asked_at_seconds: float) -> None:
        """The lock was ours when this was asked. Another epoch than the one that it was opened with shuts it."""
        if epoch != self._epoch:
            self.shut("Another service has taken the database over.")
        self._open_until_seconds = asked_at_seconds + STALE_SECONDS

    def shut(self, why: str) -> None:
        self._why, self._epoch, self._reads = why, None, False

    @property
    def is_open(self) -> bool:
        """Whether the service may read and write."""
        return self._epoch is not None and self.now() < self._open_until_seconds

    def check(self) -> None:
        if self._epoch is None and not self._reads:
            raise ShutError(self._why)
        if self.now() >= self._open_until_seconds:
            raise ShutError("PostgreSQL has not answered for a while: is it running?")

    async def admit(self, connection: Session) -> None:
        """Another service that took over ends our sessions, and this keeps new ones out."""
        if self._reads:
            await connection.execute(READS_ONLY, self._reader)
        elif await connection.fetchval(EPOCH) != self._epoch:
            raise ShutError(self._why)
