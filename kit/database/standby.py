"""A service that stands by. It watches who holds the database's lock, and takes it when that service is gone or frozen.

A process that is stopped, or that hangs, keeps its connection, and with it the lock. But it sends nothing any more.
Once it has been silent for longer than its own gate stays open, its session is ended. Whatever it does when it wakes
up is refused: its gate is shut, its sessions are gone, and its epoch is out of date.
"""

import asyncio
import time
from collections.abc import Callable, Collection

import structlog

from kit.database.errors import MigrationError
from kit.database.gate import STALE_SECONDS, TenureGate
from kit.database.lock import SERVE, STATEMENTS, Holder, holder, try_lock
from kit.database.migrate import newer_text
from kit.database.pool import Session

LOOK_SECONDS = 0.2
SILENT_SECONDS = STALE_SECONDS + 0.5

log = structlog.get_logger()


class Standby:
    """`leader`: None until one is known. `trouble` is for people: why this service cannot read now. `settled` is set
    with the first answer, whoever has the lock, and stays set."""

    def __init__(
        self, gate: TenureGate, known: Collection[str], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.leader: Holder | None = None
        self.trouble = ""
        self.standing = asyncio.Event()
        self.settled = asyncio.Event()
        self._gate = gate
        self._known = list(known)
        self._monotonic = monotonic

    async def until_ours(self, session: Session) -> None:
        """Returns with the lock. Raises MigrationError where the tables are newer than we are, or one of AWAY."""
        while not await try_lock(session):
            asked_at_seconds = self._monotonic()
            found = await holder(session)
            if found is not None:
                await self._look(session, found, asked_at_seconds)
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, session: Session, found: Holder, asked_at_seconds: float) -> None:
        if self.leader is None or (self.leader.backend, self.leader.instance) != (found.backend, found.instance):
            log.info("standing by", leader=str(found))
            self.leader = found
        seen = await session.fetchrow(STATEMENTS["look"], found.backend, self._known)
        if seen is None:
            return
        if seen["newer"]:
            raise MigrationError(newer_text())
        if seen["older"]:
            self.trouble = "The service that leads is of an older version: this one reads once it has taken over."
            self._gate.shut(self.trouble)
        else:
            self.trouble = ""
            self._gate.open_for_reads(asked_at_seconds)
        self.standing.set()
        self.settled.set()
        if found.application.startswith(f"{SERVE} ") and (seen["silent_seconds"] or 0) > SILENT_SECONDS:
            log.warning(
                "the service that leads has asked for nothing for long, and is taken for frozen: its session ends"
            )
            await session.execute(STATEMENTS["end_backend"], found.backend)
