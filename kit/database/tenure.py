"""The tenure of a service: it may store while a connection of its own holds the database's session lock.

Nobody else stores meanwhile. Three things see to that:

1. The lock. PostgreSQL gives it to one session, and takes it back however that session ends.
2. The gate. Every connection of the service asks it. It shuts in the moment in which the lock's connection is seen to
   end, and by itself after 8 s without a sign; the server keeps the lock of a client that has vanished for 25 s.
3. The epoch. Who takes the lock over ends every session that another run has left, before its own gate opens. A
   connection made by the other run later finds an epoch that is not its own.

With `stands_by`, a service that finds another one in charge waits, reads meanwhile, and takes over. One that has lost
the lock to another is `deposed`: what it has in memory is old, and it should start again.
"""

import asyncio
import contextlib
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from kit.database import site
from kit.database.errors import EmbeddedError, HeldError, MigrationError, UnreadyError
from kit.database.gate import TenureGate
from kit.database.lock import KEY, STATEMENTS, lock, name_of
from kit.database.migrate import newer_text, read_migrations, refuse_newer, upgrade
from kit.database.pool import AWAY, Session, advice, connect
from kit.database.standby import Standby
from kit.version import __version__

BEAT_SECONDS = 1.5
ANSWER_SECONDS = 2.5
"""A longer one is told as trouble; the connection is given up when the gate has shut."""
HELD_WAIT_SECONDS = 3.0
STANDBY = "thirdring standby"
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)
_END_SECONDS = 5.0

log = structlog.get_logger()


