"""That a backup and a purge were done is noted, whoever called them; a metric and an alert are made of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from kit.database.pool import DatabasePool, session
from kit.database.upkeep import last_done
from thirdring.commands import CommandError, daily
from thirdring.commands.backup import back_up
from thirdring.purge import purge
from thirdring.settings import Settings
from thirdring.settings.groups import Retention

NOW = datetime(2026, 11, 28, 3, 10, tzinfo=UTC)


async def noted(pool: DatabasePool) -> dict[str, float]:
    async with session(pool) as connection:
        return dict(await last_done(connection))


async def test_a_purge_is_noted_and_a_dry_run_is_not(pool: DatabasePool) -> None:
    await purge(pool, Retention(), NOW, dry_run=True)
    assert await noted(pool) == {}
    await purge(pool, Retention(), NOW)
    assert await noted(pool) == {"purge": NOW.timestamp()}


async def test_a_backup_is_noted(pool: DatabasePool, database_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", database={"url": database_url})
    before = datetime.now(UTC).timestamp()
    await back_up(settings, tmp_path, Console(quiet=True))
    assert before <= (await noted(pool))["backup"]


async def test_whatever_a_backup_fails_of_the_purge_is_done_and_the_run_has_failed(
    pool: DatabasePool, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> list[str]:
        raise RuntimeError

    monkeypatch.setattr(daily, "back_up", broken)
    settings = Settings(data_dir=tmp_path / "data", database={"url": database_url})
    with pytest.raises(CommandError):
        await daily.daily_once(settings, tmp_path, 14, lambda _line: None)
    assert set(await noted(pool)) == {"purge"}
