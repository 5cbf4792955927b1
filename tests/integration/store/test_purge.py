"""What has been kept long enough goes, each class at its own time; what is live stays."""

from datetime import UTC, datetime, timedelta

from kit.database.pool import DatabasePool
from metrics.calls.rows import instant
from metrics.calls.writer import Progress, Writer
from tests.integration.store.scene import ENCODE, T0_US, entries, facts, stored
from thirdring.purge import Purged, purge
from thirdring.settings.groups import Retention

KEEP = Retention(receipts_days=10, personal_days=20, calls_days=30)
NUMBERS = slice(4, 7)


async def store_some(pool: DatabasePool) -> int:
    """Calls of one day, one of them live."""
    calls = {fact.call.linkedid: fact.call for fact in facts(entries(30))}
    last = list(calls.values())[-1]
    last.ended_at_us = None
    await Writer(pool).write([ENCODE(call) for call in calls.values()], Progress(1, 1))
    return len(calls) - 1


def days_later(days: int) -> datetime:
    return instant(T0_US) + timedelta(days=days)


async def test_nothing_goes_before_its_time(pool: DatabasePool) -> None:
    await store_some(pool)
    before = await stored(pool)
    assert await purge(pool, KEEP, days_later(9)) == Purged(0, 0, 0)
    assert await stored(pool) == before


async def test_receipts_go_first_and_calls_stay(pool: DatabasePool) -> None:
    ended = await store_some(pool)
    calls = (await stored(pool))["calls"]
    assert await purge(pool, KEEP, days_later(15)) == Purged(calls=0, receipts=ended, numbers=0)
    left = await stored(pool)
    assert len(left["receipts"]) == 1
    assert left["calls"] == calls


async def test_then_numbers_are_blanked_and_figures_stay(pool: DatabasePool) -> None:
    await store_some(pool)
    before = (await stored(pool))["calls"]
    await purge(pool, KEEP, days_later(25))
    after = (await stored(pool))["calls"]
    assert [row[7:] for row in after] == [row[7:] for row in before]
    ended = [row for row in after if row[12] is not None]
    assert {row[NUMBERS][:2] for row in ended} == {(None, "")}
    assert all(row[6] for row in ended if row[2] == "inbound")  # the hotline's own number is nobody's


async def test_then_calls_go_with_all_that_hangs_on_them_but_never_a_live_one(pool: DatabasePool) -> None:
    ended = await store_some(pool)
    assert (await purge(pool, KEEP, days_later(35))).calls == ended
    left = await stored(pool)
    assert len(left["calls"]) == len(left["receipts"]) == 1
    assert {row[:2] for row in left["attempts"]} <= {left["calls"][0][:2]}


async def test_a_dry_run_counts_the_same_and_changes_nothing(pool: DatabasePool) -> None:
    await store_some(pool)
    before = await stored(pool)
    counted = await purge(pool, KEEP, days_later(25), dry_run=True)
    assert await stored(pool) == before
    assert counted == await purge(pool, KEEP, days_later(25))


async def test_a_purge_is_noted_without_anything_private(pool: DatabasePool) -> None:
    await store_some(pool)
    await purge(pool, KEEP, datetime.now(UTC))
    async with pool.acquire() as connection:
        note = await connection.fetchrow("select action, detail from audit")
    assert note is not None
    assert note["action"] == "purge"
    assert set(note["detail"]) <= set('{}":, 0123456789abcdefghijklmnopqrstuvwxyz')
