"""A link that an admin hands over signs its user in once, for a short while."""

import asyncio

import pytest

from kit.database.pool import DatabasePool, session
from kit.http.auth.sign_in_links import add_link, new_code
from kit.roles import Role
from tests.integration.web_desk.conftest import Accounts
from thirdring.commands import CommandError
from thirdring.commands.user import link_user


async def enter(accounts: Accounts, code: str) -> tuple[int, str]:
    """The status, and the token of the session."""
    answer = await accounts.site.ask("POST", "session/link", {"code": code}, token="-")
    return answer.status, answer.body.get("token", "")


async def linked(accounts: Accounts, name: str = "wang") -> str:
    """The code behind `#` of a link that the command prints."""
    await accounts.join("wang", Role.DISPATCHER)
    place, _, code = (await link_user(accounts.settings, name)).partition("/sign-in#")
    assert place == "http://127.0.0.1:8080"
    return code


async def test_a_link_opens_one_session_of_its_user_and_the_audit_log_has_it(accounts: Accounts) -> None:
    code = await linked(accounts)
    status, token = await enter(accounts, code)
    me = await accounts.ask("GET", "me", token=token)
    assert (status, me.body["name"], me.body["role"]) == (200, "wang", "dispatcher")
    assert (await enter(accounts, code))[0] == 403
    assert [entry[1] for entry in await accounts.audit()][-2:] == ["user_link", "sign_in_link"]
    assert code not in str(await accounts.audit())


async def test_of_two_at_once_with_one_link_one_gets_in(accounts: Accounts) -> None:
    code = await linked(accounts)
    answers = await asyncio.gather(*(enter(accounts, code) for _ in range(4)))
    assert sorted(status for status, _ in answers) == [200, 403, 403, 403]


@pytest.mark.parametrize("code", ["", "si_", "tr_" + "x" * 43, "si_" + "x" * 43])
async def test_what_is_no_code_opens_nothing(accounts: Accounts, code: str) -> None:
    assert (await enter(accounts, code))[0] in (403, 422)


async def test_a_link_is_no_token(accounts: Accounts) -> None:
    assert (await accounts.ask("GET", "me", token=await linked(accounts))).status == 401


async def test_a_link_ends_with_its_time_and_with_the_users_sessions(accounts: Accounts, pool: DatabasePool) -> None:
    code = await linked(accounts)
    await pool.execute("update sign_in_links set expires_at = now()")
    assert (await enter(accounts, code))[0] == 403
    for way in ("sessions", "password"):
        code = new_code()
        async with session(pool) as connection:
            assert await add_link(connection, code, "wang", "chief")
        asked = ("DELETE", None) if way == "sessions" else ("POST", {"password": "another long enough word"})
        assert (await accounts.ask(asked[0], f"users/wang/{way}", asked[1])).status == 204
        assert (await enter(accounts, code))[0] == 403


async def test_who_may_not_sign_in_gets_no_link(accounts: Accounts) -> None:
    with pytest.raises(CommandError, match="no user nobody"):
        await linked(accounts, "nobody")
    await accounts.ask("PATCH", "users/wang", {"active": False})
    with pytest.raises(CommandError):
        await link_user(accounts.settings, "wang")
