"""Many at once: nobody is called by two, and a call has one ticket whoever tells of it first."""

import asyncio
from collections import Counter
from itertools import count

from kit.database.pool import DatabasePool, session
from kit.instants import HOUR_US
from tests.unit.ticketing.calls import facts, inbound
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.changes import settled_by_word
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.notices import Arrived
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.worker import DeskWorker

NOON = 1_764_043_200_000_000  # 2025-11-25 12:00 in Shanghai


async def test_twenty_workers_do_a_thousand_callbacks_and_nobody_is_called_twice(desk: ServiceDesk) -> None:
    for number in range(1_000):
        await desk.callbacks.create(Cause(Reason.REQUESTED, NOON, f"+8613800{number:06}"))
    called: Counter[int] = Counter()

    async def work(agent: str) -> None:
        while (callback := await desk.callbacks.claim_next(agent, NOON)) is not None:
            called[callback.id] += 1
            await desk.callbacks.change(
                callback.id, lambda known: settled_by_word(known, State.REACHED, agent, "met", NOON)
            )

    await asyncio.gather(*(work(f"agent {number}") for number in range(20)))
    assert (len(called), set(called.values())) == (1_000, {1})


async def test_a_thousand_calls_told_by_agi_and_ami_in_both_orders_have_a_thousand_tickets_without_gaps(
    desk: ServiceDesk, pool: DatabasePool
) -> None:
    worker = DeskWorker(desk, pool, now_us=lambda: NOON + HOUR_US)
    running = asyncio.create_task(worker.run())
    calls = [inbound(f"{number}.1", NOON + number, f"13900{number:06}", 30) for number in range(1_000)]
    turns = count()

    async def told_by_agi(number: int) -> None:
        call = calls[number]
        await desk.notices.arrived(Arrived("main", call.linkedid, call.arrived_at_us, f"+8613900{number:06}"))
        next(turns)

    await asyncio.gather(*(told_by_agi(number) for number in range(300)))
    for call in calls[::-1]:
        for fact in facts(call):
            worker.handle(fact)
    await asyncio.gather(*(told_by_agi(number) for number in range(300, 700)), worker.settle())
    await asyncio.gather(*(told_by_agi(number) for number in range(700, 1_000)))
    running.cancel()
    async with session(pool) as connection:
        numbers = [row[0] for row in await connection.fetch("select number from tickets order by number")]
        linked = await connection.fetchval("select count(distinct linkedid) from ticket_calls")
    assert numbers == [f"20251125-{place:04}" for place in range(1, 1_001)]
    assert (linked, next(turns), worker.failed) == (1_000, 1_000, 0)
