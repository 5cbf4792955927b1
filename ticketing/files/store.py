"""Files in PostgreSQL and on the shelf: a row names its bytes by their hash, and bytes go when no row names them.

Bytes are put first, without a lock, since a bucket may take its time. Whoever writes their row holds the lock and looks
whether they are still there; whoever removes bytes holds it too. A process that is killed in between leaves bytes that
no row names, which the next cleaning removes.
"""

import asyncio
import contextlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from kit.amounts import whole
from kit.buckets.troubles import BucketError
from kit.database import site
from kit.database.changing import changing
from kit.database.columns import Columns
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.refusals import GoneError
from ticketing.files import file as files
from ticketing.files.file import File, Kept, Subject, require_room
from ticketing.files.making import Made
from ticketing.files.shelf import Shelf
from ticketing.news import FileNews, Hearer, nobody

FILE = Columns(File, key="id", serial=True)
STATEMENTS = read_statements(Path(__file__).with_name("files.sql"), kept=FILE)
_AT_ONCE = 500


class FileStore:
    def __init__(self, pool: DatabasePool, shelf: Shelf, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._shelf = shelf
        self._hear = hear
        self._claimed = False

    async def get(self, number: int) -> File:
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["get"], number)
        if row is None:
            raise GoneError("file", number)
        return FILE.of(row)

    async def by_key(self, key: str) -> File | None:
        async with session(self._pool) as connection:
            return _found(await connection.fetchrow(STATEMENTS["by_key"], key))

    async def of(self, record: files.Record, of: str) -> list[File]:
        async with session(self._pool) as connection:
            return [FILE.of(row) for row in await connection.fetch(STATEMENTS["list"], record, of, _number(of))]

    async def parts(self, subject: Subject) -> tuple[str, ...]:
        """Of an inspection; of a ticket its procedure has them."""
        async with session(self._pool) as connection:
            return tuple(row["item"] for row in await connection.fetch(STATEMENTS["items"], int(subject.of)))

    async def has(self, subject: Subject) -> bool:
        async with session(self._pool) as connection:
            return bool(
                await connection.fetchval(STATEMENTS["has_record"], subject.record, subject.of, _number(subject.of))
            )

    async def require_room(self, subject: Subject, more_bytes: int) -> None:
        async with session(self._pool) as connection:
            require_room(await _kept(connection, subject), more_bytes, self._shelf.limits)

    async def add(self, draft: File, made: Made) -> File:
        """`draft` lacks id, hashes and sizes. The same key makes no second file. Raises RefusedError."""
        sizes = [path.stat().st_size for path in (made.whole, made.small) if path is not None]
        parts = [path for path in (made.whole, made.small) if path is not None]
        hashes = [await self._shelf.put(path) for path in parts]
        async with changing(self._pool, self._hear) as (connection, told):
            await connection.execute(STATEMENTS["alone"])
            known = _found(await connection.fetchrow(STATEMENTS["by_key"], draft.key)) if draft.key else None
            if known is not None:
                return known
            require_room(await _kept(connection, draft.subject), sum(sizes), self._shelf.limits)
            for path, sha256 in zip(parts, hashes, strict=True):
                if not await self._shelf.kept.has(sha256):
                    await self._shelf.kept.put(path, sha256)
            small = hashes[1] if len(hashes) > 1 else ""
            file = replace(draft, sha256=hashes[0], size_bytes=sizes[0], small_sha256=small, small_bytes=sum(sizes[1:]))
            number = await connection.fetchval(*STATEMENTS.filled("insert", FILE.row(file)))
            file = replace(file, id=number)
            told.append(FileNews(file, "added", file.at_us))
        return file

    async def remove(self, file: File, at_us: int) -> None:
        async with changing(self._pool, self._hear) as (connection, told):
            if await connection.fetchrow(STATEMENTS["remove"], file.id) is None:
                raise GoneError("file", file.id)
            told.append(FileNews(file, "removed", at_us))
        with contextlib.suppress(BucketError):  # the next cleaning does it
            await self.let_go([file.sha256, file.small_sha256])

    async def clean(self) -> int:
        """Removes all bytes that no row names. How many files that were. Raises BucketError."""
        await asyncio.to_thread(self._shelf.clear_bench)
        gone = 0
        async for page in self._shelf.kept.pages():
            for at in range(0, len(page), _AT_ONCE):
                gone += await self.let_go(page[at : at + _AT_ONCE])
        return gone

    async def let_go(self, hashes: Collection[str]) -> int:
        """Removes those of these bytes that no row names. Raises BucketError."""
        await self.claim()
        async with session(self._pool) as connection, connection.transaction():
            await connection.execute(STATEMENTS["alone"])
            rows = await connection.fetch(STATEMENTS["named"], list(hashes))
            unnamed = set(filter(None, hashes)) - {row["sha256"] for row in rows}
            await self._shelf.kept.drop(unnamed)
        return len(unnamed)

    async def claim(self) -> None:
        """Nothing is removed where another site keeps its files. Raises BucketError."""
        if not self._claimed:
            await self.look()

    async def look(self) -> None:
        """Raises BucketError where files cannot be kept, or are another site's."""
        async with session(self._pool) as connection:
            word = await site.of_database(connection)
        if word is not None:
            await self._shelf.kept.claim(word)
            self._claimed = True


async def _kept(connection: Session, subject: Subject) -> Kept:
    row = await connection.fetchrow(STATEMENTS["kept"], subject.record, subject.of)
    assert row is not None  # noqa: S101 - counts are always there
    return Kept(**row)


def _number(of: str) -> int | None:
    return whole(of, 15)


def _found(row: Record | None) -> File | None:
    return None if row is None else FILE.of(row)
