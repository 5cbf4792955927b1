"""Migrations: SQL in dbmate's file format and table, so that operators may run dbmate on the same folder.

A file is `VERSION_name.sql` with a part under `-- migrate:up` and one under `-- migrate:down`. Each up part runs in
one transaction together with its row in `schema_migrations`.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from kit.database.errors import InUseError, MigrationError
from kit.database.lock import holder, try_lock, unlock
from kit.database.pool import Session
from kit.i18n import _

FOLDER = Path(__file__).with_name("migrations")
_LONGEST_SECONDS = 3600.0  # for one migration: an index over a million tickets takes minutes
_LOCK = 0x7468697264  # one service migrates at a time; the others wait
_TRIES, _RETRY_SECONDS = 15, 0.2  # a service that has just taken its lock has not migrated yet
_MARK = re.compile(r"^-- migrate:(up|down)\b[^\n]*$", re.MULTILINE)


class Migration(NamedTuple):
    version: str
    name: str
    up: str
    down: str


def read_migrations(folder: Path = FOLDER) -> list[Migration]:
    return [_parse(file) for file in sorted(folder.glob("*.sql"))]


def _parse(file: Path) -> Migration:
    """Raises ValueError for a file that has not exactly one up part followed by one down part."""
    version, _mark, name = file.stem.partition("_")
    parts = _MARK.split(file.read_text(encoding="utf-8"))
    if not version.isdecimal() or parts[1::2] != ["up", "down"]:
        raise ValueError(f"{file.name}: want VERSION_name.sql with `-- migrate:up`, then `-- migrate:down`")
    return Migration(version, name, parts[2].strip(), parts[4].strip())


async def applied_versions(session: Session) -> set[str]:
    if await session.fetchval("select to_regclass('schema_migrations') is null"):
        return set()
    return {row["version"] for row in await session.fetch("select version from schema_migrations")}


async def pending(session: Session, migrations: Sequence[Migration]) -> list[Migration]:
    done = await applied_versions(session)
    return [migration for migration in migrations if migration.version not in done]


def newer_text(versions: Collection[str] = ()) -> str:
    which = f" ({', '.join(sorted(versions))})" if versions else ""
    text = _(
        "The database was upgraded by a newer Third Ring{which}: run that version, or restore the backup from before "
        "with this one."
    )
    return text.format(which=which)


async def refuse_newer(session: Session, migrations: Sequence[Migration] | None = None) -> None:
    """Raises MigrationError where the tables are of a version that we do not know."""
    known = {migration.version for migration in (read_migrations() if migrations is None else migrations)}
    if newer := await applied_versions(session) - known:
        raise MigrationError(newer_text(newer))


async def upgrade(session: Session, migrations: Sequence[Migration] | None = None) -> list[Migration]:
    """Runs what is missing, in order, and returns it. Safe to call from several processes at once: a service that is
    about to run them is waited for. Raises InUseError where a service runs on the tables as they are."""
    known = read_migrations() if migrations is None else list(migrations)
    for tries_left in reversed(range(_TRIES)):
        async with _migrating(session):
            await refuse_newer(session, known)
            missing = await pending(session, known)
            if not missing:
                return []
            if await try_lock(session):
                await _run(session, missing)
                return missing
        if tries_left:
            await asyncio.sleep(_RETRY_SECONDS)
    text = _("A service of an older version runs on this database ({holder}): stop it first, or start it again.")
    raise InUseError(text.format(holder=await holder(session)))


@asynccontextmanager
async def _migrating(session: Session) -> AsyncIterator[None]:
    await session.execute("select pg_advisory_lock($1)", _LOCK)
    try:
        yield
    finally:
        await session.execute("select pg_advisory_unlock($1)", _LOCK)


async def _run(session: Session, missing: Sequence[Migration]) -> None:
    """Runs migrations under the lock of the service that stores, and releases the lock at the end."""
    try:
        await session.execute("create table if not exists schema_migrations (version varchar(128) primary key)")
        for migration in missing:
            async with session.transaction():
                await session.execute(migration.up, timeout=_LONGEST_SECONDS)
                await session.execute("insert into schema_migrations (version) values ($1)", migration.version)
    finally:
        await unlock(session)
