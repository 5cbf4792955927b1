"""That a backup and a purge were done is noted, whoever called them; a metric and an alert are made of it."""

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from thirdring.commands.backup import back_up
from thirdring.database.pool import DatabasePool, session
from thirdring.settings import Settings
from thirdring.settings.groups import Retention
from thirdring.store.purge import purge
from thirdring.store.upkeep import last_done

NOW = datetime(2026, 11, 28, 3, 10, tzinfo=UTC)


async def noted(pool: DatabasePool) -> dict[str, float]:
    async with session(pool) as connection:
        return dict(await last_done(connection))


async def test_a_purge_is_noted_and_a_dry_run_is_not(pool: DatabasePool) -> None:
    await purge(pool, Retention(), NOW, dry_run=True)
    assert await noted(pool) == {}
    await purge(pool, Retention(), NOW)
    assert await noted(pool) == {"purge": NOW.timestamp()}


async def test_a_backup_is_noted_and_goes_into_a_folder_that_it_makes(
    pool: DatabasePool, database_url: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path / "data", database={"url": database_url})
    before = datetime.now(UTC).timestamp()
    await back_up(settings, f"{tmp_path}/backups/", Console(quiet=True))
    [file] = (tmp_path / "backups").iterdir()
    assert file.name.startswith("thirdring-20")
    assert before <= (await noted(pool))["backup"]
