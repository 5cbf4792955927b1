"""A session that nobody uses ends; work in any tab, and a call, keep it."""

import pytest

from kit.database.pool import DatabasePool
from kit.http.auth.activity import Activity
from kit.http.auth.tokens import digest
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web.site_in_memory import answered_call, ringing_call
from tests.integration.web_desk.conftest import PASSWORD, Accounts
from thirdring.idle import IdleSessions, in_calls

MINUTE_US = 60_000_000
LIMIT_US = 30 * MINUTE_US


class Idle:
    """Half an hour, by a clock of the test's own, that begins when the session is opened."""

    def __init__(self, accounts: Accounts, begin_us: int) -> None:
        self.busy: set[str] = set()
        self.begin_us = begin_us
        site = accounts.site.web.site
        parts = (accounts.pool, site.activity, site.tokens, site.streams)
        self.sessions = IdleSessions(*parts, LIMIT_US, lambda: self.busy)

    async def ended_after(self, minutes: int) -> int:
        return await self.sessions.look(self.begin_us + minutes * MINUTE_US)


@pytest.fixture
async def idle(accounts: Accounts, pool: DatabasePool) -> Idle:
    await pool.execute("update tokens set revoked_at = now()")
    begin_us = int(await pool.fetchval("select extract(epoch from now()) * 1000000"))
    return Idle(accounts, begin_us)


async def test_it_ends_after_so_long_at_once_and_the_log_says_so(accounts: Accounts, idle: Idle) -> None:
    token = await accounts.join("1001", Role.AGENT)
    assert await idle.ended_after(29) == 0
    assert (await accounts.ask("GET", "me", token=token)).status == 200
    accounts.site.web.site.activity.taken()
    assert await idle.ended_after(31) == 1
    assert (await accounts.ask("GET", "me", token=token)).status == 401
    assert (await accounts.audit())[-1][:2] == ("1001", "sign_out_idle")


async def test_what_somebody_does_keeps_it(accounts: Accounts, idle: Idle, pool: DatabasePool) -> None:
    token = await accounts.join("1001", Role.AGENT)
    number = await pool.fetchval("select id from tokens where token_sha256 = $1", digest(token))
    accounts.site.web.site.activity.note(number, idle.begin_us + 25 * MINUTE_US)
    assert await idle.ended_after(50) == 0
    assert await idle.ended_after(60) == 1


async def test_nobody_is_signed_out_during_a_call_nor_the_moment_it_ends(accounts: Accounts, idle: Idle) -> None:
    await accounts.join("1001", Role.AGENT)
    idle.busy = {"1001"}
    assert await idle.ended_after(90) == 0
    idle.busy = set()
    assert await idle.ended_after(100) == 0
    assert await idle.ended_after(121) == 1


async def test_a_token_of_a_program_does_not_end_so(accounts: Accounts, idle: Idle) -> None:
    admin = await accounts.join("deputy", Role.ADMIN)
    made = await accounts.ask("POST", "tokens", {"role": "agent", "label": "program"}, admin)
    assert await idle.ended_after(31) == 1
    assert (await accounts.ask("GET", "tickets", token=made.body["token"])).status == 200


async def test_a_page_that_asks_by_itself_keeps_nothing_and_keys_do(accounts: Accounts) -> None:
    activity: Activity = accounts.site.web.site.activity
    await accounts.join("1001", Role.AGENT)
    browser = Browser(accounts.site.web.url, accounts.site.web.session)
    await browser.sign_in("1001", PASSWORD)
    activity.taken()
    await browser.get("/tickets?active=true", part=True)
    await browser.get("/signed-in", Accept="*/*")
    assert activity.taken() == {}
    await browser.get("/tickets?active=true")
    assert len(activity.taken()) == 1
    assert (await browser.send("/signed-in")).status == 204
    assert len(activity.taken()) == 1


def test_who_rings_or_talks_is_in_a_call() -> None:
    assert in_calls([ringing_call()]) == {"1001"}
    assert in_calls([answered_call()]) == set()
