"""An admin creates, renames, deactivates and signs out users over the API; who may not is refused; all is noted."""

import pytest

from kit.database.pool import session
from kit.roles import Role
from tests.integration.web_desk.conftest import PASSWORD, Accounts
from ticketing.trades.store import on_duty, set_duty

ANOTHER = "quite another phrase"


async def test_a_new_user_signs_in_with_the_password_that_the_admin_gave(accounts: Accounts) -> None:
    made = await accounts.ask("POST", "users", {"name": "小王", "role": "agent", "password": PASSWORD})
    assert (made.status, made.body["role"], made.body["active"], made.body["sessions"]) == (201, "agent", True, 0)
    assert await accounts.sign_in("小王")
    assert (await accounts.audit())[-2] == ("chief", "user_create", {"user": "小王", "role": "agent"})
    [shown] = [user for user in (await accounts.ask("GET", "users")).body["items"] if user["name"] == "小王"]
    assert (shown["sessions"], shown["seen_at"] is not None) == (1, True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "chief", "role": "agent", "password": PASSWORD}, "name"),
        ({"name": "x", "role": "agent", "password": "short"}, "password"),
        ({"name": "x", "role": "metrics", "password": PASSWORD}, "role"),
        ({"name": "rule", "role": "agent", "password": PASSWORD}, "name"),
        ({"name": " ThirdRing", "role": "agent", "password": PASSWORD}, "name"),
        ({"name": "a\nb", "role": "agent", "password": PASSWORD}, "name"),
    ],
)
async def test_a_user_who_cannot_be_is_refused_with_the_field_that_is_wrong(
    accounts: Accounts, body: dict[str, str], field: str
) -> None:
    answer = await accounts.ask("POST", "users", body)
    assert (answer.status, answer.body["errors"][0]["parameter"]) == (422, field)


async def test_a_user_without_a_password_is_signed_in_by_no_password(accounts: Accounts) -> None:
    made = await accounts.ask("POST", "users", {"name": "sso", "role": "agent"})
    assert (made.status, made.body["has_password"]) == (201, False)
    for password in ("", "null", "None", PASSWORD):
        assert not await accounts.sign_in("sso", password)


async def test_who_is_deactivated_is_out_at_once_and_their_work_goes_back_until_they_return(
    accounts: Accounts,
) -> None:
    token = await accounts.join("1001", Role.AGENT)
    opened = (await accounts.ask("POST", "tickets", {"category": "repair", "title": "灯坏了"}, token)).body
    path = f"tickets/{opened['number']}"
    await accounts.site.ask("POST", f"{path}/actions", {"action": "start"}, token=token, If_Match='"1"')
    assert (await accounts.ask("PATCH", "users/1001", {"active": False})).body["active"] is False
    assert (await accounts.ask("GET", "me", token=token)).status == 401
    assert not await accounts.sign_in("1001")
    assert (await accounts.ask("GET", path)).body["assignee"] is None
    assert (await accounts.ask("PATCH", "users/1001", {"active": True})).body["active"] is True
    assert await accounts.sign_in("1001")
    assert [action for _, action, _ in await accounts.audit()].count("user_deactivate") == 1


async def test_the_last_admin_who_can_sign_in_is_not_deactivated(accounts: Accounts) -> None:
    assert (await accounts.ask("PATCH", "users/chief", {"active": False})).status == 422
    await accounts.join("deputy", Role.ADMIN)
    await accounts.ask("PATCH", "users/deputy", {"active": False})
    for body in ({"active": False}, {"role": "agent"}):
        assert "last admin" in (await accounts.ask("PATCH", "users/chief", body)).body["detail"]


