"""Migrations in dbmate's way: each once, in order, alone, and back."""

import asyncio
from pathlib import Path

import pytest

from kit.database.errors import MigrationError
from kit.database.lock import lock, unlock
from kit.database.migrate import Migration, pending, read_migrations, upgrade
from kit.database.pool import DatabasePool, session

ONE = Migration("1", "one", "create table one (a int)", "drop table one")
BAD = Migration("2", "bad", "create table two (a int); select no_such_function()", "")


def test_a_file_without_both_parts_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "1_x.sql").write_text("-- migrate:up\nselect 1;\n")
    with pytest.raises(ValueError, match=r"1_x\.sql"):
        read_migrations(tmp_path)


def test_ours_have_rising_versions_and_names() -> None:
    versions = [migration.version for migration in read_migrations()]
    assert versions == sorted(set(versions))
    assert versions


async def test_an_upgraded_database_needs_nothing_more(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        assert await pending(connection, read_migrations()) == []
        assert await upgrade(connection) == []


async def test_every_migration_goes_down_and_up_again(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        for migration in reversed(read_migrations()):
            await connection.execute(migration.down)
        left = await connection.fetchval("select count(*) from pg_tables where schemaname = 'public'")
        assert left == 1  # schema_migrations itself
        await connection.execute("delete from schema_migrations")
        assert await upgrade(connection) == read_migrations()


async def test_a_migration_that_fails_leaves_nothing_behind(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        with pytest.raises(Exception, match="no_such_function"):
            await upgrade(connection, [*read_migrations(), BAD])
        assert await connection.fetchval("select to_regclass('two')") is None
        assert await pending(connection, [*read_migrations(), BAD]) == [BAD]


async def test_two_services_that_start_at_once_migrate_once(pool: DatabasePool) -> None:
    async def one() -> list[Migration]:
        async with session(pool) as connection:
            return await upgrade(connection, [*read_migrations(), ONE])

    assert sorted(map(len, await asyncio.gather(one(), one()))) == [0, 1]


async def test_a_service_that_is_about_to_migrate_is_waited_for(pool: DatabasePool) -> None:
    known = [*read_migrations(), ONE]
    async with session(pool) as service, session(pool) as command:
        await lock(service, 0)
        beside = asyncio.create_task(upgrade(command, known))
        await asyncio.sleep(0.5)
        assert not beside.done()
        assert await upgrade(service, known) == [ONE]
        assert await beside == []
        await unlock(service)


async def test_a_database_of_a_newer_version_is_left_alone(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        await connection.execute("insert into schema_migrations values ('99999999999999')")
        with pytest.raises(MigrationError, match="newer"):
            await upgrade(connection)
