"""Whatever somebody types into a filter or a body stays text: nothing of it is carried out."""

from typing import Any

import aiohttp
import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import ZHANG, DeskWeb

HOSTILE = (
    "'; drop table tickets; --",
    "' or '1'='1",
    "') union select password_hash from users --",
    "$1; delete from households",
    "\\'; truncate callbacks; --",
    "%_\\",
    "\nAction: Originate\r\nChannel: PJSIP/1001",
    "1) or true --",
)
TABLES = ("tickets", "ticket_changes", "callbacks", "households", "residents", "resident_phones", "users", "audit")
LISTS = {
    "tickets": ("q", "building", "assignee", "category", "phone", "household", "cursor", "due", "status"),
    "callbacks": ("building", "ticket", "phone", "household", "cursor", "reason"),
    "households": ("q", "building", "housekeeper", "phone", "cursor"),
    "residents": ("q", "building", "phone", "household", "part", "cursor"),
    "callbacks/rates": ("date",),
    "audit": ("cursor",),
}
FILTERS = [(path, name) for path, names in LISTS.items() for name in names]


async def rows(pool: DatabasePool) -> dict[str, int]:
    async with session(pool) as connection:
        return {table: await connection.fetchval(f"select count(*) from {table}") for table in TABLES}


async def test_no_filter_carries_out_what_is_typed_into_it(desk_web: DeskWeb, pool: DatabasePool, home: int) -> None:
    await desk_web.opened(household=home, phone=ZHANG)
    await desk_web.post("callbacks", {"phone": ZHANG})
    before = await rows(pool)
    headers = {"Authorization": f"Bearer {TOKENS[Role.ADMIN]}"}
    for path, name in FILTERS:
        for text in HOSTILE:
            url = f"{desk_web.web.url}/api/v1/{path}"
            async with desk_web.web.session.get(url, params={name: text}, headers=headers) as answer:
                body = await answer.json()
                assert answer.status in (200, 422), (path, name, text, body)
                assert answer.status == 422 or not body.get("items"), (path, name, text)
    assert await rows(pool) == before


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_is_written_comes_back_as_it_was_written(desk_web: DeskWeb, pool: DatabasePool, text: str) -> None:
    people = [{"name": text, "part": "owner", "phones": [ZHANG]}]
    body = {"building": "9", "room": "101", "people": people, "notes": text}
    put = await desk_web.post("households", body, Role.MANAGER)
    assert (put["people"][0]["name"], put["notes"]) == (text, text)
    ticket = await desk_web.opened(title=text, contact=text)
    ticket = await desk_web.act(ticket, "cancel", why=text)
    assert (ticket["title"], ticket["contact"], ticket["history"][-1]["why"]) == (text, text, text)
    [found] = await found_by(desk_web, text)
    assert found["id"] == put["people"][0]["id"]
    assert (await rows(pool))["tickets"] == 1


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_room_that_is_none_is_refused_or_is_only_words(
    desk_web: DeskWeb, pool: DatabasePool, text: str
) -> None:
    users = (await rows(pool))["users"]
    body = {"estate": text, "building": text, "room": text}
    answer = await desk_web.ask("POST", "households", body, Role.MANAGER)
    assert answer.status in (200, 201, 422), answer.body
    assert (await rows(pool))["users"] == users


async def found_by(desk_web: DeskWeb, name: str) -> Any:
    headers = {"Authorization": f"Bearer {TOKENS[Role.MANAGER]}"}
    url = f"{desk_web.web.url}/api/v1/residents"
    async with desk_web.web.session.get(url, params={"q": name}, headers=headers) as answer:
        return (await answer.json())["items"]


async def sent(desk_web: DeskWeb, data: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {TOKENS[Role.AGENT]}", "Content-Type": "application/json"}
    post: aiohttp.ClientResponse
    async with desk_web.web.session.post(f"{desk_web.web.url}/api/v1/tickets", data=data, headers=headers) as post:
        return post.status, (await post.json())["detail"]


async def test_a_body_that_is_nested_too_deep_or_too_large_is_refused(desk_web: DeskWeb, pool: DatabasePool) -> None:
    status, detail = await sent(desk_web, '{"category": ' + "[" * 40 + "]" * 40 + "}")
    assert (status, "nested deeper than 16" in detail) == (422, True)
    status, _ = await sent(desk_web, '{"category": "repair", "title": "' + "长" * 70_000 + '"}')
    assert status == 413
    assert (await rows(pool))["tickets"] == 0
