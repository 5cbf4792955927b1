"""The end of an answered call, where nothing more is to be done, is one statement; wherever there is more, it does
nothing."""

import asyncio

from kit.database.pool import DatabasePool, connect, session
from telephony.facts import FactKind
from tests.integration.ticketing.test_desk import MOBILE, NOON, hear, hear_facts
from tests.unit.ticketing.calls import facts, inbound, outbound
from ticketing.callbacks.sightings import Numbering
from ticketing.notices import Ended, notice
from ticketing.workflows.quiet_ends import QuietEnds
from ticketing.workflows.service_desk import ServiceDesk

LATER_US = NOON + 3_600_000_000
LOCK = "select pg_advisory_xact_lock(hashtextextended('phone +8613800138000', 0))"

SLOW_LOCKS = """
    create schema slow;
    create function slow.pg_try_advisory_xact_lock(key bigint) returns boolean language plpgsql as $$
    begin
        perform pg_advisory_xact_lock(7, 7);
        return pg_catalog.pg_try_advisory_xact_lock(key);
    end $$;
    set search_path to slow, public, pg_catalog;
"""
WAITS = "select exists (select from pg_locks where locktype = 'advisory' and (classid, objid) = (7, 7) and not granted)"


def end_of(linkedid: str, talk_seconds: int | None = 60, number: str = MOBILE) -> Ended:
    told = notice(facts(inbound(linkedid, LATER_US, number, talk_seconds))[-1], Numbering())
    assert isinstance(told, Ended)
    return told


async def arrived(desk: ServiceDesk, linkedid: str, number: str = MOBILE) -> None:
    told = facts(inbound(linkedid, LATER_US, number, 60))
    await hear_facts(desk, *(fact for fact in told if fact.kind is not FactKind.CALL_ENDED))


async def test_a_call_about_nothing_more_is_dealt_with_once(desk: ServiceDesk, pool: DatabasePool) -> None:
    quietly = QuietEnds(pool, desk.rules)
    await arrived(desk, "1")
    assert await quietly(end_of("1"))
    assert not await quietly(end_of("1"))
    assert await desk.catch_up(NOON, LATER_US * 2) == 0


async def test_a_call_that_the_desk_has_not_heard_of_is_not(desk: ServiceDesk, pool: DatabasePool) -> None:
    assert not await QuietEnds(pool, desk.rules)(end_of("1"))


async def test_a_missed_call_is_not_and_has_its_callback(desk: ServiceDesk, pool: DatabasePool) -> None:
    await arrived(desk, "1")
    assert not await QuietEnds(pool, desk.rules)(end_of("1", talk_seconds=None))
    assert len(await hear(desk, inbound("1", LATER_US, MOBILE, None))) == 1


async def test_a_call_that_settles_a_callback_is_not(desk: ServiceDesk, pool: DatabasePool) -> None:
    await hear(desk, inbound("1", NOON, MOBILE, None))
    await arrived(desk, "2")
    assert not await QuietEnds(pool, desk.rules)(end_of("2"))
    assert [one.state for one in await hear(desk, inbound("2", LATER_US, MOBILE, 60))] == ["reached"]


async def test_a_call_of_ours_is_not(desk: ServiceDesk, pool: DatabasePool) -> None:
    told = notice(facts(outbound("1", NOON, MOBILE, 60))[-1], desk.rules.numbering)
    assert isinstance(told, Ended)
    assert not await QuietEnds(pool, desk.rules)(told)


async def test_it_waits_for_nobody(desk: ServiceDesk, pool: DatabasePool) -> None:
    quietly = QuietEnds(pool, desk.rules)
    await arrived(desk, "1")
    for held in (LOCK, "select 1 from desk_calls where linkedid = '1' for update"):
        async with session(pool) as other, other.transaction():
            await other.execute(held)
            assert not await quietly(end_of("1"))
    assert await quietly(end_of("1"))


async def test_a_callback_that_is_committed_just_before_the_lock_is_taken_is_settled(
    desk: ServiceDesk, pool: DatabasePool, database_url: str
) -> None:
    """What the statement had seen before it waited for the lock is not what is true once it has the lock."""
    await arrived(desk, "2")
    ours = await connect(database_url)
    await ours.execute(SLOW_LOCKS)
    async with session(pool) as other, asyncio.timeout(60):
        await other.execute("select pg_advisory_lock(7, 7)")
        ending = asyncio.create_task(QuietEnds(ours, desk.rules)(end_of("2")))
        while not await other.fetchval(WAITS):
            await asyncio.sleep(0.01)
        await hear(desk, inbound("1", LATER_US - 60_000_000, MOBILE, None))
        await other.execute("select pg_advisory_unlock(7, 7)")
        assert not await ending
    await ours.close()
    assert [one.state for one in await hear(desk, inbound("2", LATER_US, MOBILE, 60))] == ["reached"]
