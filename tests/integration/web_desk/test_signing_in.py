"""Signing in by password: sessions, lock-out, and what the audit log keeps of it."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.lockout import TRIES, Lockout, Pair
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import DeskWeb, Dialled
from tests.unit.ticketing.moments import at
from thirdring.commands import CommandError
from thirdring.commands.user import create_user, list_users, set_password
from thirdring.settings import Settings
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.http.ask import DeskContext
from ticketing.workflows.service_desk import ServiceDesk

PASSWORD = "a long enough word"
NOON = at("2026-11-25 12:00")
HERE = Pair("admin", "192.0.2.1")


@pytest.fixture
async def site(pool: DatabasePool, desk: ServiceDesk) -> AsyncIterator[DeskWeb]:
    book, proxies = TokenBook(PostgresTokens(pool)), (ip_network("127.0.0.1"),)
    async with web_of(desk=DeskContext(desk, pool), token_book=book, trusted_proxies=proxies) as web:
        yield DeskWeb(web, desk, Dialled(desk))


async def test_a_user_signs_in_is_known_by_name_and_signs_out(site: DeskWeb, settings: Settings) -> None:
    await create_user(settings, "1001", Role.AGENT, PASSWORD)
    session = await site.ask("POST", "session", {"name": "1001", "password": PASSWORD})
    assert (session.status, session.body["role"]) == (200, "agent")
    token = session.body["token"]
    me = (await site.ask("GET", "me", token=token)).body
    assert (me["name"], me["role"]) == ("1001", "agent")
    assert (await site.ask("DELETE", "session", token=token)).status == 204
    assert (await site.ask("GET", "me", token=token)).status == 401


async def test_who_signs_out_gives_back_whom_he_was_to_call(site: DeskWeb, settings: Settings) -> None:
    await create_user(settings, "1001", Role.AGENT, PASSWORD)
    token = (await site.ask("POST", "session", {"name": "1001", "password": PASSWORD})).body["token"]
    number = (await site.desk.callbacks.create(Cause(Reason.REQUESTED, NOON, "+8613800138000"))).callback.id
    assert (await site.desk.callbacks.claim(number, "1001", NOON)).claimed_by == "1001"
    assert (await site.ask("DELETE", "session", token=token)).status == 204
    assert (await site.desk.callbacks.get(number)).state is State.PENDING


async def test_another_password_ends_the_sessions(site: DeskWeb, settings: Settings) -> None:
    await create_user(settings, "1001", Role.AGENT, PASSWORD)
    token = (await site.ask("POST", "session", {"name": "1001", "password": PASSWORD})).body["token"]
    await set_password(settings, "1001", f"another {PASSWORD}")
    assert (await site.ask("GET", "me", token=token)).status == 401
    assert (await site.ask("POST", "session", {"name": "1001", "password": PASSWORD})).status == 401


async def test_no_session_begins_where_the_password_was_changed_while_it_was_checked(
    site: DeskWeb, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await create_user(settings, "1001", Role.AGENT, PASSWORD)
    assert site.web.site.desk is not None
    hashing = site.web.site.desk.hashing
    verified = hashing.verified

    async def changed_meanwhile(*asked: Any) -> bool:
        right = await verified(*asked)
        await set_password(settings, "1001", f"another {PASSWORD}")
        return right

    monkeypatch.setattr(hashing, "verified", changed_meanwhile)
    assert (await site.ask("POST", "session", {"name": "1001", "password": PASSWORD})).status == 401


@pytest.mark.parametrize("name", ["1001", "nobody"])
async def test_wrong_passwords_lock_a_name_whether_anybody_has_it_or_not(
    site: DeskWeb, settings: Settings, name: str
) -> None:
    await create_user(settings, "1001", Role.AGENT, PASSWORD)
    answers = [await site.ask("POST", "session", {"name": name, "password": "wrong"}) for _ in range(TRIES)]
    assert {answer.status for answer in answers} == {401}
    locked = await site.ask("POST", "session", {"name": name, "password": PASSWORD})
    assert (locked.status, "Retry-After" in locked.headers) == (429, True)


async def test_nobody_locks_an_admin_out_from_another_address(site: DeskWeb, settings: Settings) -> None:
    await create_user(settings, "chief", Role.ADMIN, PASSWORD)
    wrong, right = {"name": "chief", "password": "wrong"}, {"name": "chief", "password": PASSWORD}
    for _ in range(TRIES):
        assert (await site.ask("POST", "session", wrong, X_Forwarded_For="192.0.2.1")).status == 401
    assert (await site.ask("POST", "session", right, X_Forwarded_For="192.0.2.1")).status == 429
    assert (await site.ask("POST", "session", right, X_Forwarded_For="192.0.2.2")).status == 200


def test_a_lock_grows_with_each_try_and_ends_with_the_right_password() -> None:
    lockout = Lockout()
    waits = [lockout.wrong(HERE, 0.0) for _ in range(TRIES + 2)]
    assert waits[TRIES - 2 :] == [0.0, 60.0, 120.0, 240.0]
    assert lockout.wait_seconds(HERE, 200.0) == 40.0
    lockout.right(HERE)
    assert lockout.wait_seconds(HERE, 0.0) == 0.0


def test_a_lock_is_on_a_name_at_one_address() -> None:
    lockout = Lockout()
    for _ in range(TRIES):
        lockout.wrong(HERE, 0.0)
    assert lockout.wait_seconds(HERE, 0.0) == 60.0
    assert lockout.wait_seconds(Pair("admin", "192.0.2.2"), 0.0) == 0.0
    assert lockout.wait_seconds(Pair("other", "192.0.2.1"), 0.0) == 0.0


def test_a_try_that_no_password_was_held_against_does_not_count() -> None:
    lockout = Lockout()
    for _ in range(TRIES - 1):
        lockout.wrong(HERE, 0.0)
    for _ in range(TRIES):
        lockout.wrong(HERE, 0.0)
        lockout.take_back(HERE)
    assert lockout.wait_seconds(HERE, 0.0) == 0.0
    assert lockout.wrong(HERE, 0.0) == 60.0


async def test_users_are_made_once_with_a_password_worth_the_name(settings: Settings) -> None:
    with pytest.raises(CommandError, match="10 characters"):
        await create_user(settings, "1001", Role.AGENT, "short")
    with pytest.raises(CommandError, match="digits alone"):
        await create_user(settings, "1001", Role.AGENT, "13800007777")
    await create_user(settings, "1001", Role.DISPATCHER, PASSWORD)
    with pytest.raises(CommandError, match="common"):
        await set_password(settings, "1001", "password123")
    with pytest.raises(CommandError, match="already"):
        await create_user(settings, "1001", Role.AGENT, PASSWORD)
    with pytest.raises(CommandError, match="no user"):
        await set_password(settings, "1002", PASSWORD)
    [line] = await list_users(settings)
    assert line.startswith("dispatcher")
    assert line.endswith("1001")
