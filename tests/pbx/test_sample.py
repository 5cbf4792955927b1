"""The sample configuration of deploy/asterisk, from the caller's first ring to the rating and the callback."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from telephony.lab.leg import Leg
from telephony.lab.phone import Phone
from tests.pbx.sample import ZHANG, Sample
from tests.pbx.scene import answers, refuses
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROOF_SECONDS = 5.6  # a call that proves lasts five
STRANGER = "13900000002"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    folder = tmp_path_factory.mktemp("sample")
    folder.chmod(0o711)
    site = Sample(folder, day="*,*,*,*")
    try:
        await site.open()
        await site.import_households()
        yield site
    finally:
        await site.close()


@pytest_asyncio.fixture(loop_scope="module")
async def site(opened: Sample) -> AsyncIterator[Sample]:
    await opened.forget()
    opened.quiet()
    yield opened
    opened.hang_up_all()
    await asyncio.sleep(0.3)


async def talk(site: Sample, caller: Leg, seconds: float = 0.5) -> None:
    assert await caller.outcome() == 200
    await asyncio.sleep(seconds)


async def picked_up(phone: Phone) -> Leg:
    async with asyncio.timeout(15):
        while True:
            for leg in phone.legs:
                if leg.answered.is_set() and not leg.ended.is_set():
                    return leg
            await asyncio.sleep(0.01)


def shown(leg: Leg) -> str:
    """The name in the INVITE that this phone got."""
    assert leg.incoming is not None
    return leg.incoming.get("From").partition("<")[0].strip().strip('"')


async def callback_to(site: Sample, number: str) -> int:
    assert site.service is not None
    at_us = int((await site.rows("select extract(epoch from now()) * 1000000"))[0][0])
    born = await site.service.desk.callbacks.bear(Cause(Reason.MISSED_CALL, at_us, f"+86{number}"))
    return born.callback.id


async def settled(site: Sample, number: int) -> tuple[str, str | None]:
    row = await site.row(
        "select state, way from callbacks where id = $1 and state not in ('pending', 'calling')", number
    )
    return row["state"], row["way"]


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
    assert (await first).log[0].at_us < (await second).log[0].at_us - 1_500_000
    site.agents["1002"].on_call = answers(0.1)
    site.agents["1001"].on_call = answers(0.1)
    caller.hang_up()
    await caller.until_ended()


async def test_without_an_answer_of_the_housekeeper_a_colleague_takes_the_call(site: Sample) -> None:
    site.agents["1002"].on_call = answers(0.5, sound=True)
    caller = await site.call()
    await picked_up(site.agents["1002"])
    await talk(site, caller)
    caller.hang_up()
    call = await site.row("select * from calls where ended_at is not null")
    assert (call["disposition"], call["agent"], call["hotline"]) == ("answered", "1002", "service")


async def test_a_rating_by_key_is_on_the_ticket(site: Sample) -> None:
    site.agents["1001"].on_call = answers(0.3, sound=True)
    caller = await site.call()
    agent = await picked_up(site.agents["1001"])
    await talk(site, caller)
    agent.hang_up()
    await asyncio.sleep(0.8)
    await caller.rtp.digits("4")
    await caller.until_ended()
    ticket = await site.row("select * from tickets")
    assert (ticket["rating"], ticket["assignee"]) == (4, "1001")


async def test_a_caller_who_presses_the_key_is_called_back(site: Sample) -> None:
    ringing = site.next_call(site.agents["1002"])
    caller = await site.call(STRANGER)
    await ringing
    await caller.outcome()
    await asyncio.sleep(0.3)
    await caller.rtp.digits("1")
    await caller.until_ended()
    row = await site.row("select * from callbacks where reason = 'requested'")
    assert (row["phone"], row["state"]) == (f"+86{STRANGER}", "pending")


async def test_a_click_that_connects_proves_the_callback(site: Sample) -> None:
    assert site.service is not None
    number = await callback_to(site, STRANGER)
    site.agents["1001"].on_call = answers(0.3, sound=True)
    site.outside = answers(0.3, sound=True)
    await site.service.click_to_call.call(number, "1001")
    agent = await picked_up(site.agents["1001"])
    far = await picked_up(site.trunk)
    assert (far.dialled, far.caller) == (STRANGER, "02160000000")
    await asyncio.sleep(PROOF_SECONDS)
    agent.hang_up()
    assert await settled(site, number) == ("reached", "click")


async def test_an_agent_who_does_not_pick_up_the_click_is_an_attempt(site: Sample) -> None:
    assert site.service is not None
    number = await callback_to(site, STRANGER)
    await site.service.click_to_call.call(number, "1001")
    attempt = await site.row("select * from callback_attempts where callback = $1", number)
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "agent_no_answer")
    assert (await site.row("select state from callbacks where id = $1", number))["state"] == "pending"


async def test_a_customer_who_is_busy_is_an_attempt(site: Sample) -> None:
    assert site.service is not None
    number = await callback_to(site, STRANGER)
    site.agents["1001"].on_call = answers(0.1, sound=True)
    site.outside = refuses(486)
    await site.service.click_to_call.call(number, "1001")
    attempt = await site.row("select * from callback_attempts where callback = $1", number)
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "busy")


async def test_a_call_dialled_by_hand_proves_the_callback(site: Sample) -> None:
    number = await callback_to(site, STRANGER)
    site.outside = answers(0.3, sound=True)
    agent = await site.agents["1002"].call(f"9{STRANGER}")
    agent.rtp.start()
    assert await agent.outcome() == 200
    await asyncio.sleep(PROOF_SECONDS)
    agent.hang_up()
    assert await settled(site, number) == ("reached", "by_hand")


async def test_a_missed_call_settles_itself_when_the_household_gets_through(site: Sample) -> None:
    ringing = site.next_call(site.agents["1001"])
    missed = await site.call()
    await ringing
    missed.hang_up()
    await missed.until_ended()
    number = (await site.row("select id from callbacks where reason = 'missed_call'"))["id"]
    site.agents["1001"].on_call = answers(0.2, sound=True)
    caller = await site.call("13800000011")  # another phone of the same household
    await picked_up(site.agents["1001"])
    await talk(site, caller, PROOF_SECONDS)
    caller.hang_up()
    assert await settled(site, number) == ("reached", "inbound")


async def test_at_night_the_rota_answers(site: Sample) -> None:
    await site.asterisk.cli("dialplan set global DAY *,*,31,feb")
    try:
        site.agents["1009"].on_call = answers(0.2, sound=True)
        caller = await site.call()
        await picked_up(site.agents["1009"])
        await talk(site, caller)
        caller.hang_up()
        call = await site.row("select * from calls where ended_at is not null")
        assert (call["disposition"], call["agent"]) == ("answered", "1009")
    finally:
        await site.asterisk.cli("dialplan set global DAY *,*,*,*")


async def test_with_postgresql_stopped_the_call_goes_on_and_has_its_ticket_later(site: Sample) -> None:
    await asyncio.to_thread(site.postgres.stop)
    try:
        site.agents["1002"].on_call = answers(0.3, sound=True)
        ringing = site.next_call(site.agents["1002"])
        caller = await site.call()
        assert shown(await ringing) in ("", ZHANG)
        await talk(site, caller)
        caller.hang_up()
        await caller.until_ended()
    finally:
        await asyncio.to_thread(site.postgres.start)
    assert (await site.row("select assignee from tickets"))["assignee"] == "1002"


async def test_with_the_service_stopped_the_call_goes_on(site: Sample) -> None:
    await site.stop_service()
    try:
        site.agents["1001"].on_call = answers(0.3, sound=True)
        caller = await site.call()
        agent = await picked_up(site.agents["1001"])
        await talk(site, caller)
        agent.hang_up()
        await caller.until_ended()
    finally:
        await site.start_service()


async def test_asterisk_finds_nothing_to_say_about_the_files(opened: Sample) -> None:
    files = (
        "extensions.conf",
        "queues.conf",
        "pjsip.conf",
        "manager.conf",
        "cel.conf",
        "cel_custom",
        "features.conf",
        "site/",
    )
    lines = opened.asterisk.log_text().splitlines()
    bad = [line for line in lines if ("ERROR" in line or "WARNING" in line) and any(f in line for f in files)]
    assert sorted({line.partition("] ")[2] for line in bad}) == []
