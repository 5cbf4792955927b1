"""Households and their people over HTTP: found by number, name, place; changed on a version; forgotten on request."""

from typing import Any

import pytest

from kit.database.instants import stored
from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.tickets.calls_store import Arrival
from ticketing.workflows.service_desk import ServiceDesk

SHOP = Household(
    Place("花园", "8", "", "102"),
    (Person("王五", Part.TENANT, (Phone(ZHANG, ZHANG),)), Person("赵六", Part.CONTACT, (Phone("8102", "8102"),))),
)


WRITTEN = ("13800138000", "138 0013 8000", "013800138000", "%2B8613800138000", "008613800138000")


@pytest.fixture
async def shop(desk: ServiceDesk, home: int) -> int:
    await desk.households.put([SHOP])
    return max(match.household for match in await desk.households.find(ZHANG))


async def names(desk_web: DeskWeb, query: str) -> list[str]:
    return [item["name"] for item in (await desk_web.get(f"residents?{query}"))["items"]]


async def named(desk_web: DeskWeb, name: str, role: Role = Role.MANAGER) -> Any:
    [found] = (await desk_web.get(f"residents?q={name}", role))["items"]
    return found


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("written", WRITTEN)
async def test_several_matches_of_a_number_are_all_shown_the_owner_first(desk_web: DeskWeb, written: str) -> None:
    assert await names(desk_web, f"phone={written}") == ["张三", "王五"]


async def test_who_called_about_a_household_last_goes_before_its_owner(
    desk_web: DeskWeb, pool: DatabasePool, shop: int
) -> None:
    async with session(pool) as connection:
        called_at = stored(at("2026-11-24 10:00"))
        await connection.execute("insert into number_calls values ($1, $2, $3)", ZHANG, shop, called_at)
    assert await names(desk_web, "phone=13800138000") == ["王五", "张三"]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=张", ["张三"]),
        ("q=花园", ["张三", "李四", "王五", "赵六"]),
        ("q=3-2-12", ["张三", "李四"]),
        ("building=8", ["王五", "赵六"]),
        ("part=tenant", ["李四", "王五"]),
        ("part=tenant&building=8", ["王五"]),
        ("phone=8102", ["赵六"]),
        ("q=%25", []),
        ("q=' or true --", []),
    ],
)
async def test_people_are_searched_by_name_place_part_and_number(
    desk_web: DeskWeb, query: str, found: list[str]
) -> None:
    assert await names(desk_web, query) == found


@pytest.mark.usefixtures("shop")
async def test_pages_go_on_where_the_last_one_ended(desk_web: DeskWeb) -> None:
    first = await desk_web.get("residents?limit=3")
    rest = await desk_web.get(f"residents?limit=3&cursor={first['next']}")
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 1, None]


@pytest.mark.usefixtures("home")
async def test_numbers_are_masked_for_who_may_not_see_them(desk_web: DeskWeb) -> None:
    assert (await named(desk_web, "张三"))["phones"] == [{"number": ZHANG, "raw": "138 0013 8000"}]
    for role in (Role.AGENT, Role.DISPATCHER):
        seen = await named(desk_web, "张三", role)
        assert (seen["masked"], seen["phones"]) == (True, [{"number": "+861****8000", "raw": "138****8000"}])


@pytest.mark.usefixtures("home")
async def test_a_resident_is_changed_on_a_version_and_who_was_slower_sees_what_there_is(desk_web: DeskWeb) -> None:
    known = await named(desk_web, "李四")
    path, version = f"residents/{known['id']}", f'"{known["version"]}"'
    body = {"part": "family", "phones": ["139 0013 9000"]}
    assert (await desk_web.ask("PATCH", path, body, Role.AGENT, If_Match=version)).status == 403
    assert (await desk_web.ask("PATCH", path, body, Role.MANAGER)).status == 428
    changed = await desk_web.ask("PATCH", path, body, Role.MANAGER, If_Match=version)
    assert (changed.status, changed.body["part"]) == (200, "family")
    assert changed.body["phones"] == [{"number": "+8613900139000", "raw": "139 0013 9000"}]
    assert await names(desk_web, "phone=13900139000") == ["李四"]
    late = await desk_web.ask("PATCH", path, {"name": "李五"}, Role.MANAGER, If_Match=version)
    assert (late.status, late.body["current"]["version"]) == (409, changed.body["version"])
    assert late.headers["ETag"] == changed.headers["ETag"] == f'"{changed.body["version"]}"'
    taken = await desk_web.ask("PATCH", path, {"name": "张三"}, Role.MANAGER, If_Match=changed.headers["ETag"])
    assert (taken.status, taken.body["errors"][0]["parameter"]) == (422, "name")


