"""Callbacks with the sample configuration: asked for by key, proven in all three ways, settled by themselves."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from kit.roles import Role
from tests.pbx.sample import Sample, picked_up, talk
from tests.pbx.scene import answers, refuses
from thirdring.commands.user import create_user
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROOF_SECONDS = 5.6  # a call that proves lasts five
STRANGER = "13900000002"
PASSWORD = "a long enough word"


async def callback_to(site: Sample, number: str) -> int:
    assert site.service is not None
    at_us = int((await site.rows("select extract(epoch from now()) * 1000000"))[0][0])
    created = await site.service.desk.callbacks.create(Cause(Reason.MISSED_CALL, at_us, f"+86{number}"))
    return created.callback.id


async def settled(site: Sample, number: int) -> tuple[str, str | None]:
    row = await site.row(
        "select state, way from callbacks where id = $1 and state not in ('pending', 'calling')", number
    )
    return row["state"], row["way"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def agent(opened: Sample) -> AsyncIterator[aiohttp.ClientSession]:
    """1001, signed in at the desk."""
    assert opened.service is not None
    await create_user(opened.settings, "1001", Role.AGENT, PASSWORD)
    async with aiohttp.ClientSession("http://{}:{}".format(*opened.service.address)) as http:
        async with http.post("/api/v1/session", json={"name": "1001", "password": PASSWORD}) as answer:
            http.headers["Authorization"] = f"Bearer {(await answer.json())['token']}"
        yield http


async def asked(http: aiohttp.ClientSession, method: str, path: str, **said: str) -> tuple[int, Any]:
    async with http.request(method, f"/api/v1/callbacks/{path}", json=said or None) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_who_presses_the_key_and_leaves_the_queue_has_one_callback(site: Sample) -> None:
    ringing = site.next_call(site.agents["1002"])
    caller = await site.call(STRANGER)
    await ringing
    await caller.outcome()
    await asyncio.sleep(0.3)
    await caller.rtp.digits("1")
    await caller.until_ended()
    await site.row("select from desk_calls where ended and asked")
    row = await site.row("select * from callbacks")
    assert (row["reason"], row["phone"], row["state"]) == ("requested", f"+86{STRANGER}", "pending")
    call = await site.row("select disposition, excluded, ring_seconds from calls where ended_at is not null")
    assert (call["disposition"], call["excluded"]) == ("callback_requested", "callback_requested")
    assert 0 < call["ring_seconds"] < 15


async def test_at_night_the_key_after_the_announcement_asks_for_a_callback(site: Sample) -> None:
    await site.asterisk.cli("dialplan set global DAY *,*,31,feb")
    await site.asterisk.cli("dialplan set global QUEUE_SECONDS 2")
    try:
        caller = await site.call(STRANGER)
        await caller.outcome()
        await site.until_heard(caller, 50)  # the announcement has begun
        await caller.rtp.digits("1")
        await caller.until_ended()
    finally:
        await site.asterisk.cli("dialplan set global DAY *,*,*,*")
        await site.asterisk.cli("dialplan set global QUEUE_SECONDS 15")
    assert (await site.row("select reason from callbacks"))["reason"] == "requested"


async def test_over_http_the_agent_s_phone_rings_first_then_the_customer_s_and_the_call_proves_it(
    site: Sample, agent: aiohttp.ClientSession
) -> None:
    number = await callback_to(site, STRANGER)
    site.agents["1001"].on_call = answers(0.3, sound=True)
    site.outside = answers(0.3, sound=True)
    assert (await asked(agent, "POST", f"{number}/call"))[0] == 403  # the queue did not choose it
    assert await asked(agent, "POST", f"{number}/unmask", why="they wait") == (200, {"number": f"+86{STRANGER}"})
    status, claimed = await asked(agent, "POST", f"{number}/call")
    assert (status, claimed["state"], claimed["claimed_by"]) == (200, "calling", "1001")
    own = await picked_up(site.agents["1001"])
    far = await picked_up(site.trunk)
    picked_up_us, rang_us = own.at_us("200 INVITE", sent=True), far.log[0].at_us
    assert picked_up_us is not None
    assert own.log[0].at_us < picked_up_us < rang_us
    assert (far.dialled, far.caller) == (STRANGER, "02160000000")
    await asyncio.sleep(PROOF_SECONDS)
    own.hang_up()
    assert await settled(site, number) == ("reached", "click")
    status, shown = await asked(agent, "GET", str(number))
    assert (status, shown["state"], shown["way"]) == (200, "reached", "click")
    (attempt,) = shown["attempts"]
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "reached")
    assert attempt["talk_seconds"] >= 5


async def test_a_click_that_connects_proves_the_callback(site: Sample) -> None:
    assert site.service is not None
    number = await callback_to(site, STRANGER)
    site.agents["1001"].on_call = answers(0.3, sound=True)
    site.outside = answers(0.3, sound=True)
    await site.service.at_pbx.by_click.call(number, "1001")
    agent = await picked_up(site.agents["1001"])
    far = await picked_up(site.trunk)
    assert (far.dialled, far.caller) == (STRANGER, "02160000000")
    await asyncio.sleep(PROOF_SECONDS)
    agent.hang_up()
    assert await settled(site, number) == ("reached", "click")


async def test_an_agent_who_does_not_pick_up_the_click_is_an_attempt(site: Sample) -> None:
    assert site.service is not None
    number = await callback_to(site, STRANGER)
    await site.service.at_pbx.by_click.call(number, "1001")
    attempt = await site.row("select * from callback_attempts where callback = $1", number)
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "agent_no_answer")
    assert (await site.row("select state from callbacks where id = $1", number))["state"] == "pending"


async def given_to(site: Sample, http: aiohttp.ClientSession) -> int:
    """The queue gives them a callback, so that they may call."""
    number = await callback_to(site, STRANGER)
    status, given = await asked(http, "POST", "next")
    assert (status, given["id"]) == (200, number)
    return number


async def test_a_call_by_click_is_hung_up_from_the_page_while_the_own_phone_rings(
    site: Sample, agent: aiohttp.ClientSession
) -> None:
    number = await given_to(site, agent)
    other = await callback_to(site, "13900000003")
    own = site.next_call(site.agents["1001"])
    assert (await asked(agent, "POST", f"{number}/call"))[0] == 200
    leg = await own
    status, refused = await asked(agent, "POST", f"{other}/call")
    assert (status, "call by click already" in refused["detail"]) == (409, True)
    status, shown = await asked(agent, "POST", f"{number}/hang-up")
    assert (status, shown["state"], shown["attempts"][-1]["outcome"]) == (200, "pending", "hung_up")
    await leg.until_ended()
    assert (await asked(agent, "POST", f"{number}/hang-up"))[0] == 422


async def test_a_call_by_click_is_hung_up_from_the_page_while_the_customer_s_phone_rings(
    site: Sample, agent: aiohttp.ClientSession
) -> None:
    number = await given_to(site, agent)
    site.agents["1001"].on_call = answers(0.1, sound=True)
    far = site.next_call(site.trunk)
    assert (await asked(agent, "POST", f"{number}/call"))[0] == 200
    leg = await far
    assert (await asked(agent, "POST", f"{number}/hang-up"))[0] == 200
    await leg.until_ended()
    attempt = await site.row("select * from callback_attempts where callback = $1", number)
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "hung_up")


async def test_a_call_by_click_is_hung_up_from_the_page_while_they_talk_and_counts_as_it_was(
    site: Sample, agent: aiohttp.ClientSession
) -> None:
    number = await given_to(site, agent)
    site.agents["1001"].on_call = answers(0.1, sound=True)
    site.outside = answers(0.1, sound=True)
    assert (await asked(agent, "POST", f"{number}/call"))[0] == 200
    own, far = await picked_up(site.agents["1001"]), await picked_up(site.trunk)
    await asyncio.sleep(PROOF_SECONDS)
    assert (await asked(agent, "POST", f"{number}/hang-up"))[0] == 200
    await asyncio.gather(own.until_ended(), far.until_ended())
    assert await settled(site, number) == ("reached", "click")


async def test_a_customer_who_is_busy_is_an_attempt(site: Sample) -> None:
    assert site.service is not None
    number = await callback_to(site, STRANGER)
    site.agents["1001"].on_call = answers(0.1, sound=True)
    site.outside = refuses(486)
    await site.service.at_pbx.by_click.call(number, "1001")
    attempt = await site.row("select * from callback_attempts where callback = $1", number)
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "busy")


async def test_a_customer_who_does_not_answer_is_an_attempt_and_is_called_again_later(site: Sample) -> None:
    assert site.service is not None
    await site.asterisk.cli("dialplan set global OUTBOUND_SECONDS 2")
    try:
        number = await callback_to(site, STRANGER)
        site.agents["1001"].on_call = answers(0.1, sound=True)
        await site.service.at_pbx.by_click.call(number, "1001")
        attempt = await site.row("select * from callback_attempts where callback = $1", number)
    finally:
        await site.asterisk.cli("dialplan set global OUTBOUND_SECONDS 45")
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "no_answer")
    later = "select state, not_before - $2 > '1 hour' as later from callbacks where id = $1"
    row = await site.row(later, number, attempt["at"])
    assert (row["state"], row["later"]) == ("pending", True)


@pytest.mark.alone  # on a busy machine the PBX hears too little of the line to tell what has picked up
async def test_an_answering_machine_proves_nothing(site: Sample) -> None:
    assert site.service is not None
    await site.asterisk.cli("dialplan set global MACHINES listen")
    try:
        number = await callback_to(site, STRANGER)
        site.agents["1001"].on_call = answers(0.1, sound=True)
        site.outside = answers(0.1, sound=True)  # and says nothing, as machines do before their announcement
        await site.service.at_pbx.by_click.call(number, "1001")
        own = await picked_up(site.agents["1001"])
        await picked_up(site.trunk)
        await asyncio.sleep(PROOF_SECONDS + 3)  # it is listened to first
        own.hang_up()
        attempt = await site.row("select * from callback_attempts where callback = $1", number)
    finally:
        await site.asterisk.cli("dialplan set global MACHINES ignore")
    assert (attempt["agent"], attempt["outcome"]) == ("1001", "machine_suspected")
    assert attempt["talk_seconds"] >= 5
    assert (await site.row("select state from callbacks where id = $1", number))["state"] == "pending"


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
    await talk(caller, PROOF_SECONDS)
    caller.hang_up()
    assert await settled(site, number) == ("reached", "inbound")
