"""The sample configuration of deploy/asterisk, from the caller's first ring to the rating."""

import asyncio

import pytest

from tests.pbx.sample import Sample, picked_up, shown, talk
from tests.pbx.scene import answers

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_agent_s_phone_shows_household_and_ticket_while_it_rings(site: Sample) -> None:
    housekeeper = site.next_call(site.agents["1001"])
    caller = await site.call()
    leg = await housekeeper
    ticket = (await site.row("select number from tickets"))["number"]
    assert shown(leg) == f"3-2-1201 张三 #{ticket[-4:]}"
    assert not leg.answered.is_set()
    caller.hang_up()
    await caller.until_ended()


async def test_the_housekeeper_is_rung_first_and_then_the_queue(site: Sample) -> None:
    first, second = site.next_call(site.agents["1001"]), site.next_call(site.agents["1002"])
    caller = await site.call()
    assert (await first).log[0].at_us < (await second).log[0].at_us - 500_000  # a queue rings both at once
    site.agents["1002"].on_call = answers(0.1)
    site.agents["1001"].on_call = answers(0.1)
    caller.hang_up()
    await caller.until_ended()


async def test_without_an_answer_of_the_housekeeper_a_colleague_takes_the_call(site: Sample) -> None:
    site.agents["1002"].on_call = answers(0.5, sound=True)
    caller = await site.call()
    await picked_up(site.agents["1002"])
    await talk(caller)
    caller.hang_up()
    call = await site.row("select * from calls where ended_at is not null")
    assert (call["disposition"], call["agent"], call["hotline"]) == ("answered", "1002", "service")


async def test_a_housekeeper_whose_phone_is_not_signed_in_is_away(site: Sample) -> None:
    """Asterisk makes no channel then: that they were dialled at all is told by the dialplan's own step."""
    site.agents["1002"].on_call = answers(0.5, sound=True)
    assert await site.agents["1001"].register(0)
    try:
        caller = await site.call()
        await picked_up(site.agents["1002"])
        await talk(caller)
        caller.hang_up()
        call = await site.row("select * from calls where ended_at is not null")
    finally:
        assert await site.agents["1001"].register()
    tried = await site.rows("select agent from attempts where linkedid = $1", call["linkedid"])
    assert call["housekeeper"] == "1001"
    assert {row["agent"] for row in tried} == {"1002"}
    await site.rows("update calls set within_target = false")  # as it would be, had the colleague been late
    assert (await site.row("select cause from wall.missed_calls"))["cause"] == "housekeeper_away"


async def test_at_night_nobody_s_housekeeper_is_dialled(site: Sample) -> None:
    await site.asterisk.cli("dialplan set global DAY *,*,31,feb")
    try:
        caller = await site.call()
        await site.next_call(site.agents["1009"])
        caller.hang_up()
        call = await site.row("select * from calls where ended_at is not null")
    finally:
        await site.asterisk.cli("dialplan set global DAY *,*,*,*")
    assert call["housekeeper"] is None


async def test_a_rating_by_key_is_on_the_ticket(site: Sample) -> None:
    site.agents["1001"].on_call = answers(0.3, sound=True)
    caller = await site.call()
    agent = await picked_up(site.agents["1001"])
    await talk(caller)
    agent.hang_up()
    await asyncio.sleep(0.8)
    await caller.rtp.digits("4")
    await caller.until_ended()
    ticket = await site.row("select * from tickets")
    assert (ticket["rating"], ticket["assignee"]) == (4, "1001")


async def test_at_night_the_rota_answers(site: Sample) -> None:
    await site.asterisk.cli("dialplan set global DAY *,*,31,feb")
    try:
        site.agents["1009"].on_call = answers(0.2, sound=True)
        caller = await site.call()
        await picked_up(site.agents["1009"])
        await talk(caller)
        caller.hang_up()
        call = await site.row("select * from calls where ended_at is not null")
        assert (call["disposition"], call["agent"]) == ("answered", "1009")
    finally:
        await site.asterisk.cli("dialplan set global DAY *,*,*,*")


async def test_asterisk_finds_nothing_to_say_about_the_files(opened: Sample) -> None:
    files = (
        "extensions.conf",
        "queues.conf",
        "pjsip.conf",
        "manager.conf",
        "cel.conf",
        "cel_custom",
        "features.conf",
        "amd.conf",
        "site/",
    )
    lines = opened.asterisk.log_text().splitlines()
    bad = [line for line in lines if ("ERROR" in line or "WARNING" in line) and any(f in line for f in files)]
    assert sorted({line.partition("] ")[2] for line in bad}) == []
