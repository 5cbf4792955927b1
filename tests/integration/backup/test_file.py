"""The file itself: every row of every table, and nothing that is wrong with it goes unnoticed."""

import stat
from pathlib import Path

import pytest

from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import applied_versions, read_migrations, upgrade
from kit.database.pool import DatabasePool, connect, open_pool, session
from kit.http.auth.store import add_token
from kit.roles import Role
from telephony.journal import Batch, Checkpoint
from telephony.journal.sqlite import SqliteJournal
from tests.integration.backup.site import KNOWN, backed_up, empty_database, every_row, flip_a_byte, put_back, restored
from tests.integration.store.scene import frames
from tests.integration.store.small_service import small_service
from thirdring.backup import BackupError
from thirdring.backup.archive import reading

ODD = "张三 \\N\t\n\\ '\"—"


@pytest.fixture
async def site(pool: DatabasePool, tmp_path: Path) -> Path:
    """Calls, and of every kind of value one that is not simple."""
    async with small_service(pool, tmp_path) as service:
        await service.hear(frames(10))
        await service.stored()
    async with session(pool) as connection:
        await add_token(connection, "secret-token", Role.MANAGER, ODD, 90)
        await connection.execute("insert into audit (actor, action, detail) values ($1, '', '{\"a\": null}')", ODD)
    return tmp_path


async def test_every_row_of_every_table_comes_back(pool: DatabasePool, postgres: EmbeddedPostgres, site: Path) -> None:
    await backed_up(pool, site, site / "b.tar")
    before = await every_row(pool)
    async with restored(site / "b.tar", site / "again", postgres) as other:
        assert await every_row(other) == before
        async with session(other) as connection:
            following = await connection.fetchval("select max(id) + 1 from audit")
            new = await connection.fetchval("insert into audit (actor, action) values ('', '') returning id")
            assert new == following > 1
            rules = "select count(*) from pg_constraint where contype = 'f'"
            async with session(pool) as old:
                assert await connection.fetchval(rules) == await old.fetchval(rules) > 5
    assert len(before["calls"]) > 5
    assert len(before["tokens"]) == 1


async def test_what_the_migrations_put_there_does_not_come_twice(
    pool: DatabasePool, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    await backed_up(pool, tmp_path, tmp_path / "b.tar")
    before = await every_row(pool)
    async with restored(tmp_path / "b.tar", tmp_path / "again", postgres) as other:
        assert await every_row(other) == before


async def test_an_older_database_comes_back_as_it_was_and_is_upgraded_afterwards(
    postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    old = read_migrations()[:3]
    async with empty_database(postgres) as url, empty_database(postgres) as other_url:
        connection = await connect(url)
        await upgrade(connection, old)
        await connection.close()
        pool = await open_pool(url)
        await backed_up(pool, tmp_path, tmp_path / "b.tar")
        await pool.close()
        await put_back(tmp_path / "b.tar", tmp_path / "again", other_url)
        connection = await connect(other_url)
        assert await applied_versions(connection) == {each.version for each in old}
        assert await upgrade(connection) == read_migrations()[3:]
        await connection.close()


async def test_only_its_owner_can_read_it_and_nothing_else_is_left(pool: DatabasePool, site: Path) -> None:
    folder = site / "backups"
    folder.mkdir()
    await backed_up(pool, site, folder / "b.tar")
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_file_that_is_there_is_not_written_over(pool: DatabasePool, site: Path) -> None:
    folder = site / "backups"
    folder.mkdir()
    (folder / "b.tar").write_text("mine")
    with pytest.raises(FileExistsError):
        await backed_up(pool, site, folder / "b.tar")
    [file] = folder.iterdir()
    assert file.read_text() == "mine"


async def test_a_database_that_has_tables_is_not_filled(pool: DatabasePool, database_url: str, site: Path) -> None:
    await backed_up(pool, site, site / "b.tar")
    before = await every_row(pool)
    with pytest.raises(BackupError, match="not empty"):
        await put_back(site / "b.tar", site / "again", database_url)
    assert await every_row(pool) == before


@pytest.mark.parametrize("part", [b"tables/calls.copy.gz", b"journal.sqlite"])
async def test_a_damaged_part_is_found_and_named(pool: DatabasePool, site: Path, part: bytes) -> None:
    await backed_up(pool, site, site / "b.tar")
    flip_a_byte(site / "b.tar", part)
    with reading(site / "b.tar", KNOWN) as archive, pytest.raises(BackupError, match=part.decode()):
        archive.verify(lambda _size_bytes: None)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.8])
async def test_a_file_that_was_cut_off_is_refused(pool: DatabasePool, site: Path, share: float) -> None:
    await backed_up(pool, site, site / "b.tar")
    whole = (site / "b.tar").read_bytes()
    (site / "cut.tar").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupError), reading(site / "cut.tar", KNOWN) as archive:
        archive.verify(lambda _size_bytes: None)


async def test_a_journal_in_use_is_copied_without_the_room_it_keeps_free(pool: DatabasePool, tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    await journal.append([Batch("main", frames(10))], Checkpoint())
    await backed_up(pool, tmp_path, tmp_path / "b.tar")
    await journal.append([Batch("main", frames(10))], Checkpoint())
    await journal.close()
    assert (tmp_path / "b.tar").stat().st_size < 2_000_000
