"""Places that are no flats: made, renamed and retired over HTTP, found by name, and the tickets about them."""

from typing import Any
from urllib.parse import quote

import pytest

from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb
from ticketing.workflows.service_desk import ServiceDesk

LOBBY = {"kind": "lobby", "name": "2号楼大堂", "building": "2", "estate": "花园"}
LIFT = {"kind": "lift", "name": "3号电梯", "building": "1"}
GARAGE = {"kind": "garage", "name": "地下车库"}


@pytest.fixture
async def places(desk_web: DeskWeb) -> list[Any]:
    return [await desk_web.post("places", body, Role.DISPATCHER) for body in (LOBBY, LIFT, GARAGE)]


async def named(desk_web: DeskWeb, query: str) -> list[str]:
    return sorted(item["name"] for item in (await desk_web.get(f"places?{query}"))["items"])


async def amended(desk_web: DeskWeb, place: Any, role: Role = Role.MANAGER, **said: Any) -> Any:
    return await desk_web.ask("PATCH", f"places/{place['id']}", said, role, If_Match=f'"{place["version"]}"')


async def test_a_dispatcher_makes_places_and_an_agent_reads_them(desk_web: DeskWeb, places: list[Any]) -> None:
    assert (await desk_web.ask("POST", "places", GARAGE | {"name": "B"})).status == 403
    assert (await amended(desk_web, places[0], Role.AGENT, name="C")).status == 403
    shown = await desk_web.get(f"places/{places[0]['id']}")
    assert shown == {**LOBBY, "id": places[0]["id"], "version": 1, "notes": "", "retired_at": None, "open_tickets": 0}


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["2号楼大堂", "3号电梯", "地下车库"]),
        ("kind=lift", ["3号电梯"]),
        ("building=2", ["2号楼大堂"]),
        ("q=" + quote("2栋大堂"), ["2号楼大堂"]),
        ("q=" + quote("电梯3"), ["3号电梯"]),
        ("q=" + quote("2栋"), ["2号楼大堂"]),
        ("q=" + quote("花园"), ["2号楼大堂"]),
        ("q=dt", ["2号楼大堂", "3号电梯"]),
        ("q=datang", ["2号楼大堂"]),
        ("q=dxck", ["地下车库"]),
        ("q=" + quote("100%"), []),
    ],
)
async def test_places_are_found_by_any_spelling_and_by_pinyin(desk_web: DeskWeb, query: str, found: list[str]) -> None:
    assert await named(desk_web, query) == found


async def test_one_name_is_one_place_of_a_building(desk_web: DeskWeb, places: list[Any]) -> None:
    again = await desk_web.ask("POST", "places", LIFT, Role.MANAGER)
    assert (again.status, again.body["errors"][0]["parameter"]) == (409, "name")
    assert str(places[1]["id"]) in again.body["detail"]
    renamed = await amended(desk_web, places[2], name="3号电梯", building="1")
    assert renamed.status == 409
    assert (await desk_web.ask("POST", "places", LIFT | {"building": "5"}, Role.MANAGER)).status == 201


async def test_a_change_is_decided_on_a_version(desk_web: DeskWeb, places: list[Any]) -> None:
    changed = await amended(desk_web, places[1], name="4号电梯", notes="观光")
    assert (changed.status, changed.body["name"], changed.body["version"]) == (200, "4号电梯", 2)
    assert await named(desk_web, "q=" + quote("电梯4")) == ["4号电梯"]
    late = await amended(desk_web, places[1], name="5号电梯")
    assert (late.status, late.body["current"]["name"]) == (409, "4号电梯")
    assert (await desk_web.ask("PATCH", f"places/{places[1]['id']}", {"name": "x"}, Role.MANAGER)).status == 428
    assert (await desk_web.ask("PATCH", "places/999", {"name": "x"}, Role.MANAGER, If_Match='"1"')).status == 404


async def test_a_retired_place_takes_no_new_tickets_and_can_come_back(desk_web: DeskWeb, places: list[Any]) -> None:
    pool = places[2]
    gone = (await amended(desk_web, pool, retired=True)).body
    assert gone["retired_at"] is not None
    assert await named(desk_web, "retired=false") == ["2号楼大堂", "3号电梯"]
    ticket = {"category": "repair", "title": "灯坏了", "place_id": pool["id"]}
    refused = await desk_web.ask("POST", "tickets", ticket)
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, "place_id")
    assert (await amended(desk_web, gone, retired=False)).body["retired_at"] is None
    assert (await desk_web.ask("POST", "tickets", ticket)).status == 201


