"""The site's database, be it a private server or one of its own: known at once, ready when it has been prepared."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path

from thirdring.database.embedded import EmbeddedPostgres
from thirdring.database.errors import UnreadyError
from thirdring.database.migrate import upgrade
from thirdring.database.pool import DatabasePool, connect, ensure_database, open_pool
from thirdring.i18n import _
from thirdring.settings import Settings
from thirdring.tasks import is_held


class Database:
    """`writing` is one connection that nobody else uses: however many ask, the calls are stored in time."""

    def __init__(
        self,
        url: str,
        pool: DatabasePool,
        writing: DatabasePool,
        embedded: EmbeddedPostgres | None = None,
        leave_it: Callable[[], bool] = lambda: False,
    ) -> None:
        self.url = url
        self.pool = pool
        self.writing = writing
        self._embedded = embedded
        self._leave_it = leave_it
        self._upgraded = False
        self._starting: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Starts the private server where it does not run, and brings the tables up to date. Cheap when all is well.

        Raises one of `pool.AWAY`, EmbeddedError, or MigrationError.
        """
        if self._embedded is not None:
            await self._start(self._embedded)
        if self._upgraded:
            return
        if self._embedded is not None:
            await ensure_database(self.url)
        connection = await connect(self.url)
        try:
            await upgrade(connection)
        finally:
            await connection.close()
        self._upgraded = True

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
        if self._embedded is not None:
            await asyncio.to_thread(partial(self._embedded.stop, leave_it=self._leave_it()))

    async def _start(self, embedded: EmbeddedPostgres) -> None:
        """A start goes on when its caller is cancelled; `close` waits for it, so that no server is left behind."""
        if self._starting is None or self._starting.done():
            self._starting = asyncio.create_task(asyncio.to_thread(embedded.start), name="PostgreSQL starts")
        await asyncio.shield(self._starting)


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
async def opened(
    url: str,
    data_dir: Path,
    connections: int = 8,
    tuning: Mapping[str, str] | None = None,
    listen: tuple[str, int] | None = None,
    leave_it: Callable[[], bool] = lambda: False,
) -> AsyncIterator[Database]:
    """`url` may be the word `embedded`. Nothing is connected yet. `leave_it`: is an embedded server somebody else's by
    now, when we have done?"""
    embedded = EmbeddedPostgres(data_dir, tuning, listen) if url == "embedded" else None
    if embedded is not None:
        await asyncio.to_thread(embedded.reserve)
        url = embedded.url()
    database = Database(url, await open_pool(url, connections - 1), await open_pool(url, 1), embedded, leave_it)
    try:
        yield database
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[DatabasePool]:
    """For a command: the tables are there and up to date."""
    wanted = settings.database
    url = wanted.url.get_secret_value()
    if wanted.embedded:  # else the site is in the database that is named
        refuse_nowhere(settings)
    leave_it = partial(is_held, settings.data_dir)
    connections, listen = wanted.pool_connections, wanted.embedded_listen
    async with opened(url, settings.data_dir, connections, listen=listen, leave_it=leave_it) as access:
        await access.prepare()
        yield access.pool
