"""The gate before a service's connections: open while the service holds the database's lock, and told so often."""

import time
from collections.abc import Callable

from kit.database.errors import ShutError
from kit.database.pool import Session

EPOCH = "select epoch from tenure"
STALE_SECONDS = 8.0
"""So long it is open without a sign of the lock. The server keeps the lock of a client that has vanished for longer
(25 s, `notice_a_vanished_client`), so that nobody else has it by then."""


class TenureGate:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.now = monotonic
        self._epoch: int | None = None
        self._open_until_seconds = 0.0
        self._why = "PostgreSQL has not answered yet: is it running?"

    def open(self, epoch: int) -> None:
        self._epoch = epoch
        self._open_until_seconds = self.now() + STALE_SECONDS

    def renew(self, epoch: int, asked_at_seconds: float) -> None:
        """The lock was ours when this was asked. Another epoch than the one that it was opened with shuts it."""
        if epoch != self._epoch:
            self.shut("Another service has taken the database over.")
        self._open_until_seconds = asked_at_seconds + STALE_SECONDS

    def shut(self, why: str) -> None:
        self._why, self._epoch = why, None

    @property
    def is_open(self) -> bool:
        return self._epoch is not None and self.now() < self._open_until_seconds

    def check(self) -> None:
        if self._epoch is None:
            raise ShutError(self._why)
        if not self.is_open:
            raise ShutError("PostgreSQL has not answered for a while: is it running?")

    async def admit(self, connection: Session) -> None:
        """Another service that took over ends our sessions, and this keeps new ones out."""
        if await connection.fetchval(EPOCH) != self._epoch:
            raise ShutError(self._why)