async def test_another_name_keeps_password_and_open_work_and_past_work_keeps_the_old_name(accounts: Accounts) -> None:
    token = await accounts.join("1001", Role.AGENT)
    opened = (await accounts.ask("POST", "tickets", {"category": "repair", "title": "灯坏了"}, token)).body
    path = f"tickets/{opened['number']}"
    await accounts.site.ask("POST", f"{path}/actions", {"action": "start"}, token=token, If_Match='"1"')
    answer = await accounts.ask("PATCH", "users/1001", {"name": "王芳"})
    assert (answer.status, answer.body["name"]) == (200, "王芳")
    assert (await accounts.ask("GET", "me", token=token)).status == 401
    assert await accounts.sign_in("王芳")
    ticket = (await accounts.ask("GET", path)).body
    assert (ticket["assignee"], ticket["history"][-1]["what"], ticket["history"][0]["who"]) == (
        "王芳",
        "renamed",
        "1001",
    )
    assert (await accounts.ask("PATCH", "users/王芳", {"name": "chief"})).status == 422


async def test_an_admin_sets_a_password_and_signs_somebody_out(accounts: Accounts) -> None:
    first = await accounts.join("1001", Role.AGENT)
    assert (await accounts.ask("POST", "users/1001/password", {"password": "1001"})).status == 422
    assert (await accounts.ask("POST", "users/1001/password", {"password": ANOTHER})).status == 204
    assert (await accounts.ask("GET", "me", token=first)).status == 401
    second = await accounts.sign_in("1001", ANOTHER)
    assert (await accounts.ask("DELETE", "users/1001/sessions")).status == 204
    assert (await accounts.ask("GET", "me", token=second)).status == 401


async def test_one_changes_the_own_password_and_ends_the_other_sessions(accounts: Accounts) -> None:
    first = await accounts.join("1001", Role.AGENT)
    second = await accounts.sign_in("1001")
    wrong = await accounts.ask("POST", "me/password", {"password": "no", "new": ANOTHER}, second)
    assert (wrong.status, wrong.body["errors"][0]["parameter"]) == (422, "password")
    weak = await accounts.ask("POST", "me/password", {"password": PASSWORD, "new": "1234567890"}, second)
    assert (weak.status, weak.body["errors"][0]["parameter"]) == (422, "new")
    body = {"password": PASSWORD, "new": ANOTHER}
    assert (await accounts.ask("POST", "me/password", body, second)).status == 204
    assert [(await accounts.ask("GET", "me", token=each)).status for each in (first, second)] == [401, 200]
    assert not await accounts.sign_in("1001")
    third = await accounts.sign_in("1001", ANOTHER)
    listed = (await accounts.ask("GET", "me/sessions", token=third)).body["items"]
    assert [each["this"] for each in listed] == [True, False]
    assert (await accounts.ask("DELETE", "me/sessions", token=third)).status == 204
    assert [(await accounts.ask("GET", "me", token=each)).status for each in (second, third)] == [401, 200]


async def test_who_finds_an_open_desk_cannot_guess_the_password(accounts: Accounts) -> None:
    token = await accounts.join("1001", Role.AGENT)
    tries = [
        await accounts.ask("POST", "me/password", {"password": f"no {number}", "new": ANOTHER}, token)
        for number in range(7)
    ]
    assert [answer.status for answer in tries] == [422] * 5 + [429] * 2


async def test_a_token_is_shown_once_reads_only_if_it_is_to_and_ends_at_once(accounts: Accounts) -> None:
    made = await accounts.ask("POST", "tokens", {"role": "manager", "label": "wall", "scope": "read", "days": 30})
    assert made.status == 201
    token = made.body["token"]
    [shown] = (await accounts.ask("GET", "tokens")).body["items"]
    assert "token" not in shown
    assert (shown["label"], shown["scope"], shown["revoked_at"]) == ("wall", "read", None)
    assert (await accounts.ask("GET", "tickets", token=token)).status == 200
    refused = await accounts.ask("POST", "tickets", {"category": "repair", "title": "x"}, token)
    assert (refused.status, "only reads" in refused.body["detail"]) == (403, True)
    assert (await accounts.ask("DELETE", f"tokens/{made.body['id']}")).status == 204
    assert (await accounts.ask("GET", "tickets", token=token)).status == 401
    assert (await accounts.ask("DELETE", f"tokens/{made.body['id']}")).status == 404
    assert [action for _, action, _ in await accounts.audit()][-2:] == ["token_create", "token_revoke"]


