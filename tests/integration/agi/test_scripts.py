"""What a dialplan hears of a caller, and what the desk has afterwards."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.database.pool import DatabasePool, open_pool, session
from tests.integration.agi.site import LINKEDID, NOW, Hotline
from thirdring.settings import Settings
from ticketing.callbacks.callback import Reason
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.tickets.calls_store import Arrival
from ticketing.workflows.service_desk import ServiceDesk

Makes = Callable[..., Hotline]
ZHANG = Household(
    Place("花园", "3", "2", "1201"),
    (Person("张三", Part.OWNER, (Phone("+8613800000001", "13800000001"),)),),
    housekeeper="1001",
    vip=True,
)


async def count(pool: DatabasePool, table: str) -> int:
    async with session(pool) as connection:
        return int(await connection.fetchval(f"select count(*) from {table}"))


async def ticket_of(pool: DatabasePool, linkedid: str = LINKEDID) -> str:
    async with session(pool) as connection:
        return str(await connection.fetchval("select ticket from ticket_calls where linkedid = $1", linkedid))


async def test_a_caller_is_introduced_with_household_and_ticket(
    hotline: Makes, desk: ServiceDesk, pool: DatabasePool
) -> None:
    await desk.households.put([ZHANG])
    heard = await hotline().call("arrive?pbx=main")
    number = await ticket_of(pool)
    assert heard.variables == {
        "__TR_TICKET": number,
        "__TR_HOUSEHOLD": "3-2-1201",
        "__TR_HOUSEKEEPER": "1001",
        "__TR_HOUSEKEEPER_RING_SECONDS": "5",
        "__TR_HOUSEKEEPER_DEVICE": "PJSIP/1001",
        "__TR_OPEN_TICKETS": "0",
        "__TR_VIP": "1",
        "CALLERID(name)": "3-2-1201 张三 #0001",
    }


@pytest.mark.parametrize("script", ["arrive", "rate", "callback", "after-hours"])
async def test_a_pbx_that_is_not_in_the_settings_is_refused(hotline: Makes, pool: DatabasePool, script: str) -> None:
    site = hotline()
    heard = await site.call(f"{script}?pbx=other")
    assert heard.commands == []
    assert await site.ended(script, "failed")
    assert await count(pool, "tickets") == 0


async def test_open_tickets_of_the_household_are_counted(hotline: Makes, desk: ServiceDesk) -> None:
    await desk.households.put([ZHANG])
    site = hotline()
    await site.call("arrive", linkedid="1.1")
    heard = await site.call("arrive", linkedid="1.2")
    assert heard.variables["__TR_OPEN_TICKETS"] == "1"


async def test_a_stranger_and_a_withheld_number_get_a_ticket_as_well(hotline: Makes, pool: DatabasePool) -> None:
    site = hotline()
    assert (await site.call("arrive", "13900000009", "1.1")).variables["CALLERID(name)"] == "#0001"
    heard = await site.call("arrive", "anonymous", "1.2")
    assert heard.variables["CALLERID(name)"] == "#0002"
    assert heard.variables["__TR_OPEN_TICKETS"] == "0"
    assert await count(pool, "tickets") == 2


async def test_the_ticket_that_the_first_event_opened_is_found(
    hotline: Makes, desk: ServiceDesk, pool: DatabasePool
) -> None:
    await desk.call_tickets.open_for_call(Arrival("main", "1.1", 1_764_030_000_000_000, "+8613800000001"))
    opened = await desk.call_tickets.open_for_call(Arrival("main", LINKEDID, 1_764_040_000_000_000, "+8613800000001"))
    heard = await hotline().call("arrive")
    assert heard.variables["__TR_TICKET"] == opened.number
    assert heard.variables["__TR_OPEN_TICKETS"] == "1"
    assert await count(pool, "tickets") == 2


async def test_calls_that_arrive_at_once_by_agi_and_event_have_one_ticket_each(
    hotline: Makes, desk: ServiceDesk, pool: DatabasePool
) -> None:
    site = hotline()

    async def by_event(linkedid: str) -> str:
        return (await desk.call_tickets.open_for_call(Arrival("main", linkedid, NOW, "+8613800000001"))).number

    linkedids = [f"7.{each}" for each in range(40)]
    asked = [site.call("arrive?pbx=main", linkedid=linkedid) for linkedid in linkedids]
    told = [by_event(linkedid) for linkedid in linkedids]
    mixed = [work for pair in zip(asked, told, strict=True) for work in pair]
    await asyncio.gather(*mixed)
    assert await count(pool, "tickets") == 40
    async with session(pool) as connection:
        places = [int(row[0][9:]) for row in await connection.fetch("select number from tickets")]
    assert sorted(places) == list(range(1, 41))


async def test_a_forged_call_shows_nobody_s_ticket_and_household_and_has_its_own(
    hotline: Makes, desk: ServiceDesk, pool: DatabasePool
) -> None:
    await desk.households.put([ZHANG])
    site = hotline()
    await site.call("arrive", linkedid="1.1")
    number = "139\nagi_uniqueid: 1.1\nagi_callerid: 13800000001\n\n200 result=1 (1.1)"
    heard = await site.call("arrive?pbx=main", number, linkedid="1.2")
    assert heard.variables["__TR_TICKET"] == await ticket_of(pool, "1.2")
    assert heard.variables["__TR_TICKET"] != await ticket_of(pool, "1.1")
    assert (heard.variables["__TR_HOUSEHOLD"], heard.variables["__TR_OPEN_TICKETS"]) == ("", "0")
    async with session(pool) as connection:
        assert (
            await connection.fetchval("select phone from tickets where number = $1", await ticket_of(pool, "1.2")) == ""
        )
    assert site.counts.forged_count == 1


async def test_nobody_is_called_back_at_a_forged_number(hotline: Makes, pool: DatabasePool) -> None:
    heard = await hotline().call("callback", caller="13800000001\nagi_dnid: 1")
    assert heard.variables == {"TR_RESULT": "nothing"}
    assert await count(pool, "callbacks") == 0


async def test_a_resident_named_like_an_action_stays_a_name(hotline: Makes, desk: ServiceDesk) -> None:
    evil = ZHANG.people[0]._replace(name='"\nAction: Originate\r\nHANGUP\n')
    await desk.households.put([Household(ZHANG.place, (evil,), housekeeper="x&Local/1@from-phone")])
    heard = await hotline().call("arrive")
    assert heard.variables["CALLERID(name)"] == "3-2-1201 Action: Originate HANGUP #0001"
    assert heard.variables["__TR_HOUSEKEEPER_DEVICE"] == ""
    assert {command.split()[0] for command in heard.commands} == {"GET", "SET"}


@pytest.mark.alone
async def test_without_postgresql_nothing_is_set_and_the_caller_does_not_wait(
    desk: ServiceDesk, tmp_path: Path
) -> None:
    nowhere = await open_pool("postgresql://nobody@/none?host=/nowhere")
    settings = Settings(agi={"listen": "127.0.0.1:0"}, pbx=[{"name": "main", "secret": "none"}])
    site = Hotline(settings, ServiceDesk(nowhere, desk.rules), nowhere, tmp_path)
    heard = await site.call("arrive?linkedid=1.1")
    assert heard.commands == []
    assert heard.seconds < 0.4
    await site.stop()
    await nowhere.close()


@pytest.mark.alone
async def test_where_postgresql_is_slow_nothing_is_set_after_the_time_is_up(hotline: Makes, pool: DatabasePool) -> None:
    site = hotline({"arrive_ms": 300})
    async with session(pool) as connection, connection.transaction():
        await connection.execute("lock table tickets in access exclusive mode")
        heard = await site.call("arrive?linkedid=1.1")
    assert heard.commands == []
    assert 0.2 < heard.seconds < 0.6
    assert await site.ended("arrive", "late")


async def test_a_rating_by_key_is_on_the_ticket(hotline: Makes, desk: ServiceDesk, pool: DatabasePool) -> None:
    site = hotline()
    await site.call("arrive")
    heard = await site.call("rate", answers={"STREAM FILE": ["200 result=0", "200 result=0"], "WAIT": "200 result=53"})
    assert heard.variables == {"TR_RESULT": "rated"}
    assert heard.commands[-1].startswith('STREAM FILE "thirdring/thanks"')
    ticket = await desk.tickets.get(await ticket_of(pool))
    assert ticket.rating == 5
    assert (await desk.tickets.history(ticket.number))[-1].who == "caller"


async def test_another_key_is_asked_again_and_then_left(hotline: Makes, desk: ServiceDesk, pool: DatabasePool) -> None:
    site = hotline()
    await site.call("arrive")
    heard = await site.call("rate", answers={"WAIT": "200 result=57"})
    assert heard.variables == {"TR_RESULT": "nothing"}
    assert sum(command.startswith("STREAM FILE") for command in heard.commands) == 2
    assert (await desk.tickets.get(await ticket_of(pool))).rating is None


async def test_without_a_recorded_prompt_the_key_is_taken_all_the_same(hotline: Makes) -> None:
    site = hotline()
    await site.call("arrive")
    heard = await site.call("rate", answers={"STREAM FILE": "200 result=-1 endpos=0", "WAIT": "200 result=49"})
    assert heard.variables == {"TR_RESULT": "rated"}


async def test_a_caller_who_hangs_up_instead_of_rating_is_no_failure(hotline: Makes) -> None:
    site = hotline()
    await site.call("arrive")
    await site.call("rate", answers={"STREAM FILE": "HANGUP\n200 result=-1 endpos=800"})
    assert await site.ended("rate", "hung_up")


async def test_a_callback_asked_for_by_key_is_there_before_it_is_confirmed(
    hotline: Makes, desk: ServiceDesk, pool: DatabasePool
) -> None:
    await desk.households.put([ZHANG])
    site = hotline()
    await site.call("arrive")
    heard = await site.call("callback", answers={"STREAM FILE": ""})  # hangs up in the middle of the confirmation
    assert heard.variables == {"TR_RESULT": "callback"}
    (created,) = await desk.callbacks.of_ticket(await ticket_of(pool))
    assert (created.reason, created.phone) == (Reason.REQUESTED, "+8613800000001")
    assert created.household is not None


async def test_nobody_is_called_back_at_a_withheld_number(hotline: Makes, pool: DatabasePool) -> None:
    heard = await hotline().call("callback", caller="anonymous")
    assert heard.variables == {"TR_RESULT": "nothing"}
    assert 'STREAM FILE "thirdring/no-number"' in heard.commands[-1]
    assert await count(pool, "callbacks") == 0


@pytest.mark.parametrize(("key", "callbacks"), [("49", 1), ("50", 0), ("0", 0)])
async def test_after_hours_a_key_asks_for_a_callback(
    hotline: Makes, pool: DatabasePool, key: str, callbacks: int
) -> None:
    heard = await hotline().call("after-hours", answers={"WAIT": f"200 result={key}"})
    assert heard.variables == {"TR_RESULT": "callback" if callbacks else "nothing"}
    assert await count(pool, "callbacks") == callbacks
