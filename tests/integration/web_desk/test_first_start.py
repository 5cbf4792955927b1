"""The first admin is made by whoever has the code of the log, once; nobody else gets in."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.first_start import FirstStart
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import PASSWORD, DeskWeb, Dialled
from thirdring.commands.user import create_user
from thirdring.first_start import announce
from thirdring.settings import Settings
from ticketing.http.ask import DeskContext
from ticketing.workflows.service_desk import ServiceDesk


class Fresh:
    """A site without a user."""

    def __init__(self, web: DeskWeb, first: FirstStart) -> None:
        self.web, self.first = web, first

    async def create(self, code: str, name: str = "chief", password: str = PASSWORD) -> int:
        body = {"code": code, "name": name, "password": password}
        return (await self.web.ask("POST", "session/first", body, token="-")).status


@pytest.fixture
async def fresh(pool: DatabasePool, desk: ServiceDesk) -> AsyncIterator[Fresh]:
    site = DeskContext(desk, pool)
    async with web_of(desk=site, token_book=TokenBook(PostgresTokens(pool))) as web:
        yield Fresh(DeskWeb(web, desk, Dialled(desk)), site.first_start)


async def test_the_code_of_the_log_makes_one_admin_and_then_nothing_more(fresh: Fresh) -> None:
    code = fresh.first.open()
    assert await fresh.create("WRONG") == 403
    assert await fresh.create(code) == 201
    assert await fresh.create(code, "second") == 403
    signed_in = await fresh.web.ask("POST", "session", {"name": "chief", "password": PASSWORD}, token="-")
    assert signed_in.body["role"] == "admin"
    assert (await fresh.web.ask("GET", "session/first", token="-")).body == {"open": False}


async def test_a_user_made_by_a_command_meanwhile_ends_the_code(fresh: Fresh, settings: Settings) -> None:
    code = fresh.first.open()
    assert (await fresh.web.ask("GET", "session/first", token="-")).body == {"open": True}
    await create_user(settings, "wang", Role.ADMIN, PASSWORD)
    page = await Browser(fresh.web.web.url, fresh.web.web.session).get("/first-start")
    assert (page.status, page.headers["Location"]) == (303, "/sign-in")
    assert (await fresh.web.ask("GET", "session/first", token="-")).body == {"open": False}
    assert await fresh.create(code) == 403


async def test_of_two_at_once_with_the_code_one_becomes_admin(fresh: Fresh, pool: DatabasePool) -> None:
    code = fresh.first.open()
    answers = await asyncio.gather(fresh.create(code, "one"), fresh.create(code, "two"))
    assert sorted(answers) in ([201, 403], [201, 422])
    assert await pool.fetchval("select count(*) from users") == 1


async def test_codes_cannot_be_tried_out(fresh: Fresh) -> None:
    code = fresh.first.open()
    assert [await fresh.create(f"GUESS-{number}") for number in range(7)] == [403] * 5 + [429] * 2
    assert await fresh.create(code) == 429


async def test_a_weak_password_is_refused_and_the_code_still_fits(fresh: Fresh) -> None:
    code = fresh.first.open()
    assert await fresh.create(code, password="1234567890") == 422
    assert await fresh.create(code) == 201


async def test_there_is_no_first_visitor_without_a_code(fresh: Fresh) -> None:
    for code in ("", "0", "None"):
        assert await fresh.create(code) in (403, 422)


async def test_the_log_tells_the_code_only_while_there_is_nobody(
    fresh: Fresh, pool: DatabasePool, settings: Settings
) -> None:
    with capture_logs() as told:
        await announce(pool, fresh.first, ("127.0.0.1", 8080))
    assert told[0]["page"] == "http://127.0.0.1:8080/first-start"
    assert fresh.first.fits(told[0]["code"])
    fresh.first.close()
    await create_user(settings, "chief", Role.ADMIN, PASSWORD)
    with capture_logs() as told:
        await announce(pool, fresh.first, ("127.0.0.1", 8080))
    assert (told, fresh.first.is_open) == ([], False)


async def test_the_page_leads_to_the_form_creates_the_admin_and_signs_in(fresh: Fresh) -> None:
    browser = Browser(fresh.web.web.url, fresh.web.web.session)
    assert (await browser.get("/first-start")).headers["Location"] == "/sign-in"
    code = fresh.first.open()
    assert 'href="/first-start"' in (await browser.get("/sign-in")).text
    wrong = await browser.send("/first-start", part=False, code="NO", name="小李", password=PASSWORD)
    assert (wrong.status, PASSWORD in wrong.text, "小李" in wrong.text) == (403, False, True)
    made = await browser.send("/first-start", part=False, code=code, name="小李", password=PASSWORD)
    assert (made.status, made.headers["Location"]) == (303, "/desk")
    assert (await browser.get("/admin/users")).status == 200
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    refused = await browser.send_as("/first-start", elsewhere, code=code, name="x", password=PASSWORD)
    assert refused.status == 403
