"""Users get other roles and are deleted, over HTTP and on the command line: what ends, what stays, what is noted."""

import asyncio

import pytest

from kit.http.auth.accounts import LastAdminError, change_role
from kit.http.auth.accounts import delete_user as delete_account
from kit.roles import Role
from tests.integration.web_desk.conftest import PASSWORD, ZHANG, Accounts
from thirdring.commands import CommandError
from thirdring.commands.token import create_token, end_token
from thirdring.commands.user import create_user, delete_user, list_users, set_password, set_role


async def test_another_role_ends_the_sessions_that_had_the_rights_of_before(accounts: Accounts) -> None:
    token = await accounts.join("1001", Role.AGENT)
    answer = await accounts.ask("PATCH", "users/1001", {"role": "dispatcher"})
    assert (answer.status, answer.body["role"]) == (200, "dispatcher")
    assert (await accounts.ask("GET", "me", token=token)).status == 401
    again = await accounts.sign_in("1001")
    assert (await accounts.ask("GET", "me", token=again)).body["role"] == "dispatcher"
    assert (await accounts.audit())[-2] == (
        "chief",
        "user_role",
        {"user": "1001", "role": "dispatcher", "was": "agent"},
    )


async def test_the_same_role_again_changes_nothing(accounts: Accounts) -> None:
    token = await accounts.join("1001", Role.AGENT)
    assert (await accounts.ask("PATCH", "users/1001", {"role": "agent"})).status == 200
    assert (await accounts.ask("GET", "me", token=token)).status == 200
    assert "user_role" not in [action for _, action, _ in await accounts.audit()]


async def test_a_deleted_user_is_out_at_once_with_every_token_that_acts_under_the_name(accounts: Accounts) -> None:
    session = await accounts.join("1001", Role.AGENT)
    token = await create_token(accounts.settings, Role.AGENT, "1001", None)
    other = await create_token(accounts.settings, Role.AGENT, "wall", None)
    for each in (session, token, other):
        assert (await accounts.ask("GET", "me", token=each)).status == 200
    assert (await accounts.ask("DELETE", "users/1001")).status == 204
    answers = [(await accounts.ask("GET", "me", token=each)).status for each in (session, token, other)]
    assert answers == [401, 401, 200]
    refused = await accounts.ask("POST", "session", {"name": "1001", "password": PASSWORD})
    assert refused.status == 401
    assert "1001" not in [user["name"] for user in (await accounts.ask("GET", "users")).body["items"]]


async def test_their_open_work_goes_back_and_what_is_done_keeps_the_name(accounts: Accounts) -> None:
    token = await accounts.join("1001", Role.AGENT)
    opened = [
        (await accounts.ask("POST", "tickets", {"category": "repair", "title": "灯坏了"}, token)).body for _ in range(2)
    ]
    for ticket, action in zip(opened, ("start", "resolve"), strict=True):
        body = {"action": action, "resolution": "换了"}
        path = f"tickets/{ticket['number']}/actions"
        assert (await accounts.site.ask("POST", path, body, token=token, If_Match='"1"')).status == 200
    number = (await accounts.ask("POST", "callbacks", {"phone": ZHANG})).body["id"]
    assert (await accounts.ask("POST", f"callbacks/{number}/claim", token=token)).status == 200
    await accounts.ask("DELETE", "users/1001")
    left, done = [(await accounts.ask("GET", f"tickets/{ticket['number']}")).body for ticket in opened]
    assert (left["status"], left["assignee"]) == ("open", None)
    assert left["history"][-1]["what"] == "given back"
    assert (done["status"], done["assignee"], done["history"][-1]["who"]) == ("resolved", "1001", "1001")
    assert (await accounts.ask("GET", f"callbacks/{number}")).body["state"] == "pending"


async def test_the_last_admin_is_neither_deleted_nor_given_another_role(accounts: Accounts) -> None:
    for answer in (
        await accounts.ask("DELETE", "users/chief"),
        await accounts.ask("PATCH", "users/chief", {"role": "manager"}),
    ):
        assert (answer.status, "last admin" in answer.body["detail"]) == (422, True)
    with pytest.raises(CommandError, match="last admin"):
        await delete_user(accounts.settings, "chief")
    with pytest.raises(CommandError, match="last admin"):
        await set_role(accounts.settings, "chief", Role.AGENT)
    await accounts.join("deputy", Role.ADMIN)
    assert (await accounts.ask("DELETE", "users/chief")).status == 204


async def test_of_two_last_admins_who_delete_each_other_at_once_one_stays(accounts: Accounts) -> None:
    await accounts.join("deputy", Role.ADMIN)

    async def gone(name: str, demoted: bool) -> bool:
        async with accounts.pool.acquire() as connection:
            try:
                if demoted:
                    await change_role(connection, name, Role.AGENT, "test")
                else:
                    await delete_account(connection, name, "test")
            except LastAdminError:
                return False
        return True

    assert sorted(await asyncio.gather(gone("chief", False), gone("deputy", True))) == [False, True]


@pytest.mark.parametrize("path", ["users/nobody", "users/%00", "users/a%2Fb"])
async def test_who_is_not_there_is_said_so(accounts: Accounts, path: str) -> None:
    assert (await accounts.ask("DELETE", path)).status == 404
    assert (await accounts.ask("PATCH", path, {"role": "agent"})).status == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER, Role.MANAGER])
async def test_nobody_but_an_admin_sees_or_changes_users(accounts: Accounts, role: Role) -> None:
    token = await accounts.join("1001", role)
    asked = [("GET", "users", None), ("PATCH", "users/chief", {"role": "agent"}), ("DELETE", "users/chief", None)]
    assert [(await accounts.ask(*each, token=token)).status for each in asked] == [403, 403, 403]


@pytest.mark.parametrize("role", ["metrics", "king", ""])
async def test_a_role_in_which_nobody_signs_in_is_refused(accounts: Accounts, role: str) -> None:
    assert (await accounts.ask("PATCH", "users/chief", {"role": role})).status == 422


async def test_what_commands_do_to_accounts_and_tokens_is_in_the_audit_log(accounts: Accounts) -> None:
    settings = accounts.settings
    await create_user(settings, "1001", Role.AGENT, PASSWORD)
    await set_password(settings, "1001", f"another {PASSWORD}")
    assert await set_role(settings, "1001", Role.MANAGER) == "1001 has the role manager. 0 sessions ended."
    text = await create_token(settings, Role.METRICS, "prometheus", 30)
    number = await accounts.pool.fetchval("select max(id) from tokens")
    await end_token(settings, number)
    deleted, back = await delete_user(settings, "1001")
    assert deleted == "1001 is deleted. 0 sessions and 0 tokens ended."
    assert back.startswith("0 open tickets and 0 callbacks")
    assert [line.split()[-1] for line in await list_users(settings)] == ["chief"]
    noted = (await accounts.audit())[2:]
    assert [action for _, action, _ in noted] == [
        "user_create",
        "user_passwd",
        "user_role",
        "token_create",
        "token_revoke",
        "user_delete",
    ]
    assert {actor.partition(" ")[2] for actor, _, _ in noted} == {"(command line)"}
    assert noted[3][2] == {"token": number, "role": "metrics", "label": "prometheus", "days": 30, "scope": "all"}
    assert text not in str(noted)
