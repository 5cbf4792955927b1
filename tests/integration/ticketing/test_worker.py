"""The desk beside a running service: news in lanes, and what was missed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from kit.database.instants import us
from kit.database.pool import DatabasePool, session
from kit.instants import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from metrics.calls.encode import encoder
from metrics.calls.service_level import Policy
from metrics.calls.writer import Progress, Writer
from telephony.facts import Call
from telephony.numbers import e164
from tests.unit.ticketing.calls import facts, inbound, outbound
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.states import State
from ticketing.news import CallbackNews, DueNews, Item
from ticketing.site_rules import SiteRules
from ticketing.tickets.ticket import Source, Ticket
from ticketing.workflows import worker as worker_module
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.worker import DeskWorker

MOBILE = "13800138000"


@pytest.fixture
async def noon(pool: DatabasePool) -> int:
    """In Shanghai, the day after the desk was created: customers are called then."""
    async with session(pool) as connection:
        created = int(await connection.fetchval("select extract(epoch from born_at)::bigint from desk"))
    return (created // 86_400 + 1) * DAY_US + 4 * HOUR_US


@pytest.fixture
async def settled() -> list[Callback]:
    return []


@pytest.fixture
async def alarms() -> list[DueNews]:
    return []


@pytest.fixture
async def worker(
    desk: ServiceDesk, pool: DatabasePool, noon: int, settled: list[Callback], alarms: list[DueNews]
) -> DeskWorker:
    def hear(item: Item) -> None:
        if isinstance(item, CallbackNews):
            settled.append(item.after)
        elif isinstance(item, DueNews):
            alarms.append(item)

    desk.news.add(hear)
    return DeskWorker(desk, pool, now_us=lambda: noon + 30 * HOUR_US)


@pytest.fixture
async def running(worker: DeskWorker) -> AsyncIterator[DeskWorker]:
    task = asyncio.create_task(worker.run())
    yield worker
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_start_computes_what_is_due_by_the_rules_of_now(
    desk: ServiceDesk, pool: DatabasePool, rules: SiteRules, noon: int
) -> None:
    ticket = await desk.tickets.open(Ticket("", noon, Source.HAND, "suggestion"), "li")
    callback = (await desk.callbacks.create(Cause(Reason.MISSED_CALL, noon, MOBILE))).callback
    later = replace(
        rules,
        promises={**rules.promises, "general": rules.promises["difficult"]},
        callbacks=CallbackPolicy(missed_within_us=HOUR_US),
    )
    started = DeskWorker(ServiceDesk(pool, later), pool, now_us=lambda: noon)
    await started.look_around()
    async with session(pool) as connection:
        due_at = await connection.fetchval("select due_at from tickets where number = $1", ticket.number)
    assert us(due_at) == noon + 7 * DAY_US
    assert (await desk.callbacks.get(callback.id)).due_at_us == callback.due_at_us + 30 * MINUTE_US


async def store(pool: DatabasePool, *calls: Call) -> None:
    encode = encoder(Policy(), e164)
    await Writer(pool).write([encode(call) for call in calls], Progress(1, 1))


async def count(pool: DatabasePool, table: str) -> Any:
    async with session(pool) as connection:
        return await connection.fetchval(f"select count(*) from {table}")


async def test_facts_become_tickets_callbacks_and_proof(
    running: DeskWorker, pool: DatabasePool, settled: list[Callback], noon: int
) -> None:
    calls = [inbound(str(n), noon + n, f"138001380{n:02}", None) for n in range(20)]
    for fact in (fact for call in calls for fact in facts(call)):
        running.handle(fact)
    await running.settle()
    assert (await count(pool, "tickets"), await count(pool, "callbacks")) == (20, 20)
    for fact in facts(outbound("x", noon + MINUTE_US, "13800138007", 30)):
        running.handle(fact)
    await running.settle()
    assert [callback.state for callback in settled].count(State.REACHED) == 1
    assert (running.dropped, running.failed) == (0, 0)


async def test_calls_that_the_desk_missed_are_found_in_what_is_stored(
    worker: DeskWorker, pool: DatabasePool, desk: ServiceDesk, noon: int
) -> None:
    missed, proof = inbound("1", noon, MOBILE, None), outbound("2", noon + MINUTE_US, MOBILE, 30)
    await store(pool, missed, proof, inbound("0", noon - 2 * DAY_US, MOBILE, None))  # the desk was not there yet
    await worker.look_around()
    callback = await desk.callbacks.get(1)
    assert (callback.state, callback.ticket is not None) == (State.REACHED, True)
    assert await count(pool, "tickets") == 1
    await worker.look_around()
    assert (await count(pool, "tickets"), await count(pool, "callbacks")) == (1, 1)


async def test_a_call_that_ended_as_the_service_before_was_gone_has_its_ticket_at_once(
    desk: ServiceDesk, pool: DatabasePool, noon: int
) -> None:
    before = inbound("1", noon - 20 * SECOND_US, MOBILE, None)
    after = inbound("2", noon + SECOND_US, "13800138001", None)
    await store(pool, before, after)
    task = asyncio.create_task(DeskWorker(desk, pool, now_us=lambda: noon).run())
    async with asyncio.timeout(60):
        while await count(pool, "tickets") == 0:
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with session(pool) as connection:
        assert await connection.fetchval("select linkedid from desk_calls") == before.linkedid


async def test_what_was_told_and_is_stored_as_well_is_dealt_with_once(
    running: DeskWorker, pool: DatabasePool, noon: int
) -> None:
    call = inbound("1", noon, MOBILE, None)
    await store(pool, call)
    for fact in facts(call):
        running.handle(fact)
    await asyncio.gather(running.settle(), running.look_around())
    async with session(pool) as connection:
        assert await connection.fetchval("select missed_count from callbacks") == 1


async def test_a_round_tells_what_is_overdue_and_frees_claims(
    worker: DeskWorker, pool: DatabasePool, desk: ServiceDesk, alarms: list[DueNews], noon: int
) -> None:
    await store(pool, inbound("1", noon, MOBILE, None))
    await worker.look_around()
    await desk.callbacks.claim(1, "1001", noon)
    await worker.look_around()
    assert [(news.what, news.alarm) for news in alarms] == [("resolution", "overdue")]
    assert (await desk.callbacks.get(1)).state is State.PENDING


async def test_news_wait_while_postgresql_is_away(
    running: DeskWorker, pool: DatabasePool, noon: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "RETRY_SECONDS", 0.01)
    real, failures = running._desk.notices.carry_out, iter([ConnectionRefusedError(), ValueError("once")])

    async def shaky(news: Any) -> Any:
        for error in failures:
            raise error
        return await real(news)

    monkeypatch.setattr(running._desk.notices, "carry_out", shaky)
    for fact in facts(inbound("1", noon, MOBILE, None)):
        running.handle(fact)
    await running.settle()
    assert (await count(pool, "tickets"), running.failed) == (1, 0)


async def test_a_stored_call_that_cannot_be_dealt_with_does_not_hold_up_the_others(
    worker: DeskWorker, pool: DatabasePool, desk: ServiceDesk, noon: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store(pool, inbound("1", noon, MOBILE, None), inbound("2", noon + 1, "13900139000", None))
    real = desk.notices.carry_out

    async def shaky(news: Any) -> Any:
        if news.seen.call.linkedid == "1":
            raise ValueError
        return await real(news)

    monkeypatch.setattr(desk.notices, "carry_out", shaky)
    await worker.look_around()
    assert await count(pool, "tickets") == 1
