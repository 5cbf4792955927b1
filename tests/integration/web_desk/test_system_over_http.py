"""The service itself over the API: its state, its settings, and the doctor, for an admin alone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from tests.integration.web.site_in_memory import web_of
from tests.integration.web.system_in_memory import Examining, admin_of
from tests.integration.web_desk.conftest import Accounts, DeskWeb, Dialled
from thirdring.admin.examination import Examination
from thirdring.doctor.examining import expected_of
from thirdring.settings import Settings
from ticketing.http.ask import DeskContext
from ticketing.workflows.service_desk import ServiceDesk


@pytest.fixture
async def site(pool: DatabasePool, desk: ServiceDesk, settings: Settings) -> AsyncIterator[tuple[Accounts, Examining]]:
    examining = Examining()
    book = TokenBook(PostgresTokens(pool))
    async with web_of(desk=DeskContext(desk, pool), token_book=book, admin=admin_of(pool, examining)) as web:
        accounts = Accounts(DeskWeb(web, desk, Dialled(desk)), settings, pool)
        accounts.admin = await accounts.join("chief", Role.ADMIN)
        yield accounts, examining


async def test_the_state_has_the_size_of_the_database(site: tuple[Accounts, Examining]) -> None:
    body = (await site[0].ask("GET", "system")).body
    assert body["database"]["size_bytes"] > 1_000_000
    assert int(body["database"]["version"].partition(".")[0]) >= 15
    assert body["links"][0]["pbx"] == "main"


async def test_the_settings_are_there_without_their_secrets(site: tuple[Accounts, Examining]) -> None:
    answer = await site[0].ask("GET", "settings")
    assert "hush-hush" not in str(answer.body)
    [secret] = [one for one in answer.body["items"] if (one["section"], one["key"]) == ("pbx[0]", "secret")]
    assert (secret["secret"], secret["is_set"], secret["value"]) == (True, True, None)


async def test_one_examination_at_a_time_says_how_far_it_is_and_what_it_met(site: tuple[Accounts, Examining]) -> None:
    accounts, examining = site
    assert (await accounts.ask("GET", "doctor")).body["state"] == "never"
    begun = await accounts.ask("POST", "doctor")
    assert (begun.status, begun.body["state"], begun.body["pbxs"][0]["answered"]) == (202, "running", False)
    assert (await accounts.ask("POST", "doctor")).status == 409
    examining.answered.set()
    body: Any = {}
    while body.get("state") != "done":
        body = (await accounts.ask("GET", "doctor?lang=zh")).body
    assert body["pbxs"] == [{"name": "main", "answered": True, "trouble": "Connection refused"}]
    assert [action for _, action, _ in await accounts.audit()][-1] == "doctor"


async def test_an_examination_ends_in_time_when_a_pbx_says_nothing(settings: Settings) -> None:
    examination = Examination(("main",), expected_of(settings), Examining(), limit_seconds=0.01)
    assert examination.begin(0)
    while examination.shown("en").state == "running":
        await asyncio.sleep(0.01)
    shown = examination.shown("en")
    assert (shown.state, "took too long" in shown.failed) == ("failed", True)


@pytest.mark.parametrize("role", [Role.WORKMAN, Role.AGENT, Role.DISPATCHER, Role.MANAGER])
async def test_nobody_but_an_admin_sees_any_of_it(site: tuple[Accounts, Examining], role: Role) -> None:
    token = await site[0].join("1001", role)
    for method, path in (("GET", "system"), ("GET", "settings"), ("GET", "doctor"), ("POST", "doctor")):
        assert (await site[0].ask(method, path, token=token)).status == 403


async def test_without_a_whole_service_it_says_so(accounts: Accounts) -> None:
    assert (await accounts.ask("GET", "system")).status == 503