async def test_a_ticket_says_which_place_it_is_about(desk_web: DeskWeb, places: list[Any], home: int) -> None:
    lobby, lift, _ = places
    ticket = await desk_web.opened(place_id=lobby["id"], household=home)
    assert (ticket["place"], ticket["place_id"], ticket["household"]) == ("2号楼大堂", lobby["id"], home)
    path, version = f"tickets/{ticket['number']}", f'"{ticket["version"]}"'
    moved = await desk_web.ask("PATCH", path, {"place_id": lift["id"]}, If_Match=version)
    assert (moved.body["place"], moved.body["history"][-1]["what"]) == ("1号楼3号电梯", "amended: place_id")
    none = await desk_web.ask("PATCH", path, {"place_id": None}, If_Match=f'"{moved.body["version"]}"')
    assert none.body["place"] == "3-2-1201"
    wrong = await desk_web.ask("PATCH", path, {"place_id": 999}, If_Match=f'"{none.body["version"]}"')
    assert (wrong.status, wrong.body["errors"][0]["parameter"]) == (422, "place_id")


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
async def test_tickets_are_found_by_their_place(desk_web: DeskWeb, places: list[Any], role: Role) -> None:
    ticket = await desk_web.opened(place_id=places[0]["id"])
    await desk_web.opened()
    for query in (f"place_id={places[0]['id']}", "building=2", "q=" + quote("2栋大堂"), "q=datang", "q=dt"):
        found = (await desk_web.get(f"tickets?{query}", role))["items"]
        assert [item["number"] for item in found] == [ticket["number"]], query
    assert (await desk_web.get(f"places/{places[0]['id']}", role))["open_tickets"] == 1


async def test_nobody_is_called_about_a_place_without_a_caller(
    desk_web: DeskWeb, places: list[Any], desk: ServiceDesk
) -> None:
    """It is left out of the rate with its reason; a household that reported it is called as ever."""
    ticket = await desk_web.opened(place_id=places[2]["id"])
    done = await desk_web.act(ticket, "resolve", resolution="修好")
    assert done["callbacks"] == []
    rate = await desk_web.get("callbacks/rates?date=2026-11-25", Role.MANAGER)
    assert rate["eligible_count"] == 0
    assert [one["why"] for one in rate["left_out"]] == ["nobody_to_call"]


async def test_places_are_no_households(desk_web: DeskWeb, places: list[Any]) -> None:
    assert len(places) == 3
    assert (await desk_web.get("households"))["items"] == []
    assert (await desk_web.get("residents"))["items"] == []


async def test_a_building_is_asked_for_in_any_spelling(desk_web: DeskWeb, places: list[Any], home: int) -> None:
    await desk_web.opened(place_id=places[0]["id"])
    await desk_web.opened(household=home)
    asked_for = [("places", "2"), ("tickets", "2"), ("tickets", "3"), ("households", "3"), ("residents", "3")]
    for path, building in asked_for:
        plain = (await desk_web.get(f"{path}?building={building}"))["items"]
        for spelling in ("栋", "号楼", "#", "号"):
            asked = f"{path}?building={quote(building + spelling)}"
            assert (await desk_web.get(asked))["items"] == plain != [], asked


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    "said",
    [{"name": "3#电梯"}, {"name": " 3 号电梯 "}, {"name": "３号电梯"}, {"building": "1号楼"}, {"building": "1栋"}],
)
async def test_a_place_is_made_once_however_it_is_spelled(desk_web: DeskWeb, said: dict[str, str]) -> None:
    assert (await desk_web.ask("POST", "places", LIFT | said, Role.MANAGER)).status == 409


async def test_a_place_is_said_with_its_building_once(desk_web: DeskWeb) -> None:
    named = [("大堂Y", "2"), ("大堂Y", "5号楼"), ("5栋 西门", "5"), ("2号电梯", "2"), ("泳池", ""), ("大堂", "会所")]
    for name, building in named:
        place = await desk_web.post("places", LOBBY | {"name": name, "building": building}, Role.MANAGER)
        await desk_web.opened(place_id=place["id"])
    found = [item["place"] for item in (await desk_web.get("tickets"))["items"]]
    assert sorted(found) == sorted(["2号楼大堂Y", "5号楼大堂Y", "5栋 西门", "2号楼2号电梯", "泳池", "会所大堂"])


async def test_an_old_ticket_keeps_its_retired_place_and_a_split_one_has_none(
    desk_web: DeskWeb, places: list[Any]
) -> None:
    ticket = await desk_web.opened(place_id=places[2]["id"])
    await amended(desk_web, places[2], retired=True)
    path, version = f"tickets/{ticket['number']}", f'"{ticket["version"]}"'
    said = {"place_id": places[2]["id"], "title": "灯又坏了"}
    kept = await desk_web.ask("PATCH", path, said, If_Match=version)
    assert (kept.status, kept.body["place_id"]) == (200, places[2]["id"])
    version = f'"{kept.body["version"]}"'
    twin = await desk_web.ask("POST", f"{path}/split", {"title": "门坏了"}, If_Match=version)
    assert (twin.status, twin.body["place_id"]) in ((200, None), (201, None))
    assert (await desk_web.get(path))["place_id"] == places[2]["id"]
