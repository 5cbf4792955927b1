"""A restored pair goes on as if the service had been killed at that moment: nothing lost, nothing counted twice."""

import asyncio
from pathlib import Path

import pytest

from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import DatabasePool
from telephony.facts import Fact, FactKind
from telephony.journal.copy import checkpoint_of, extent_of
from tests.integration.backup.site import backed_up, restored
from tests.integration.store.scene import applied_position, as_stored, ended_calls, entries, facts, frames, stored
from tests.integration.store.small_service import Door, small_service
from thirdring.backup.manifest import JOURNAL

CALLS = 40
ALL = frames(CALLS)


def undisturbed() -> object:
    return as_stored(ended_calls(entries(CALLS)))


def ended(shown: list[Fact]) -> list[tuple[str, int]]:
    return [(fact.call.linkedid, fact.position) for fact in shown if fact.kind is FactKind.CALL_ENDED]


@pytest.mark.parametrize(("tables_at", "journal_at"), [(0.0, 0.3), (0.25, 0.5), (0.5, 0.9), (0.7, 0.7), (1.0, 1.0)])
async def test_tables_that_lag_behind_the_journal_are_brought_to_the_same_figures(
    pool: DatabasePool, postgres: EmbeddedPostgres, tmp_path: Path, tables_at: float, journal_at: float
) -> None:
    tables, journal = int(len(ALL) * tables_at), int(len(ALL) * journal_at)
    door = Door(pool)
    async with small_service(pool, tmp_path, door) as service:
        await service.hear(ALL[:tables])
        await service.stored()
        door.away = True
        await service.hear(ALL[tables:journal])
        manifest = await backed_up(pool, tmp_path, tmp_path / "b.tar")
    assert manifest.applied_position == tables
    async with restored(tmp_path / "b.tar", tmp_path / "again", postgres) as other:
        assert extent_of(tmp_path / "again" / JOURNAL)[1] == journal
        assert checkpoint_of(tmp_path / "again" / JOURNAL).derived_position == tables
        async with small_service(other, tmp_path / "again") as service:
            await service.hear(ALL[journal:])
            await service.stored()
            assert ended(service.shown) == ended([f for f in facts(entries(CALLS)) if f.position > tables])
            assert service.recorder.measured.total() == len(ended(service.shown))
        assert await stored(other) == undisturbed()
        assert await applied_position(other) == len(ALL)


async def test_a_backup_in_the_middle_of_the_traffic_is_a_pair(
    pool: DatabasePool, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    """Several, each at another moment."""
    files = [tmp_path / f"{number}.tar" for number in range(4)]
    async with small_service(pool, tmp_path) as service:

        async def traffic() -> None:
            for begin in range(0, len(ALL), 25):
                await service.hear(ALL[begin : begin + 25])
                await asyncio.sleep(0.005)

        calls = asyncio.create_task(traffic())
        manifests = [await backed_up(pool, tmp_path, file) for file in files]
        await calls
    assert len({manifest.applied_position for manifest in manifests}) > 1
    for file, manifest in zip(files, manifests, strict=True):
        folder = tmp_path / file.stem
        async with restored(file, folder, postgres) as other:
            heard = extent_of(folder / JOURNAL)[1]
            assert heard >= manifest.applied_position
            async with small_service(other, folder) as service:
                await service.hear(ALL[heard:])
                await service.stored()
            assert await stored(other) == undisturbed()
