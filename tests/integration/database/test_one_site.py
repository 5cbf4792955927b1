"""One database holds one site: the table of cases, and how a site comes to a new data_dir."""

from pathlib import Path

import pytest

from kit.database import site
from kit.database.errors import OtherSiteError
from kit.database.pool import DatabasePool, session
from thirdring.commands import CommandError
from thirdring.commands.database import database as session_of
from thirdring.commands.db import db_adopt, db_status
from thirdring.settings import Settings

CASES = {
    # case: (site.id of data_dir, site of the database, embedded) -> whose both are afterwards, or refused with
    "both are new": (None, None, False, "new"),
    "the database is new": ("ours", None, False, "ours"),
    "they belong together": ("ours", "ours", False, "ours"),
    "two sites on one database": ("ours", "theirs", False, "belongs to another site"),
    "a second site, or a lost data_dir": (None, "theirs", False, "data_dir is new to it"),
    "an embedded database without its folder's word": (None, "theirs", True, "theirs"),
    "an embedded database from elsewhere": ("ours", "theirs", True, "theirs"),
}


def settings(data_dir: Path, url: str) -> Settings:
    return Settings(data_dir=data_dir, database={"url": url})


@pytest.mark.parametrize("case", CASES)
async def test_the_table_of_cases(case: str, pool: DatabasePool, tmp_path: Path) -> None:
    ours, theirs, embedded, outcome = CASES[case]
    async with session(pool) as connection:
        if ours:
            site.write_file(tmp_path, ours)
        if theirs:
            await site.put(connection, theirs)
        if " " in outcome:
            with pytest.raises(OtherSiteError, match=outcome):
                await site.claim(connection, tmp_path, embedded=embedded)
            assert (site.read_file(tmp_path), await site.of_database(connection)) == (ours, theirs)
            return
        await site.claim(connection, tmp_path, embedded=embedded)
        found = site.read_file(tmp_path)
        assert found == await site.of_database(connection)
        assert found == outcome if outcome != "new" else found


async def test_a_command_of_another_site_is_refused_and_adopting_makes_the_folder_that_of_the_site(
    pool: DatabasePool, database_url: str, tmp_path: Path
) -> None:
    site.write_file(tmp_path, "ours")
    async with session(pool) as connection:
        await site.put(connection, "theirs")
    with pytest.raises(CommandError, match=r"another site.*\./run db adopt"):
        await db_status(settings(tmp_path, database_url))
    await db_adopt(settings(tmp_path, database_url))
    assert site.read_file(tmp_path) == "theirs"
    assert all(done for _name, done in await db_status(settings(tmp_path, database_url)))


async def test_a_command_far_from_the_data_folder_needs_none(pool: DatabasePool, database_url: str) -> None:
    async with session(pool) as connection:
        await site.put(connection, "theirs")
    async with session_of(settings(Path("/nowhere/at/all"), database_url)) as connection:
        assert await connection.fetchval("select 1") == 1
