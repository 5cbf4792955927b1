"""PostgreSQL is killed right after calls arrived: the tickets it forgot are opened again, one a call, without gaps."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator

import pytest

from kit.database import postmaster
from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import upgrade
from kit.database.pool import AWAY, DatabasePool, connect, ensure_database, open_pool, session
from kit.instants import HOUR_US
from metrics.calls.encode import encoder
from metrics.calls.service_level import Policy
from metrics.calls.writer import Progress, Writer
from telephony.facts import Call
from telephony.numbers import e164
from tests.unit.ticketing.calls import inbound
from ticketing.notices import Arrived
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.worker import DeskWorker

FORGETFUL = {"wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}
"""What is committed without waiting stays in memory for long, so that a kill is sure to lose it."""

CALLS = 40
ANSWERED = 5  # of them, while they are live


@pytest.fixture(scope="module")
def crashing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("crashing"), FORGETFUL)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def pool(crashing: EmbeddedPostgres) -> AsyncIterator[DatabasePool]:
    await ensure_database(crashing.url("crashing"))
    connection = await connect(crashing.url("crashing"))
    await upgrade(connection)
    await connection.execute("checkpoint")
    await connection.close()
    pool = await open_pool(crashing.url("crashing"))
    yield pool
    await pool.close()


@pytest.fixture
async def noon(pool: DatabasePool) -> int:
    """After the desk was created."""
    async with session(pool) as connection:
        return int(await connection.fetchval("select extract(epoch from born_at)::bigint + 1 from desk")) * 1_000_000


def kill(server: EmbeddedPostgres) -> None:
    """As a machine that fails ends it; it is started again at once."""
    running = postmaster.read_postmaster(server.data)
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    assert postmaster.wait_for(lambda: not postmaster.answers(str(server.home)), 60)
    server.start()


async def arrive(desk: ServiceDesk, calls: list[Call]) -> list[str]:
    """As AGI opens them, all at once; their tickets' numbers."""
    opened = [desk.notices.arrived(Arrived(c.pbx, c.linkedid, c.arrived_at_us, "+86" + c.caller_raw)) for c in calls]
    return [number for number, _ in await asyncio.gather(*opened)]


async def tickets(pool: DatabasePool) -> dict[str, str]:
    """Of each call; fails where PostgreSQL does not answer within a minute."""
    async with asyncio.timeout(60):
        while True:
            try:
                async with session(pool) as connection:
                    rows = await connection.fetch("select linkedid, ticket from ticket_calls")
                    return {row["linkedid"]: row["ticket"] for row in rows}
            except AWAY:
                await asyncio.sleep(0.05)


async def until_known(worker: DeskWorker, pool: DatabasePool, calls: list[Call]) -> dict[str, str]:
    async with asyncio.timeout(60):
        while len(known := await tickets(pool)) < len(calls):
            await worker.look_around()
            await worker.settle()
    return known


async def test_each_call_ends_up_with_one_ticket_and_the_day_has_no_gaps(
    crashing: EmbeddedPostgres, pool: DatabasePool, rules: SiteRules, noon: int
) -> None:
    live = [inbound(f"live {n}", noon + n, f"138000{n:05}", 60 if n < ANSWERED else None) for n in range(CALLS)]
    over = [inbound(f"over {n}", noon + n, f"139000{n:05}", 60) for n in range(CALLS)]
    encode = encoder(Policy(), e164)
    desk = ServiceDesk(pool, rules)
    worker = DeskWorker(desk, pool, now_us=lambda: noon + HOUR_US, live_calls=lambda: live)
    numbers = await arrive(desk, [*live, *over])
    assert len(set(numbers)) == 2 * CALLS
    await asyncio.to_thread(kill, crashing)
    lost = 2 * CALLS - len(await tickets(pool))
    assert lost > 0, "nothing was lost: the test shows nothing"
    running = asyncio.create_task(worker.run())
    try:
        await Writer(pool).write([encode(call) for call in over], Progress(1, 1))  # as the journal tells them again
        known = await until_known(worker, pool, [*live, *over])
        await arrive(desk, [inbound("next", noon, "13700000000", None)])
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert sorted(known) == sorted(call.linkedid for call in (*live, *over))
    assert len(set(known.values())) == 2 * CALLS
    async with session(pool) as connection:
        rows = await connection.fetch("select number, assignee from tickets order by number")
        assert [int(row["number"][9:]) for row in rows] == list(range(1, 2 * CALLS + 2))
        assert sum(row["assignee"] == "1001" for row in rows) == CALLS + ANSWERED
