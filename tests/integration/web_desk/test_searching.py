"""Who may not see a number cannot find it by pieces: masked text is searched as it is seen."""

import json
from urllib.parse import quote

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb
from ticketing.desk.searched import mask_all
from ticketing.desk.site_desk import SiteDesk
from ticketing.households.household import Household, Part, Person, Phone, Place

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
async def site(desk_web: DeskWeb, desk: SiteDesk) -> DeskWeb:
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


async def test_what_was_changed_is_searched_as_it_is_now(site: DeskWeb, desk: SiteDesk) -> None:
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
