"""Who may not see a number cannot find it by pieces: masked text is searched as it is seen."""

import json
from urllib.parse import quote

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.workflows.searched import mask_all
from ticketing.workflows.service_desk import ServiceDesk

NUMBER = "13812345678"
HOME = Household(
    Place(f"花园 {NUMBER}", "3", "2", "1201"),
    (Person(f"张三 {NUMBER}", Part.OWNER, (Phone(f"+86{NUMBER}", NUMBER),)),),
    notes=f"after six: {NUMBER}",
)
ROLES = (Role.AGENT, Role.DISPATCHER)
LISTS = ("tickets", "households", "residents")
PIECES = [NUMBER[first : first + size] for size in range(1, 12) for first in range(12 - size)]
HIDDEN = [piece for piece in PIECES if piece not in "138" and piece not in "5678"]
VISIBLE = ["138", "38", "5678", "678", "138****5678", "****"]


@pytest.fixture
async def site(desk_web: DeskWeb, desk: ServiceDesk) -> DeskWeb:
    await desk.households.put([HOME])
    home = (await desk.households.find(f"+86{NUMBER}"))[0].household
    await desk_web.opened(Role.MANAGER, title=f"call {NUMBER}", contact=f"张三 {NUMBER}", household=home)
    return desk_web


async def found(site: DeskWeb, place: str, text: str, role: Role) -> int:
    return len((await site.get(f"{place}?q={quote(text)}", role))["items"])


@pytest.mark.parametrize("place", LISTS)
async def test_no_piece_of_what_is_hidden_is_found(site: DeskWeb, place: str) -> None:
    shown = json.dumps((await site.get(place))["items"], ensure_ascii=False)
    assert {piece for piece in HIDDEN if await found(site, place, piece, Role.AGENT)} <= {
        piece for piece in HIDDEN if piece in shown
    }
    for text in (NUMBER, "12345", "812345", "1234567", "138 1234 5678", "138___5678", "138%5678"):
        assert [role for role in ROLES if await found(site, place, text, role)] == []
    assert await found(site, place, "12345", Role.MANAGER) == 1


@pytest.mark.parametrize("place", LISTS)
async def test_what_is_seen_is_found(site: DeskWeb, place: str) -> None:
    for role in ROLES:
        assert [text for text in VISIBLE if not await found(site, place, text, role)] == []


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        ("tickets", ["call", "张三", "3-2-1201"]),
        ("households", ["花园", "after six", "张三", "3-2-12"]),
        ("residents", ["张", "花园", "3-2-1201"]),
    ],
)
async def test_words_names_and_places_are_found_as_before(site: DeskWeb, place: str, texts: list[str]) -> None:
    for role in (*ROLES, Role.MANAGER):
        assert [text for text in texts if not await found(site, place, text, role)] == []


@pytest.mark.parametrize("place", LISTS)
async def test_people_and_places_are_found_by_pinyin(site: DeskWeb, place: str) -> None:
    texts = ["zs", "zhs", "zhangs", "ZhangSan", "zhang san", "san", *(() if place == "tickets" else ("hy", "huayuan"))]
    for role in (*ROLES, Role.MANAGER):
        assert [text for text in texts if not await found(site, place, text, role)] == []
        assert await found(site, place, "lisi", role) == 0


async def test_tickets_are_found_by_the_pinyin_of_their_title_also_after_a_correction(site: DeskWeb) -> None:
    made = await site.opened(Role.MANAGER, title="3号楼厨房水管漏水")
    for role in (*ROLES, Role.MANAGER):
        for text in ("cfsg", "chufang", "shui guan lou", "LS", "3hl"):
            assert await found(site, "tickets", text, role) == 1, text
        assert await found(site, "tickets", "dtyyx", role) == 0
    change = {"title": "电梯有异响"}
    answer = await site.ask("PATCH", f"tickets/{made['number']}", change, Role.MANAGER, If_Match=f'"{made["version"]}"')
    assert answer.status == 200
    assert [await found(site, "tickets", text, Role.AGENT) for text in ("dtyyx", "cfsg")] == [1, 0]


@pytest.mark.parametrize("place", LISTS)
async def test_no_hidden_number_is_found_by_pinyin(site: DeskWeb, place: str, pool: DatabasePool) -> None:
    for text in ("zs1381", "san138123", "sanhy12345"):
        assert await found(site, place, text, Role.AGENT) == 0
    async with session(pool) as connection:
        kept = await connection.fetchval(f"select string_agg(pinyin::text, ' ') from {place}")
    assert ("huayuan" if place == "households" else "zhangsan") in kept
    assert "1234" not in kept


async def test_whoever_is_renamed_is_found_by_the_new_name_at_once(site: DeskWeb) -> None:
    [resident] = (await site.get("residents"))["items"]
    assert await found(site, "residents", "zs", Role.MANAGER) == 1
    path, version = f"residents/{resident['id']}", f'"{resident["version"]}"'
    assert (await site.ask("PATCH", path, {"name": "单雄信"}, Role.MANAGER, If_Match=version)).status == 200
    assert [await found(site, "residents", text, Role.MANAGER) for text in ("sxx", "zs")] == [1, 0]