class Tenure:
    """`trouble` is for people, and empty while we hold it and PostgreSQL answers. `bring_up` starts the server."""

    def __init__(
        self,
        url: str,
        data_dir: Path,
        bring_up: Callable[[], Awaitable[None]],
        *,
        embedded: bool = False,
        stands_by: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.instance = secrets.token_hex(8)
        self.gate = TenureGate(monotonic, f"{STANDBY} {self.instance}")
        self.trouble = "PostgreSQL has not answered yet: is it running?"
        self._url = url
        self._data_dir = data_dir.absolute()
        self._bring_up = bring_up
        self._embedded = embedded
        self._known = [migration.version for migration in read_migrations()]
        self.standby = Standby(self.gate, self._known, monotonic) if stands_by else None
        self.deposed = asyncio.Event()
        self._connection: Session | None = None
        self._has_held = False
        self._held = asyncio.Event()
        self._lost = asyncio.Event()
        self._failures = 0

    @property
    def name(self) -> str:
        """How PostgreSQL names our sessions."""
        return name_of(self.instance)

    async def begin(self, seconds: float) -> None:
        """Returns when we hold it, or when PostgreSQL does not answer in time: then `run` goes on trying. Raises
        UnreadyError where somebody else holds it, or the database is not for us."""
        try:
            async with asyncio.timeout(seconds):
                await self._take()
        except EmbeddedError as error:
            self._note(str(error))
        except AWAY as error:
            self._note(advice(error))

    def leader(self) -> str | None:
        """The host of the service that is in charge while we stand by."""
        if self.standby is None or self.gate.is_open or not self.standby.standing.is_set():
            return None
        return None if self.standby.leader is None else self.standby.leader.place

    async def held(self) -> None:
        """Returns when we hold it."""
        await self._held.wait()

    async def run(self) -> None:
        """Raises UnreadyError where the first answer is that we may not."""
        while True:
            await self._serve_a_term()
            await asyncio.sleep(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS)) - 1])

    async def end(self) -> None:
        """Whoever waits for the lock has it at once."""
        await self._let_go("The service ends.")

    async def wait(self, seconds: float = 1.0) -> None:
        """Raises ShutError where we do not hold it by then."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._held.wait()
        self.gate.check()

    async def _serve_a_term(self) -> None:
        try:
            if self._connection is None:
                await self._take()
            await self._beat_on()
        except EmbeddedError as error:
            self._note(str(error))
        except AWAY as error:
            self._note(advice(error))
        except UnreadyError as error:
            if not self._has_held:
                raise
            if self.standby is not None and isinstance(error, HeldError):
                self.deposed.set()
            self._note(str(error))
        except Exception as error:
            log.exception("the database cannot be made ready; it is tried again")
            self._note(f"PostgreSQL refuses to be used ({type(error).__name__}): see the log")
        await self._let_go(self.trouble)

    # ---- taking it

    async def _take(self) -> None:
        await self._bring_up()
        waits = self.standby is not None and not self._has_held
        connection = await connect(self._url, f"{STANDBY} {self.instance}" if waits else self.name)
        try:
            if self.standby is not None and waits:
                await site.refuse_other(connection, self._data_dir)
                await self.standby.until_ours(connection)
                await connection.execute(STATEMENTS["rename"], self.name)
            epoch = await self._installed(connection)
        except BaseException:
            connection.terminate()
            raise
        self._lost.clear()
        connection.add_termination_listener(self._on_end)
        self._connection = connection
        self.gate.open(epoch)
        self._held.set()
        if self.standby is not None:
            self.standby.standing.clear()
            self.standby.settled.set()
        if self._failures:
            log.info("the service may store again", epoch=epoch)
        self._has_held, self._failures, self.trouble = True, 0, ""

    async def _installed(self, connection: Session) -> int:
        """The epoch. Nothing is written before the lock is ours."""
        await connection.fetchrow(STATEMENTS["notice_a_vanished_client"])
        await lock(connection, HELD_WAIT_SECONDS, self.name)
        await refuse_newer(connection)
        await upgrade(connection)
        await site.claim(connection, self._data_dir, embedded=self._embedded, joins=self.standby is not None)
        epoch = await connection.fetchval(
            STATEMENTS["take"], self.instance, socket.gethostname(), os.getpid(), str(self._data_dir), __version__
        )
        await self._end_others(connection)
        return int(epoch)

    async def _end_others(self, connection: Session) -> None:
        if await connection.fetchval(STATEMENTS["end_others"], self.name):
            log.warning("sessions of a service that had stored here were ended")
        async with asyncio.timeout(_END_SECONDS):
            while await connection.fetchval(STATEMENTS["others"], self.name):  # noqa: ASYNC110 - it is PostgreSQL's to say
                await asyncio.sleep(0.05)

    # ---- holding it

    async def _beat_on(self) -> None:
        """Returns or raises when it is lost."""
        while self._connection is not None and not self._lost.is_set():
            beat = asyncio.create_task(self._beat(self._connection), name="beat")
            try:
                await self._answered(beat)
            finally:
                beat.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._lost.wait()
        raise ConnectionResetError

    async def _answered(self, beat: "asyncio.Task[None]") -> None:
        done, _waiting = await asyncio.wait({beat}, timeout=ANSWER_SECONDS)
        if not done:
            self._note("PostgreSQL does not answer (it takes the question and says nothing): is it stopped or stuck?")
            while self.gate.is_open and not done:
                done, _waiting = await asyncio.wait({beat}, timeout=0.2)
            if not done:
                raise TimeoutError
        await beat
        if self._failures:
            log.info("PostgreSQL answers again")
        self.trouble, self._failures = "", 0

    async def _beat(self, connection: Session) -> None:
        asked_at = self.gate.now()
        seen = await connection.fetchrow(STATEMENTS["beat"], *KEY, self._known)
        if seen is None or not seen["held"]:
            raise ConnectionResetError
        if seen["newer"]:
            raise MigrationError(newer_text())
        self.gate.renew(seen["epoch"], asked_at)

    # ---- losing it

    def _on_end(self, _connection: object) -> None:
        self.gate.shut("The connection to PostgreSQL that holds the database's lock was lost.")
        self._held.clear()
        self._lost.set()

    def _note(self, reason: str) -> None:
        if not self.trouble or not self._failures:
            log.warning("nothing is stored for the moment; calls go on being measured", reason=reason)
        self.trouble = reason
        self._failures += 1
        if not self.gate.is_open:
            self.gate.shut(reason)

    async def _let_go(self, why: str) -> None:
        self.gate.shut(why)
        self._held.clear()
        if self.standby is not None:
            self.standby.standing.clear()
        connection, self._connection = self._connection, None
        if connection is None:
            return
        connection.remove_termination_listener(self._on_end)
        try:
            async with asyncio.timeout(1):
                await connection.close()
        except AWAY:
            connection.terminate()