async def test_a_household_is_changed_on_a_version(desk_web: DeskWeb, home: int) -> None:
    path = f"households/{home}"
    before = await desk_web.ask("GET", path, role=Role.MANAGER)
    body = {"consent": True, "housekeeper": None, "documents": [{"title": "权属证明", "since": "2024-05-01"}]}
    changed = await desk_web.ask("PATCH", path, body, Role.DISPATCHER, If_Match=before.headers["ETag"])
    assert changed.status == 200, changed.body
    assert (changed.body["consent"], changed.body["housekeeper"]) == (True, None)
    assert changed.body["documents"] == [{"title": "权属证明", "since": "2024-05-01"}]
    assert (changed.body["version"], len(changed.body["people"])) == (before.body["version"] + 1, 2)
    late = await desk_web.ask("PATCH", path, {"notes": "x"}, Role.DISPATCHER, If_Match=before.headers["ETag"])
    assert (late.status, late.body["current"]["consent"]) == (409, True)
    assert (await desk_web.ask("PATCH", path, {}, Role.DISPATCHER, If_Match="2")).status == 422
    assert (await desk_web.ask("PATCH", "households/99999", {"vip": True}, Role.ADMIN, If_Match="1")).status == 404
    assert (await named(desk_web, "张三"))["consent"] is True


async def test_one_person_is_forgotten_and_the_rest_of_the_household_stays(
    desk_web: DeskWeb, desk: ServiceDesk, home: int
) -> None:
    ticket = await desk_web.opened(household=home, contact="张三", phone=ZHANG)
    callback = await desk_web.post("callbacks", {"phone": ZHANG})
    known = await named(desk_web, "张三")
    assert (await desk_web.ask("DELETE", f"residents/{known['id']}", role=Role.DISPATCHER)).status == 403
    assert (await desk_web.ask("DELETE", f"residents/{known['id']}", role=Role.MANAGER)).status == 204
    assert await names(desk_web, f"household={home}") == ["李四"]
    left = await desk.tickets.get(ticket["number"])
    assert (left.contact, left.phone, left.household) == ("", "", home)
    gone = await desk.callbacks.get(callback["id"])
    assert (gone.state, gone.phone) == ("cancelled", "")
    assert (await desk_web.ask("DELETE", f"residents/{known['id']}", role=Role.MANAGER)).status == 404
    actions = [entry["action"] for entry in (await desk_web.get("audit", Role.ADMIN))["items"]]
    assert actions == ["resident_forgotten"]


async def test_who_saw_a_number_in_full_is_in_the_audit_log_with_the_reason(desk_web: DeskWeb, home: int) -> None:
    path = f"households/{home}/unmask"
    assert (await desk_web.ask("POST", path, {"why": "x"}, Role.AGENT)).status == 403
    assert (await desk_web.ask("POST", path, {"why": " "}, Role.DISPATCHER)).status == 422
    seen = await desk_web.post(path, {"why": "flooding below"}, Role.DISPATCHER)
    assert seen["people"][0]["phones"][0]["number"] == ZHANG
    [entry] = (await desk_web.get("audit", Role.ADMIN))["items"]
    assert (entry["actor"], entry["action"]) == ("dispatcher", "unmask")
    assert "flooding below" in entry["detail"]
    assert ZHANG not in entry["detail"]


async def test_a_learned_number_stands_apart_masked_until_a_dispatcher_deletes_it(
    desk_web: DeskWeb, desk: ServiceDesk, home: int
) -> None:
    number = "+8613911112222"
    called = await desk.call_tickets.open_for_call(Arrival("main", "1", desk_web.clock(), number))
    await desk_web.ask("PATCH", f"tickets/{called.number}", {"household": home}, If_Match='"1"')
    [learned] = (await desk_web.get(f"households/{home}", Role.MANAGER))["learned"]
    assert (learned["number"], learned["who"]) == (number, "agent")
    [masked] = (await desk_web.get(f"households/{home}"))["learned"]
    assert masked["number"] == "+861****2222"
    assert [one["id"] for one in (await desk_web.get(f"households?phone={number[3:]}"))["items"]] == [home]
    path = f"learned-numbers/{learned['id']}"
    assert (await desk_web.ask("DELETE", path)).status == 403
    assert (await desk_web.ask("DELETE", path, role=Role.DISPATCHER)).status == 204
    assert (await desk_web.ask("DELETE", path, role=Role.DISPATCHER)).status == 404
    assert await desk.households.find(number) == []
    [entry, *_] = (await desk_web.get("audit", Role.ADMIN))["items"]
    assert (entry["action"], entry["actor"]) == ("number_unlearned", "dispatcher")


async def test_a_flat_is_one_household_however_it_is_written(desk_web: DeskWeb) -> None:
    plain = await desk_web.post("households", {"building": "9", "unit": "2", "room": "202"}, Role.MANAGER)
    told = await desk_web.post("households", {"building": "9号楼", "unit": "2单元", "room": "202室"}, Role.MANAGER)
    assert (told["id"], told["place"]) == (plain["id"], "9-2-202")
    wrong = await desk_web.ask("POST", "households", {"building": "9", "room": "3月2日"}, Role.MANAGER)
    assert (wrong.status, wrong.body["errors"][0]["parameter"]) == (422, "room")
