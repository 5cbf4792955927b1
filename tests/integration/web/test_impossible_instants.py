"""Calls of a PBX whose clock said an impossible year: no route breaks on them, and the upgrade makes them possible."""

import json
from collections.abc import Sequence

import pytest

from kit.database.migrate import read_migrations
from kit.database.pool import DatabasePool, session
from metrics.calls.rows import rows_of
from metrics.calls.service_level import judge
from metrics.calls.store import PostgresCalls
from metrics.calls.writer import Progress, Writer
from telephony.facts import Call, ReceiptLine, Transfer, TransferKind
from tests.integration.web.site_in_memory import POLICY, T0, answered_call, web_of

YEAR_9999_US = 253_402_300_799_999_999
ROUTES = (
    "/api/v1/calls",
    "/api/v1/calls?limit=1",
    "/api/v1/calls/main/1764036000.1",
    "/api/v1/calls/main/1764036000.1/receipt",
    "/api/v1/calls/main/1764036000.1/receipt?lang=zh",
)


def call_at(at_us: int) -> Call:
    call = answered_call("1764036000.1", 2_000_000, T0)
    call.arrived_at_us = call.alerted_at_us = call.answered_at_us = call.ring_ended_at_us = call.ended_at_us = at_us
    call.receipt = [ReceiptLine(at_us, 1, "Newchannel", "", "inbound call arrived")]
    call.transfers = [Transfer(at_us, TransferKind.BLIND, "1001", "1002")]
    for attempt in call.attempts:
        attempt.began_at_us = at_us
        attempt.alerted_at_us = attempt.ended_at_us = at_us
    return call


async def store(pool: DatabasePool, *calls: Call) -> PostgresCalls:
    rows = [rows_of(call, judge(call, POLICY), POLICY, None) for call in calls]
    await Writer(pool).write(rows, Progress(9, 9))
    return PostgresCalls(pool)


async def statuses(calls: PostgresCalls, routes: Sequence[str] = ROUTES) -> list[int]:
    async with web_of(calls) as web:
        found = []
        for route in routes:
            async with web.get(route) as answer:
                found.append(answer.status)
        return found


@pytest.mark.parametrize("at_us", [YEAR_9999_US, 10 * YEAR_9999_US, -1, 0])
async def test_a_call_of_an_impossible_year_breaks_no_route(pool: DatabasePool, at_us: int) -> None:
    calls = await store(pool, call_at(at_us), answered_call("1.2", 4_000_000, T0))
    assert await statuses(calls) == [200] * len(ROUTES)


async def stored_as_it_once_was(pool: DatabasePool) -> PostgresCalls:
    """PostgreSQL has the last instant of the year 9999 as infinity."""
    calls = await store(pool, call_at(T0))
    async with session(pool) as connection:
        await connection.execute(
            "update calls set arrived_at = 'infinity', answered_at = 'infinity', ended_at = '9999-12-31 23:00Z';"
            "update attempts set alerted_at = 'infinity', ended_at = 'infinity'; update transfers set at = 'infinity'"
        )
        lines = json.dumps([[YEAR_9999_US * 10, 1, "Newchannel", "", "inbound call arrived"]])
        await connection.execute("update receipts set events = $1::text::json", lines)
    return calls


async def test_what_was_stored_with_an_infinite_instant_breaks_no_route(pool: DatabasePool) -> None:
    assert await statuses(await stored_as_it_once_was(pool)) == [200] * len(ROUTES)


async def test_the_upgrade_makes_stored_instants_possible_and_their_calls_estimated(pool: DatabasePool) -> None:
    calls = await stored_as_it_once_was(pool)
    (migration,) = (one for one in read_migrations() if one.name == "possible_instants")
    async with session(pool) as connection, connection.transaction():
        await connection.execute(migration.up)
    call = await calls.one("main", "1764036000.1")
    assert call is not None
    assert (call.measurement, call.excluded) == ("estimated", "unknown_after_gap")
    instants = [call.arrived_at, call.answered_at, call.ended_at, call.attempts[0].alerted_at, call.transfers[0].at]
    assert {at.year for at in instants if at is not None} == {2025}
    assert await statuses(calls) == [200] * len(ROUTES)
