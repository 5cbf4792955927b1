"""A site to back up, and a place to put it back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import read_migrations
from kit.database.pool import DatabasePool, connect, open_pool, session
from thirdring.backup.archive import reading
from thirdring.backup.files import put_files
from thirdring.backup.making import make
from thirdring.backup.manifest import Manifest
from thirdring.backup.restoring import begin, put_journal, put_tables
from ticketing.files.folder import Folder

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KNOWN = {migration.version for migration in read_migrations()}
_numbers = count(1)


async def backed_up(pool: DatabasePool, folder: Path, target: Path) -> Manifest:
    async with session(pool) as connection:
        return await make(connection, folder, target, NOW, lambda *_: None, Folder(folder / "files"))


async def put_back(file: Path, folder: Path, url: str) -> None:
    folder.mkdir()  # noqa: ASYNC240 - nothing else runs here meanwhile
    connection = await connect(url)
    with reading(file, KNOWN) as archive:
        archive.verify(lambda _size_bytes: None)
        mark = begin(archive, folder)
        put_journal(archive, folder, mark.restore)
        await put_files(archive, folder, Folder(folder / "files"), lambda _size_bytes: None)
        await put_tables(archive, connection, mark, lambda _size_bytes: None)
    await connection.close()


@asynccontextmanager
async def empty_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """Without a table."""
    url = postgres.url(f"restored_{next(_numbers)}")
    name = urlsplit(url).path.lstrip("/")
    keeper = await connect(postgres.url("postgres"))
    await keeper.execute(f'create database "{name}" template template0')
    yield url
    await keeper.execute(f'drop database "{name}" with (force)')
    await keeper.close()


@asynccontextmanager
async def restored(file: Path, folder: Path, postgres: EmbeddedPostgres) -> AsyncIterator[DatabasePool]:
    async with empty_database(postgres) as url:
        await put_back(file, folder, url)
        pool = await open_pool(url)
        yield pool
        await pool.close()


async def every_row(pool: DatabasePool) -> dict[str, list[str]]:
    """Without the word of the journal: a restored one is another."""
    async with session(pool) as connection:
        tables = [
            row[0] for row in await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        ]
        rows = {table: await connection.fetch(f"select to_jsonb(t) - 'journal' from {table} t") for table in tables}
        return {table: sorted(row[0] for row in found) for table, found in rows.items()}


def flip_a_byte(file: Path, marker: bytes) -> None:
    """In the contents of the part of that name."""
    with closing(file.open("r+b")) as opened:
        at = file.read_bytes().index(marker) + 512 + 20
        opened.seek(at)
        [byte] = opened.read(1)
        opened.seek(at)
        opened.write(bytes([byte ^ 0xFF]))
