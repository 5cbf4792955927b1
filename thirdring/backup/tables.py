"""The tables out of the database and into an empty one, as PostgreSQL's own COPY text: any version of it reads that.

The tables themselves are made by the migrations that had made them, so a backup holds rows and nothing else.
"""

import gzip
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, NamedTuple

from kit.database.migrate import applied_versions
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.i18n import _
from telephony.journal import Checkpoint
from thirdring.backup import BackupError

STATEMENTS = read_statements(Path(__file__).with_name("tables.sql"))
_SECONDS = 24 * 3_600.0
_CHUNK_BYTES = 1 << 18
_GZIP_LEVEL = 1  # a third of the size; a higher one takes twice as long for a tenth less


class Table(NamedTuple):
    name: str
    columns: tuple[str, ...]
    size_bytes: int
    disk_bytes: int = 0


class Snapshot(NamedTuple):
    """The database at one moment."""

    migrations: tuple[str, ...]
    position: Checkpoint
    tables: tuple[Table, ...]


@asynccontextmanager
async def snapshot(session: Session) -> AsyncIterator[Snapshot]:
    """Opens a snapshot: all reads see the same moment, and writers do not wait."""
    async with session.transaction(isolation="repeatable_read", readonly=True):
        await session.fetchrow(STATEMENTS["plain_formats"])
        migrations = await applied_versions(session)
        if not migrations:
            raise BackupError(_("There is nothing to back up: the database has no tables yet."))
        position = await session.fetchrow(STATEMENTS["position"])
        tables = tuple(
            Table(row["name"], tuple(row["columns"]), row["bytes"], row["bytes_on_disk"])
            for row in await session.fetch(STATEMENTS["tables"])
        )
        yield Snapshot(tuple(sorted(migrations)), Checkpoint(*position) if position else Checkpoint(), tables)


async def copy_out(session: Session, table: Table, target: IO[bytes], told: Callable[[int], None]) -> int:
    """The number of rows. `told` hears of each piece of bytes."""
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=_GZIP_LEVEL, filename="") as sink:

        async def take(some: bytes) -> None:
            sink.write(some)
            told(len(some))

        done = await session.copy_from_table(
            table.name, columns=table.columns, output=take, format="text", timeout=_SECONDS
        )
    return int(done.rpartition(" ")[2])


async def sequences(session: Session) -> dict[str, int]:
    """Reads the sequences, after the tables, so that they are not behind them."""
    return {row["name"]: row["last_value"] for row in await session.fetch(STATEMENTS["sequences"])}


@asynccontextmanager
async def filling(session: Session) -> AsyncIterator[None]:
    """Inside a transaction: all tables are empty, and take rows in any order; at the end all their rules hold again."""
    await session.fetchrow(STATEMENTS["plain_formats"])
    rules = [*await session.fetch(STATEMENTS["foreign_keys"]), *await session.fetch(STATEMENTS["triggers"])]
    for rule in rules:
        await session.execute(rule["away"])
    await session.execute(await session.fetchval(STATEMENTS["emptying"]))
    yield
    for rule in reversed(rules):
        await session.execute(rule["back"], timeout=_SECONDS)


async def copy_in(session: Session, table: str, columns: tuple[str, ...], packed: IO[bytes]) -> int:
    """The number of rows."""

    async def pieces() -> AsyncIterator[bytes]:
        with gzip.open(packed, "rb") as source:
            while some := source.read(_CHUNK_BYTES):
                yield some

    done = await session.copy_to_table(table, source=pieces(), columns=columns, format="text", timeout=_SECONDS)
    return int(done.rpartition(" ")[2])


async def set_sequences(session: Session, numbers: Mapping[str, int]) -> None:
    for name, number in numbers.items():
        await session.execute(STATEMENTS["set_sequence"], name, number)
