"""The site's database, be it a private server or one of its own: known at once, ready when it has been prepared."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from thirdring.database.embedded import EmbeddedPostgres
from thirdring.database.migrate import upgrade
from thirdring.database.pool import DatabasePool, connect, ensure_database, open_pool
from thirdring.settings import Settings


class Database:
    def __init__(self, url: str, pool: DatabasePool, embedded: EmbeddedPostgres | None = None) -> None:
        self.url = url
        self.pool = pool
        self._embedded = embedded
        self._upgraded = False

    async def prepare(self) -> None:
        """Starts the private server where it does not run, and brings the tables up to date. Cheap when all is well.

        Raises one of `pool.AWAY`, EmbeddedError, or MigrationError.
        """
        if self._embedded is not None:
            await asyncio.to_thread(self._embedded.start)
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
        try:
            async with asyncio.timeout(1):
                await self.pool.close()
        except TimeoutError:
            self.pool.terminate()
        if self._embedded is not None:
            await asyncio.to_thread(self._embedded.stop)


@contextlib.asynccontextmanager
async def opened(
    url: str, data_dir: Path, connections: int = 8, tuning: Mapping[str, str] | None = None
) -> AsyncIterator[Database]:
    """`url` may be the word `embedded`. Nothing is connected yet."""
    embedded = EmbeddedPostgres(data_dir, tuning) if url == "embedded" else None
    if embedded is not None:
        await asyncio.to_thread(embedded.reserve)
        url = embedded.url()
    database = Database(url, await open_pool(url, connections), embedded)
    try:
        yield database
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[DatabasePool]:
    """For a command: the tables are there and up to date."""
    url = settings.database.url.get_secret_value()
    async with opened(url, settings.data_dir, settings.database.pool_connections) as access:
        await access.prepare()
        yield access.pool
