"""The sample configuration while something of ours is away or fails: the call goes on."""

import asyncio

import pytest

from tests.pbx.sample import ZHANG, Sample, picked_up, shown, talk
from tests.pbx.scene import answers

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGER = "13900000002"


async def test_with_postgresql_stopped_the_call_goes_on_and_has_its_ticket_later(site: Sample) -> None:
    await asyncio.to_thread(site.postgres.stop)
    try:
        site.agents["1002"].on_call = answers(0.3, sound=True)
        ringing = site.next_call(site.agents["1002"])
        caller = await site.call()
        assert shown(await ringing) in ("", ZHANG)
        await picked_up(site.agents["1002"])
        await talk(caller)
        caller.hang_up()
        await caller.until_ended()
    finally:
        await asyncio.to_thread(site.postgres.start)
    assert (await site.row("select assignee from tickets where assignee is not null"))["assignee"] == "1002"


async def test_with_the_service_stopped_the_call_goes_on(site: Sample) -> None:
    await site.stop_service()
    try:
        site.agents["1001"].on_call = answers(0.3, sound=True)
        caller = await site.call()
        agent = await picked_up(site.agents["1001"])
        await talk(caller)
        agent.hang_up()
        await caller.until_ended()
    finally:
        await site.start_service()


async def test_what_callers_say_by_key_while_postgresql_is_stopped_is_there_later(site: Sample) -> None:
    await asyncio.to_thread(site.postgres.stop)
    try:
        asks = await site.call(STRANGER)
        await asks.outcome()
        await asyncio.sleep(0.5)
        await asks.rtp.digits("1")
        await site.until_heard(asks, 20)  # it is confirmed
        await asks.until_ended()
        site.agents["1002"].on_call = answers(0.3, sound=True)
        rates = await site.call()
        agent = await picked_up(site.agents["1002"])
        await talk(rates)
        agent.hang_up()
        await site.until_heard(rates, 20)
        await rates.rtp.digits("5")
        await rates.until_ended()
    finally:
        await asyncio.to_thread(site.postgres.start)
    assert (await site.row("select rating from tickets where rating is not null"))["rating"] == 5
    row = await site.row("select reason, phone from callbacks")
    assert (row["reason"], row["phone"]) == ("requested", f"+86{STRANGER}")
    assert len(await site.rows("select from tickets")) == 2


async def test_with_a_script_that_fails_the_call_goes_on(site: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(number: str) -> None:
        raise RuntimeError("a fault of ours")

    assert site.service is not None
    monkeypatch.setattr(site.service.desk.households, "find", broken)
    site.agents["1002"].on_call = answers(0.3, sound=True)
    ringing = site.next_call(site.agents["1002"])
    caller = await site.call()
    assert shown(await ringing) in ("", ZHANG)
    await picked_up(site.agents["1002"])
    await talk(caller)
    caller.hang_up()
    call = await site.row("select * from calls where ended_at is not null")
    assert (call["disposition"], call["agent"]) == ("answered", "1002")