async def test_the_audit_log_is_searched_by_word_actor_and_time(accounts: Accounts) -> None:
    await accounts.join("1001", Role.AGENT)
    found = (await accounts.ask("GET", "audit?q=USER_cre")).body["items"]
    assert {entry["action"] for entry in found} == {"user_create"}
    assert [entry["actor"] for entry in (await accounts.ask("GET", "audit?actor=1001")).body["items"]] == ["1001"]
    assert (await accounts.ask("GET", "audit?to=2020-01-01T00:00:00Z")).body["items"] == []
    assert (await accounts.ask("GET", "audit?q=%25")).body["items"] == []


@pytest.mark.parametrize("role", [Role.WORKMAN, Role.AGENT, Role.DISPATCHER, Role.MANAGER])
async def test_nobody_but_an_admin_does_any_of_it(accounts: Accounts, role: Role) -> None:
    token = await accounts.join("1001", role)
    asked = [
        ("POST", "users", {"name": "x", "role": "admin", "password": PASSWORD}),
        ("PATCH", "users/1001", {"role": "admin"}),
        ("POST", "users/chief/password", {"password": ANOTHER}),
        ("DELETE", "users/chief/sessions", None),
        ("GET", "tokens", None),
        ("POST", "tokens", {"role": "admin"}),
        ("DELETE", "tokens/1", None),
        ("GET", "audit", None),
    ]
    for method, path, body in asked:
        assert (await accounts.ask(method, path, body, token)).status == 403, path


async def on_duty_now(accounts: Accounts) -> list[str]:
    async with session(accounts.pool) as connection:
        return sorted(await on_duty(connection))


@pytest.mark.parametrize(
    ("method", "body", "left"),
    [("DELETE", None, []), ("PATCH", {"active": False}, []), ("PATCH", {"name": "王师傅"}, ["王师傅"])],
)
async def test_the_duty_of_who_leaves_ends_and_goes_on_under_a_new_name(
    accounts: Accounts, method: str, body: dict[str, str] | None, left: list[str]
) -> None:
    await accounts.join("wang", Role.WORKMAN)
    async with session(accounts.pool) as connection:
        await set_duty(connection, "wang", "chief", 0, on=True)
    assert await on_duty_now(accounts) == ["wang"]
    assert (await accounts.ask(method, "users/wang", body)).status in (200, 204)
    assert await on_duty_now(accounts) == left


async def test_nobody_puts_a_deactivated_user_on_duty_or_gives_them_a_callback(accounts: Accounts) -> None:
    await accounts.join("1001", Role.AGENT)
    callback = (await accounts.ask("POST", "callbacks", {"phone": "13800138000"})).body["id"]
    await accounts.ask("PATCH", "users/1001", {"active": False})
    given = await accounts.ask("POST", f"callbacks/{callback}/assign", {"assignee": "1001"})
    assert (given.status, given.body["errors"][0]["parameter"]) == (422, "assignee")
    async with session(accounts.pool) as connection:
        assert not await set_duty(connection, "1001", "chief", 0, on=True)
    assert await on_duty_now(accounts) == []
    await accounts.ask("PATCH", "users/1001", {"active": True})
    assert (await accounts.ask("POST", f"callbacks/{callback}/assign", {"assignee": "1001"})).status == 200


async def test_nobody_is_renamed_to_the_service_s_own_name(accounts: Accounts) -> None:
    await accounts.join("wang", Role.WORKMAN)
    refused = await accounts.ask("PATCH", "users/wang", {"name": "rule"})
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, "name")