async def test_what_was_changed_is_searched_as_it_is_now(site: DeskWeb, desk: ServiceDesk) -> None:
    [ticket] = (await site.get("tickets"))["items"]
    assert await found(site, "tickets", "call", Role.AGENT) == 1
    path = f"tickets/{ticket['number']}"
    await site.ask("PATCH", path, {"title": "lift stuck"}, Role.MANAGER, If_Match='"1"')
    assert await found(site, "tickets", "call", Role.AGENT) == 0
    assert await found(site, "tickets", "lift", Role.AGENT) == 1
    [resident] = (await site.get("residents"))["items"]
    path, version = f"residents/{resident['id']}", f'"{resident["version"]}"'
    renamed = await site.ask("PATCH", path, {"name": "王五 13900001111"}, Role.MANAGER, If_Match=version)
    assert renamed.status == 200
    assert [await found(site, "residents", text, Role.AGENT) for text in ("王五", "张三", "0000")] == [1, 0, 0]
    household = f"households/{resident['household']}"
    version = (await site.get(household))["version"]
    noted = await site.ask("PATCH", household, {"notes": "dog"}, Role.MANAGER, If_Match=f'"{version}"')
    assert noted.status == 200
    assert [await found(site, "households", text, Role.AGENT) for text in ("dog", "after six")] == [1, 0]


async def test_the_desk_masks_what_was_there_before_and_does_so_once(site: DeskWeb, pool: DatabasePool) -> None:
    assert await mask_all(pool) == 3
    assert await mask_all(pool) == 0
    async with session(pool) as connection:
        for table in LISTS:
            kept = await connection.fetchval(f"select searched from {table}")
            assert "138****5678" in kept
            assert "12345" not in kept


@pytest.mark.parametrize("place", ["tickets", "callbacks", "households", "residents"])
async def test_a_number_is_looked_up_whole_or_not_at_all(site: DeskWeb, place: str) -> None:
    await site.post("callbacks", {"phone": NUMBER}, Role.MANAGER)
    await site.opened(Role.MANAGER, phone=NUMBER)
    for role in ROLES:
        for piece in ("1381234567", "3812345678", "138", "5678", "+86138", "12345"):
            answer = await site.ask("GET", f"{place}?phone={quote(piece)}", role=role)
            assert answer.status == 422 or answer.body["items"] == []  # no number at all, or nobody's
        assert len((await site.get(f"{place}?phone={NUMBER}", role))["items"]) == 1


@pytest.mark.parametrize("role", ROLES)
async def test_calls_are_not_found_by_the_number_of_a_forwarded_phone(site: DeskWeb, role: Role) -> None:
    for text in (NUMBER, f"Local/{NUMBER}@out", "138 1234 5678"):
        answer = await site.ask("GET", f"calls?agent={quote(text, safe='')}", role=role)
        assert (answer.status, answer.body["errors"][0]["parameter"]) == (422, "agent")
    assert (await site.ask("GET", "calls?agent=1001", role=role)).status == 200
    assert (await site.ask("GET", f"calls?agent={NUMBER}", role=Role.MANAGER)).status == 200


@pytest.mark.parametrize("place", LISTS)
async def test_a_flat_is_found_as_it_is_said_and_no_other_one(site: DeskWeb, place: str) -> None:
    for role in (*ROLES, Role.MANAGER):
        for text in ("花园3号楼2单元1201", "3#2单元1201", "1201室", "3/2/1201", "3.2.1201", "花园 3-2-1201"):
            assert await found(site, place, text, role) == 1, text
        for text in ("山水3号楼2单元1201", "山水3-2-1201", "3-1201-2", "201室", "13-2-1201"):
            assert await found(site, place, text, role) == 0, text


async def test_the_last_four_digits_find_whoever_has_such_a_number_and_no_other_four_do(site: DeskWeb) -> None:
    home = (await site.get("residents"))["items"][0]["household"]
    await site.opened(Role.MANAGER, phone=NUMBER, title="by phone")
    await site.opened(Role.MANAGER, phone="110", title="short")
    await site.opened(Role.MANAGER, phone="13900000173", title="not of a household")
    for role in (*ROLES, Role.MANAGER):
        assert await found(site, "tickets", "0173", role) == 1
        for text, counts in (("5678", (2, 1, 1)), ("1234", (0, 0, 0)), ("678", (1, 1, 1))):
            if role is not Role.MANAGER or text == "5678":
                assert tuple([await found(site, place, text, role) for place in LISTS]) == counts, (text, role)
    assert (await site.get("households?q=5678"))["items"][0]["id"] == home


async def test_a_learned_number_is_found_by_its_last_four_digits(site: DeskWeb, pool: DatabasePool) -> None:
    async with session(pool) as connection:
        await connection.execute(
            "insert into learned_numbers (number, household, who, learned_at) select $1, id, '', now() from households",
            "+8613900000173",
        )
    for role in (*ROLES, Role.MANAGER):
        assert [await found(site, place, "0173", role) for place in ("tickets", "households")] == [1, 1]
