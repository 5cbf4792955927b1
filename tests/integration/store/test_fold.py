"""PostgreSQL is the journal's fold: whatever is taken away, in the end both say the same."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from kit.database.pool import DatabasePool
from telephony.facts import FactKind
from telephony.journal import Batch, Checkpoint
from tests.integration.store.scene import applied_position, as_stored, ended_calls, entries, frames, stored
from tests.integration.store.small_service import Door, small_service

CALLS = 40
ALL = frames(CALLS)
HALF = len(ALL) // 2


def undisturbed() -> object:
    return as_stored(ended_calls(entries(CALLS)))


async def test_what_the_switch_says_is_what_is_stored(pool: DatabasePool, tmp_path: Path) -> None:
    async with small_service(pool, tmp_path) as service:
        await service.hear(ALL)
        await service.stored()
    assert await stored(pool) == undisturbed()
    assert await applied_position(pool) == len(ALL)


async def test_a_call_is_stored_while_it_goes_on(pool: DatabasePool, tmp_path: Path) -> None:
    async with small_service(pool, tmp_path) as service:
        await service.hear(ALL[:HALF])
        await service.stored()
        live = {(call.pbx, call.linkedid) for call in service.derivation.live_calls()}
    assert live
    assert live <= {row[:2] for row in (await stored(pool))["calls"]}


async def test_with_postgresql_away_calls_are_measured_and_shown_and_the_status_says_so(
    pool: DatabasePool, tmp_path: Path
) -> None:
    door = Door(pool)
    door.away = True
    async with small_service(pool, tmp_path, door) as service:
        await service.hear(ALL)
        ended = sum(fact.kind is FactKind.CALL_ENDED for fact in service.shown)
        assert ended == len(ended_calls(entries(CALLS))) == service.recorder.measured.total()
        assert "PostgreSQL" in service.fold.status.trouble
        assert service.fold.status.behind_events == len(ALL)
        assert service.journal.health.last_position == len(ALL)
        door.away = False
        await service.stored()
    assert await stored(pool) == undisturbed()


async def test_away_for_so_long_that_memory_would_not_do_it_is_read_again_from_the_journal(
    pool: DatabasePool, tmp_path: Path
) -> None:
    door = Door(pool)
    async with small_service(pool, tmp_path, door, calls_max=5) as service:
        await service.hear(ALL[:100])
        await service.stored()
        door.away = True
        await service.hear(ALL[100:])
        assert len(service.pending) <= 6
        door.away = False
        await service.stored()
    assert await stored(pool) == undisturbed()


async def test_calls_that_come_while_it_catches_up_are_not_forgotten(pool: DatabasePool, tmp_path: Path) -> None:
    door = Door(pool)
    door.away = True
    async with small_service(pool, tmp_path, door, calls_max=5) as service:
        await service.hear(ALL[:HALF])
        door.away = False
        await service.hear(ALL[HALF:])
        await service.stored()
    assert await stored(pool) == undisturbed()


async def test_a_connection_lost_just_after_the_commit_stores_nothing_twice(pool: DatabasePool, tmp_path: Path) -> None:
    door = Door(pool)
    door.breaks = True
    async with small_service(pool, tmp_path, door) as service:
        await service.hear(ALL)
        door.breaks = False
        await service.stored()
    assert await stored(pool) == undisturbed()


@pytest.mark.parametrize("cut", [1, HALF // 2, HALF, len(ALL) - 1])
async def test_killed_and_started_again_it_goes_on_as_if_nothing_had_been(
    pool: DatabasePool, tmp_path: Path, cut: int
) -> None:
    async with small_service(pool, tmp_path) as service:
        await service.hear(ALL[:cut])
    async with small_service(pool, tmp_path) as service:
        await service.hear(ALL[cut:])
        await service.stored()
    assert await stored(pool) == undisturbed()


async def test_a_restart_tells_no_fact_twice(pool: DatabasePool, tmp_path: Path) -> None:
    told = []
    for part in (ALL[:HALF], ALL[HALF:]):
        async with small_service(pool, tmp_path) as service:
            await service.hear(part)
            await service.hear([(b"Event: Nothing", 1)])  # its checkpoint says that all before is derived
            told += [(fact.position, fact.kind) for fact in service.shown]
    assert len(told) == len(set(told))


async def test_events_on_disk_that_a_kill_kept_from_being_derived_are_told_after_the_start(
    pool: DatabasePool, tmp_path: Path
) -> None:
    async with small_service(pool, tmp_path) as service:
        await service.journal.append([Batch("main", ALL)], Checkpoint())
    async with small_service(pool, tmp_path) as service:
        assert service.recorder.measured.total() == len(ended_calls(entries(CALLS)))
        await service.stored()
    assert await stored(pool) == undisturbed()


async def test_an_empty_postgresql_is_filled_again_from_the_journal(pool: DatabasePool, tmp_path: Path) -> None:
    async with small_service(pool, tmp_path) as service:
        await service.hear(ALL)
        await service.stored()
    async with pool.acquire() as connection:
        await connection.execute("truncate calls, attempts, transfers, receipts")
        await connection.execute("update fold set applied_position = 0, resume_position = 0")
    async with small_service(pool, tmp_path) as service:
        await service.stored()
    assert await stored(pool) == undisturbed()


async def test_a_lost_journal_stops_nothing(pool: DatabasePool, tmp_path: Path) -> None:
    async with small_service(pool, tmp_path / "one") as service:
        await service.hear(ALL)
        await service.stored()
    async with small_service(pool, tmp_path / "two") as service:
        await service.hear(frames(CALLS, seed=2))
        await service.stored()
    first, second = ended_calls(entries(CALLS)), ended_calls(entries(CALLS, seed=2))
    assert len((await stored(pool))["calls"]) == len({row.call[:2] for row in (*first, *second)})


async def heard_with_postgresql_away_and_killed(pool: DatabasePool, folder: Path, seed: int) -> None:
    door = Door(pool)
    door.away = True
    async with small_service(pool, folder, door) as service:
        await service.hear(frames(CALLS, seed=seed))


async def test_a_position_of_a_lost_journal_takes_no_event_of_the_new_one_for_applied(
    pool: DatabasePool, tmp_path: Path
) -> None:
    async with small_service(pool, tmp_path / "one") as service:
        await service.hear(ALL)
        await service.stored()
    await heard_with_postgresql_away_and_killed(pool, tmp_path / "two", seed=2)
    async with small_service(pool, tmp_path / "two") as service:
        await service.stored()
    expected = {row.call[1] for row in ended_calls(entries(CALLS, seed=2))}
    assert expected <= {row[1] for row in (await stored(pool))["calls"]}


async def test_what_comes_after_a_lost_end_of_the_journal_is_not_taken_for_applied(
    pool: DatabasePool, tmp_path: Path
) -> None:
    """After a power cut on a disk that lies, or where the disk was full until the end."""
    async with small_service(pool, tmp_path) as service:
        await service.hear(ALL)
        await service.stored()
    with closing(sqlite3.connect(tmp_path / "journal.sqlite", isolation_level=None)) as file:
        file.execute("delete from batches where first_position > 100")
        file.execute("update checkpoint set derived_position = 100, resume_position = 1")
    async with small_service(pool, tmp_path) as service:
        await service.stored()
    assert await applied_position(pool) <= 100
    await heard_with_postgresql_away_and_killed(pool, tmp_path, seed=2)
    async with small_service(pool, tmp_path) as service:
        await service.stored()
    expected = {row.call[1] for row in ended_calls(entries(CALLS, seed=2))}
    assert expected <= {row[1] for row in (await stored(pool))["calls"]}


@pytest.mark.parametrize("seed", range(8))
async def test_kills_and_absences_in_any_order_change_no_figure(pool: DatabasePool, tmp_path: Path, seed: int) -> None:
    chance, begin = Random(seed), 0
    while begin < len(ALL):
        door = Door(pool)
        async with small_service(pool, tmp_path, door, calls_max=8) as service:
            for _ in range(chance.randint(1, 6)):
                door.away, door.breaks = chance.random() < 0.4, chance.random() < 0.2
                end = begin + chance.randint(1, 150)
                await service.hear(ALL[begin:end])
                begin = end
    async with small_service(pool, tmp_path) as service:
        await service.stored()
    assert await stored(pool) == undisturbed()


async def test_a_start_that_finds_nothing_new_leaves_the_position_where_it_was(
    pool: DatabasePool, tmp_path: Path
) -> None:
    for heard in (ALL, ()):
        async with small_service(pool, tmp_path) as service:
            await service.hear(heard)
            await service.stored()
        assert await applied_position(pool) == len(ALL)
