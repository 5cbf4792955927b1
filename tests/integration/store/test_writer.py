"""Calls and the position of the journal go into PostgreSQL together, once, and no call holds up the others."""

import pytest

from kit.database.pool import AWAY, DatabasePool, open_pool
from metrics.calls.rows import CallRows
from metrics.calls.writer import AGAIN_US, Progress, Writer
from tests.integration.store.scene import applied_position, as_stored, ended_calls, entries, stored


async def test_what_is_written_is_what_is_read(pool: DatabasePool) -> None:
    calls = ended_calls(entries(60))
    await Writer(pool).write(calls, Progress(10, 5))
    assert await stored(pool) == as_stored(calls)
    assert await Writer(pool).take_position("a journal", 10) == Progress(10, 5)


async def test_writing_again_changes_nothing(pool: DatabasePool) -> None:
    calls = ended_calls(entries(30))
    for _ in range(3):
        await Writer(pool).write(calls, Progress(10, 5))
    assert await stored(pool) == as_stored(calls)


async def test_more_calls_than_fit_one_statement_are_all_written(pool: DatabasePool) -> None:
    calls = ended_calls(entries(700))
    await Writer(pool).write(calls, Progress(10, 5))
    assert len((await stored(pool))["calls"]) == len(calls) > 500


async def test_a_call_that_cannot_be_stored_is_left_out_and_counted_and_the_others_stay(pool: DatabasePool) -> None:
    calls = ended_calls(entries(20))
    calls[7] = calls[7]._replace(call=calls[7].call._replace(rings=2**40))  # rings that no integer column holds
    writer = Writer(pool)
    await writer.write(calls, Progress(10, 5))
    assert len((await stored(pool))["calls"]) == len(calls) - 1
    assert writer.rejected_calls == 1
    assert await applied_position(pool) == 10


async def test_one_call_twice_in_a_batch_holds_up_nobody(pool: DatabasePool) -> None:
    calls = ended_calls(entries(10))
    await Writer(pool).write([*calls, calls[0]], Progress(10, 5))
    assert await stored(pool) == as_stored(calls)
    assert await applied_position(pool) == 10


async def test_a_table_that_is_missing_loses_no_call(pool: DatabasePool) -> None:
    """It is the database that is wrong then, not the call: nothing may be given up."""
    async with pool.acquire() as connection:
        await connection.execute("drop table receipts")
    writer = Writer(pool)
    with pytest.raises(Exception, match="receipts"):
        await writer.write(ended_calls(entries(5)), Progress(10, 5))
    assert writer.rejected_calls == 0
    assert await applied_position(pool) == 0


async def test_when_derived_again_what_is_no_more_is_gone(pool: DatabasePool) -> None:
    calls = ended_calls(entries(60))
    longest = max(calls, key=lambda rows: len(rows.attempts))
    shorter = CallRows(longest.call, longest.attempts[:-1], [], longest.receipt)
    await Writer(pool).write([longest], Progress(1, 1))
    await Writer(pool).write([shorter], Progress(1, 1), again=True)
    assert await stored(pool) == as_stored([shorter])


async def test_a_server_that_is_not_there_is_away() -> None:
    pool = await open_pool("postgresql://nobody@/none?host=/nowhere")
    with pytest.raises(AWAY):
        await Writer(pool).take_position("a journal", 0)
    await pool.close()


async def test_another_journal_of_the_same_pbx_goes_on_at_the_time_of_the_last_event_stored(pool: DatabasePool) -> None:
    """From half a minute before it, and read from half a minute before the oldest call that was live then."""
    calls, asked = ended_calls(entries(5)), list[int]()
    first = min(call.call.arrived_at for call in calls)
    heard_us = int(max(call.call.ended_at for call in calls if call.call.ended_at).timestamp() * 1_000_000)

    async def position_since(received_us: int) -> int:
        asked.append(received_us)
        return 700 + len(asked)

    await Writer(pool).take_position("one", 100)
    await Writer(pool).write(calls, Progress(10, 5, heard_us))
    assert await Writer(pool, position_since).take_position("one", 100) == Progress(10, 5)
    assert await Writer(pool, position_since).take_position("two", 2_000) == Progress(700, 701)
    assert asked[0] == heard_us - AGAIN_US
    assert int(first.timestamp() * 1_000_000) - AGAIN_US <= asked[1] <= asked[0]
    assert await Writer(pool).take_position("three", 2_000) == Progress(0, 0)
