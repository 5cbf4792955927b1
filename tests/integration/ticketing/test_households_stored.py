from dataclasses import replace
from datetime import date

from kit.database.pool import DatabasePool, session
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.households.household import Household, KeptDocument, Part, Person, Phone, Place
from ticketing.households.store import Imported
from ticketing.tickets.calls_store import Arrival
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-11-25 12:00")
SHARED = Phone("+8613800138000", "13800138000")
FLAT = Household(
    Place("Garden", "3", "2", "1201"),
    (Person("张三", Part.OWNER, (SHARED, Phone("8123", "8123"))), Person("张小", Part.FAMILY)),
    "1001",
    (KeptDocument("权属证明", date(2024, 5, 1)), KeptDocument("身份证复印件")),
    "dog",
    consent=True,
    vip=False,
)
SHOP = Household(Place("Garden", "1", "", "S1"), (Person("李四", Part.TENANT, (SHARED,)),))


async def test_households_come_back_as_they_were_put(desk: ServiceDesk) -> None:
    assert await desk.households.put([FLAT, SHOP]) == Imported(added=2, changed=0, unchanged=0)
    assert [household async for household in desk.households.everything()] == [SHOP, FLAT]


async def test_putting_the_same_again_changes_nothing(desk: ServiceDesk) -> None:
    await desk.households.put([FLAT, SHOP])
    assert await desk.households.put([FLAT, SHOP]) == Imported(added=0, changed=0, unchanged=2)


async def test_each_kind_of_change_counts_as_one(desk: ServiceDesk) -> None:
    await desk.households.put([FLAT])
    changes = [
        replace(FLAT, housekeeper="1002"),
        replace(FLAT, people=(Person("张三", Part.TENANT),)),
        replace(FLAT, people=(Person("王五", Part.CONTACT),)),
        replace(FLAT, people=(Person("张小", Part.FAMILY, (Phone("+8613900139000", "13900139000"),)),)),
        replace(FLAT, documents=(KeptDocument("身份证复印件", date(2026, 1, 1)),)),
    ]
    for change in changes:
        assert await desk.households.put([change]) == Imported(added=0, changed=1, unchanged=0)


async def test_what_a_sheet_does_not_say_stays(desk: ServiceDesk) -> None:
    await desk.households.put([FLAT])
    assert await desk.households.put([Household(FLAT.place)]) == Imported(0, 0, 1)
    assert [household async for household in desk.households.everything()] == [FLAT]


async def test_all_households_of_a_number_are_found_owner_first(desk: ServiceDesk) -> None:
    await desk.households.put([SHOP, FLAT])
    assert [(match.name, match.part) for match in await desk.households.find(SHARED.number)] == [
        ("张三", Part.OWNER),
        ("李四", Part.TENANT),
    ]
    assert [match.name for match in await desk.households.find("8123")] == ["张三"]
    assert await desk.households.find("+8613911112222") == []


async def test_the_household_it_last_called_about_comes_first(desk: ServiceDesk) -> None:
    await desk.households.put([SHOP, FLAT])
    shop = (await desk.households.find(SHARED.number))[1].household
    await desk.call_tickets.open_for_call(Arrival("main", "1", NOON, SHARED.number, shop))
    assert [match.name for match in await desk.households.find(SHARED.number)] == ["李四", "张三"]


async def test_everything_is_read_also_where_it_fills_pages(desk: ServiceDesk) -> None:
    many = [Household(Place("Garden", str(n // 100), "", f"{n:04}")) for n in range(2_500)]
    told: list[int] = []
    assert (await desk.households.put(many, told.append)).added == 2_500
    assert told == [2_000, 2_500]
    assert len([household async for household in desk.households.everything()]) == 2_500


async def test_a_household_that_is_forgotten_leaves_no_name_and_no_number(
    desk: ServiceDesk, pool: DatabasePool
) -> None:
    await desk.households.put([FLAT])
    household = (await desk.households.find(SHARED.number))[0].household
    await desk.call_tickets.open_for_call(Arrival("main", "1", NOON, SHARED.number, household, "张三"))
    created = await desk.callbacks.create(Cause(Reason.MISSED_CALL, NOON, SHARED.number, household))
    assert await desk.households.forget(household, "zhao", NOON + 1)
    assert not await desk.households.forget(household, "zhao", NOON + 2)
    history = await desk.tickets.history("20261125-0001")
    assert [(change.version, change.what) for change in history] == [(1, "opened"), (2, "contact deleted on request")]
    callback = await desk.callbacks.get(created.callback.id)
    assert (callback.state, callback.phone, callback.household) == (State.CANCELLED, "", None)
    async with session(pool) as connection:
        for table in ("households", "residents", "resident_phones", "number_calls", "tickets", "callbacks"):
            rows = str(await connection.fetch(f"select * from {table}"))
            assert "张三" not in rows
            assert "13800138000" not in rows
