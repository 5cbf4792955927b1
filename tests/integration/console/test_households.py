"""Pages of households and of places that are no flats: found, looked at, and changed as the API lets."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from kit.http.auth.credential import PAGE_WORD
from kit.roles import Role
from tests.integration.console.browser import HERE, Browser, Got
from tests.integration.web_desk.conftest import DeskWeb

Browse = Callable[..., Browser]


async def typed_in(browser: Browser, path: str, **fields: str) -> Got:
    """As `send`, for a form that has a field `part`."""
    return await browser.send_as(path, {**HERE, PAGE_WORD: browser.word, "HX-Request": "true"}, **fields)


async def kept(desk_web: DeskWeb, home: int) -> Any:
    return await desk_web.get(f"households/{home}", Role.MANAGER)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("query", ["q=" + quote("张三"), "q=zs", "q=3-2-1201", "building=3", "phone=13800138000"])
async def test_a_household_is_found_by_name_pinyin_place_and_number(query: str, browse: Browse) -> None:
    got = await browse(Role.AGENT).get(f"/households?{query}")
    assert got.text.count('data-test="household-row"') == 1
    assert "张三" in got.words
    assert "138 0013 8000" not in got.words


@pytest.mark.parametrize(("role", "shown"), [(Role.AGENT, False), (Role.DISPATCHER, True), (Role.MANAGER, True)])
async def test_an_agent_looks_up_and_a_dispatcher_changes(role: Role, shown: bool, home: int, browse: Browse) -> None:
    text = (await browse(role).get(f"/households/{home}")).text
    assert ('data-test="amend-household"' in text) is shown
    assert ('data-test="delete-household"' in text) is (role is Role.MANAGER)
    sent = await browse(role).send(f"/households/{home}/amend", notes="狗", version="1")
    assert sent.status == (200 if shown else 403)


async def test_a_change_keeps_what_was_not_typed_anew(desk_web: DeskWeb, home: int, browse: Browse) -> None:
    before = await kept(desk_web, home)
    fields = {"housekeeper": "1001", "consent": "yes", "vip": "yes", "documents": "装修承诺书 2024-05-01\n钥匙"}
    got = await typed_in(browse(), f"/households/{home}/amend", **fields, version=str(before["version"]))
    assert (got.status, "装修承诺书" in got.words) == (200, True)
    after = await kept(desk_web, home)
    assert (after["consent"], after["vip"], after["housekeeper"]) == (True, True, "1001")
    assert after["documents"] == [{"title": "装修承诺书", "since": "2024-05-01"}, {"title": "钥匙", "since": None}]
    again = await typed_in(browse(), f"/households/{home}/amend", **fields, version=str(after["version"]))
    assert again.status == 200
    assert (await kept(desk_web, home))["version"] == after["version"]


async def test_who_sees_masked_notes_does_not_write_them(desk_web: DeskWeb, home: int, browse: Browse) -> None:
    await desk_web.ask("PATCH", f"households/{home}", {"notes": "邻居 13900139000"}, Role.MANAGER, If_Match='"1"')
    shown = await desk_web.get(f"households/{home}", Role.DISPATCHER)
    typed = {"housekeeper": "1001", "notes": shown["notes"], "vip": "yes", "version": str(shown["version"])}
    assert (await typed_in(browse(), f"/households/{home}/amend", **typed)).status == 200
    after = await kept(desk_web, home)
    assert (after["notes"], after["vip"]) == ("邻居 13900139000", True)


async def test_who_was_slower_is_told_and_may_decide_anew(desk_web: DeskWeb, home: int, browse: Browse) -> None:
    await desk_web.ask("PATCH", f"households/{home}", {"notes": "猫"}, Role.MANAGER, If_Match='"1"')
    late = await browse().send(f"/households/{home}/amend", housekeeper="1001", notes="狗", version="1")
    assert late.status == 409
    assert 'id="version" name="version" value="2"' in late.text
    assert "What you typed is still there" in late.words
    assert (await kept(desk_web, home))["notes"] == "猫"


async def test_only_what_its_reader_changed_is_sent_and_both_texts_stand_side_by_side(
    desk_web: DeskWeb, home: int, browse: Browse
) -> None:
    drawn = {"drawn": "housekeeper notes vip", "was-housekeeper": "1001", "was-notes": "", "was-vip": ""}
    await desk_web.ask("PATCH", f"households/{home}", {"notes": "猫"}, Role.MANAGER, If_Match='"1"')
    late = await typed_in(browse(), f"/households/{home}/amend", housekeeper="1002", **drawn, version="1")
    assert (late.status, "side-by-side" in late.text, "猫" in late.words) == (409, True, True)
    again = await typed_in(browse(), f"/households/{home}/amend", housekeeper="1002", **drawn, version="2")
    assert again.status == 200
    after = await kept(desk_web, home)
    assert (after["notes"], after["housekeeper"]) == ("猫", "1002")  # theirs stays


async def test_each_line_of_a_file_counts(desk_web: DeskWeb, home: int, browse: Browse) -> None:
    drawn = {"drawn": "documents", "was-documents": "钥匙 合同"}
    got = await typed_in(browse(), f"/households/{home}/amend", documents="钥匙\n合同", **drawn, version="1")
    assert got.status == 200
    assert {each["title"] for each in (await kept(desk_web, home))["documents"]} == {"钥匙", "合同"}


async def test_a_place_that_somebody_else_renamed_keeps_its_name(desk_web: DeskWeb, browse: Browse) -> None:
    place = await desk_web.post("places", {"kind": "lift", "name": "3号电梯", "building": "1"}, Role.MANAGER)
    at = f"places/{place['id']}"
    await desk_web.ask("PATCH", at, {"name": "4号电梯"}, Role.MANAGER, If_Match='"1"')
    drawn = {"drawn": "kind name notes", "was-kind": "lift", "was-name": "3号电梯", "was-notes": ""}
    typed = {"kind": "lift", "name": "3号电梯", "notes": "检修", **drawn}
    late = await typed_in(browse(), f"/{at}/amend", **typed, version="1")
    assert (late.status, "side-by-side" in late.text) == (409, True)
    assert (await typed_in(browse(), f"/{at}/amend", **typed, version="2")).status == 200
    after = await desk_web.get(at)
    assert (after["name"], after["notes"]) == ("4号电梯", "检修")


async def test_numbers_are_shown_for_a_reason(home: int, browse: Browse) -> None:
    dispatcher = browse()
    assert "138 0013 8000" not in (await dispatcher.get(f"/households/{home}")).words
    assert (await dispatcher.send(f"/households/{home}/unmask")).status == 422
    shown = await dispatcher.send(f"/households/{home}/unmask", why="急修")
    assert "138 0013 8000" in shown.words
    assert (await browse(Role.AGENT).send(f"/households/{home}/unmask", why="急修")).status == 403


async def test_a_person_is_added_changed_and_deleted(desk_web: DeskWeb, home: int, browse: Browse) -> None:
    manager, at = browse(Role.MANAGER), f"/households/{home}/people"
    added = await typed_in(manager, at, name="单雄信", part="tenant", phones="13900139000\n02112345678")
    assert added.status == 200
    [person] = (await desk_web.get("residents?q=shanxx", Role.MANAGER))["items"]
    assert [phone["raw"] for phone in person["phones"]] == ["13900139000", "02112345678"]
    path, version = f"{at}/{person['id']}", str(person["version"])
    changed = await typed_in(manager, path, name="单雄信", part="owner", phones="13900139000", version=version)
    assert changed.status == 200
    [person] = (await desk_web.get("residents?q=shanxx", Role.MANAGER))["items"]
    assert (person["part"], len(person["phones"])) == ("owner", 1)
    late = await typed_in(manager, path, name="单", part="owner", phones="13900139000", version=version)
    assert (late.status, f'id="version-{person["id"]}"' in late.text) == (409, True)
    assert (await manager.send(f"{path}/delete")).status == 200
    assert (await desk_web.get("residents?q=shanxx", Role.MANAGER))["items"] == []


async def test_masked_numbers_are_not_written_back(desk_web: DeskWeb, home: int, browse: Browse) -> None:
    [person] = (await desk_web.get("residents?q=zhangsan", Role.DISPATCHER))["items"]
    masked = "\n".join(phone["raw"] for phone in person["phones"])
    typed = {"name": "张三丰", "part": "owner", "phones": masked, "version": str(person["version"])}
    assert (await typed_in(browse(), f"/households/{home}/people/{person['id']}", **typed)).status == 200
    [after] = (await desk_web.get("residents?q=zsf", Role.MANAGER))["items"]
    assert [phone["raw"] for phone in after["phones"]] == ["138 0013 8000"]


async def test_a_household_is_entered_and_deleted_on_request(desk_web: DeskWeb, browse: Browse) -> None:
    fields = {"estate": "花园", "building": "8", "room": "101", "name": "王五", "phones": "13900139000"}
    entered = await typed_in(browse(), "/households", **fields)
    at = entered.headers["HX-Redirect"]
    assert "王五" in (await browse().get(at)).words
    assert (await browse().send(f"{at}/delete")).status == 403
    assert (await browse(Role.MANAGER).send(f"{at}/delete")).status == 204
    assert (await browse().get(at)).status == 404
    assert (await desk_web.get("households"))["items"] == []


async def test_its_tickets_stand_on_its_page(desk_web: DeskWeb, home: int, browse: Browse) -> None:
    ticket = await desk_web.opened(household=home, title="漏水")
    words = (await browse(Role.AGENT).get(f"/households/{home}")).words
    assert ticket["number"] in words
    assert "漏水" in words
    assert "3-2-1201" in (await browse().get(f"/tickets/new?household={home}")).words


async def test_a_place_is_entered_renamed_and_retired(desk_web: DeskWeb, browse: Browse) -> None:
    entered = await browse().send("/places", kind="lift", name="3号电梯", building="1")
    assert entered.headers["HX-Redirect"] == "/places"
    [place] = (await desk_web.get("places"))["items"]
    at = f"/places/{place['id']}"
    assert "3号电梯" in (await browse(Role.AGENT).get("/places?q=" + quote("电梯3"))).words
    assert (await browse(Role.AGENT).send(f"{at}/amend", kind="lift", name="x", version="1")).status == 403
    renamed = await browse().send(f"{at}/amend", kind="lift", name="4号电梯", building="1", version="1")
    assert (renamed.status, "4号电梯" in renamed.words) == (200, True)
    late = await browse().send(f"{at}/amend", kind="lift", name="5号电梯", building="1", version="1")
    assert (late.status, 'value="2"' in late.text) == (409, True)
    assert (await browse().send(f"{at}/retire", retired="true", version="2")).status == 200
    assert "4号电梯" not in (await browse().get("/places?retired=false")).words
    assert "4号电梯" not in (await browse().get("/tickets/new")).words


async def test_a_ticket_is_opened_about_a_place(desk_web: DeskWeb, browse: Browse) -> None:
    place = await desk_web.post("places", {"kind": "gate", "name": "东门"}, Role.DISPATCHER)
    assert "东门" in (await browse().get(f"/tickets/new?place_id={place['id']}")).words
    opened = await browse().send("/tickets", category="repair", title="道闸坏了", place_id=str(place["id"]))
    shown = await browse().get(opened.headers["HX-Redirect"])
    assert f'<a href="/places/{place["id"]}">东门</a>' in shown.text
    assert "道闸坏了" in (await browse().get(f"/places/{place['id']}")).words
