"""The site's database, be it a private server or one of its own: known at once, ready when it has been prepared."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kit.database import site
from kit.database.embedded import EmbeddedPostgres
from kit.database.errors import UnreadyError
from kit.database.migrate import refuse_newer, upgrade
from kit.database.pool import DatabasePool, Gate, Session, connect, ensure_database, open_pool
from kit.database.tenure import Tenure
from kit.i18n import _
from kit.tasks import is_held
from thirdring.settings import Settings


class Database:
    """`writing` is one connection that nobody else uses: however many ask, the calls are stored in time. With a
    `tenure`, both are of use only while that holds the database's lock."""

    def __init__(
        self, url: str, embedded: EmbeddedPostgres | None = None, leave_it: Callable[[], bool] = lambda: False
    ) -> None:
        self.url = url
        self.embedded = embedded
        self.pool: DatabasePool
        self.writing: DatabasePool
        self._leave_it = leave_it
        self._starting: asyncio.Task[None] | None = None

    async def open(self, connections: int, gate: Gate | None = None, name: str = "thirdring") -> None:
        """Nothing is connected yet."""
        self.pool = await open_pool(self.url, connections - 1, gate=gate, name=name)
        self.writing = await open_pool(self.url, 1, gate=gate, name=name)

    async def bring_up(self) -> None:
        """Starts the private server where it does not run. Cheap where it does.

        Raises one of `pool.AWAY`, or EmbeddedError.
        """
        if self.embedded is not None:
            await self._start(self.embedded)
            await ensure_database(self.url)

    async def close(self) -> None:
        for pool in (self.pool, self.writing):
            try:
                async with asyncio.timeout(1):
                    await pool.close()
            except TimeoutError:
                pool.terminate()
        if self._starting is not None:
            await asyncio.wait((self._starting,))
            self._starting.exception()  # it was told to whoever waited for the start, or nobody did
        if self.embedded is not None:
            await asyncio.to_thread(partial(self.embedded.stop, leave_it=self._leave_it()))

    async def _start(self, embedded: EmbeddedPostgres) -> None:
        """A start goes on when its caller is cancelled; `close` waits for it, so that no server is left behind."""
        if self._starting is None or self._starting.done():
            self._starting = asyncio.create_task(asyncio.to_thread(embedded.start), name="PostgreSQL starts")
        await asyncio.shield(self._starting)


class Access(NamedTuple):
    database: Database
    tenure: Tenure


async def admit(session: Session, data_dir: Path, *, embedded: bool) -> None:
    """Who comes beside the service passes here. Raises MigrationError or OtherSiteError."""
    await refuse_newer(session)
    if not embedded:
        await site.refuse_other(session, data_dir)


def refuse_nowhere(settings: Settings) -> None:
    """A command without settings must not begin a site of its own in the usual place, as whoever types it."""
    usual = Settings.model_fields["data_dir"].default
    if settings.data_dir == usual and not settings.data_dir.exists():
        text = _(
            "There is no site in {folder} yet: name its settings by --config FILE or THIRDRING_CONFIG, "
            "or start the service first."
        )
        raise UnreadyError(text.format(folder=usual))


@contextlib.asynccontextmanager
async def reserved(settings: Settings, leave_it: Callable[[], bool] = lambda: False) -> AsyncIterator[Database]:
    """The address is known, and nothing is started yet. `leave_it`: is an embedded server somebody else's by now, when
    we have done?"""
    wanted = settings.database
    url, embedded = wanted.url.get_secret_value(), None
    if wanted.embedded:
        embedded = EmbeddedPostgres(settings.data_dir, listen=wanted.embedded_listen)
        await asyncio.to_thread(embedded.reserve)
        url = embedded.url()
    yield Database(url, embedded, leave_it)


@contextlib.asynccontextmanager
async def storing(settings: Settings) -> AsyncIterator[Access]:
    """The database of the service. Its pools work as soon as the tenure has begun."""
    async with reserved(settings) as access:
        embedded, stands_by = settings.database.embedded, settings.service.standby
        tenure = Tenure(access.url, settings.data_dir, access.bring_up, embedded=embedded, stands_by=stands_by)
        await access.open(settings.database.pool_connections, tenure.gate, tenure.name)
        try:
            yield Access(access, tenure)
        finally:
            await access.close()


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database for a command beside a service. Its tables exist and are up to date."""
    async with reserved(settings, partial(is_held, settings.data_dir)) as access:
        await access.open(settings.database.pool_connections)
        try:
            await access.bring_up()
            connection = await connect(access.url)
            try:
                await admit(connection, settings.data_dir, embedded=settings.database.embedded)
                await upgrade(connection)
            finally:
                await connection.close()
            yield access
        finally:
            await access.close()


@contextlib.asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[DatabasePool]:
    """The database of a command."""
    if settings.database.embedded:  # else the site is in the database that is named
        refuse_nowhere(settings)
    async with opened(settings) as access:
        yield access.pool
