"""A dispatcher gives a callback to a colleague: roles, lists, the queue, the audit log and the live stream."""

import json
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.instants import HOUR_US
from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb


@pytest.fixture
async def asked(desk_web: DeskWeb) -> Any:
    return await desk_web.post("callbacks", {"phone": "13800138000"}, Role.DISPATCHER)


async def given(web: DeskWeb, callback: Any, to: str | None, role: Role = Role.DISPATCHER) -> Any:
    return await web.ask("POST", f"callbacks/{callback['id']}/assign", {"assignee": to}, role)


async def ids(web: DeskWeb, query: str, role: Role) -> list[int]:
    return [one["id"] for one in (await web.get(f"callbacks?{query}", role))["items"]]


async def test_only_who_dispatches_gives_it_and_only_to_somebody_of_the_desk(desk_web: DeskWeb, asked: Any) -> None:
    for role in (Role.WORKMAN, Role.AGENT):
        assert (await given(desk_web, asked, "agent", role)).status == 403
    unknown = await given(desk_web, asked, "nobody")
    assert (unknown.status, next(iter(unknown.body["errors"][0].values()))) == (422, "assignee")
    answer = await given(desk_web, asked, "agent")
    assert (answer.status, answer.body["assigned_to"], answer.body["assigned_by"]) == (200, "agent", "dispatcher")
    assert (await desk_web.ask("POST", "callbacks/99/assign", {"assignee": None}, Role.MANAGER)).status == 404
    unsaid = await desk_web.ask("POST", f"callbacks/{asked['id']}/assign", {}, Role.MANAGER)
    assert unsaid.status == 422  # nobody frees it by leaving the name out


async def test_it_is_among_theirs_and_out_of_the_way_of_others_until_it_is_due(desk_web: DeskWeb, asked: Any) -> None:
    await given(desk_web, asked, "agent")
    number = asked["id"]
    assert await ids(desk_web, "mine=true&open=true", Role.AGENT) == [number]
    assert await ids(desk_web, "mine=false", Role.AGENT) == []
    assert await ids(desk_web, "assigned_to=agent", Role.MANAGER) == [number]
    assert await ids(desk_web, "ready=true", Role.AGENT) == [number]
    assert await ids(desk_web, "ready=true", Role.MANAGER) == []
    assert (await desk_web.ask("POST", "callbacks/next", role=Role.MANAGER)).status == 204
    refused = await desk_web.ask("POST", f"callbacks/{number}/claim", role=Role.MANAGER)
    assert (refused.status, refused.body["current"]["assigned_to"]) == (409, "agent")
    desk_web.clock.at_us += 3 * HOUR_US
    assert await ids(desk_web, "ready=true", Role.MANAGER) == [number]
    assert (await desk_web.post("callbacks/next", role=Role.MANAGER))["id"] == number


async def test_the_queue_gives_it_to_them_and_its_number_is_shown(desk_web: DeskWeb, asked: Any) -> None:
    await given(desk_web, asked, "agent")
    claimed = await desk_web.post(f"callbacks/{asked['id']}/claim")
    assert (claimed["claimed_by"], claimed["masked"]) == ("agent", False)  # they did not pick it out
    other = await given(desk_web, asked, None)
    assert (other.status, other.body["current"]["claimed_by"]) == (409, "agent")


async def test_they_leave_it_to_others(desk_web: DeskWeb, asked: Any) -> None:
    await given(desk_web, asked, "agent")
    assert (await desk_web.ask("POST", f"callbacks/{asked['id']}/release", role=Role.MANAGER)).status == 422
    left = await desk_web.post(f"callbacks/{asked['id']}/release")
    assert (left["assigned_to"], left["assigned_by"], left["state"]) == (None, "agent", "pending")
    assert (await desk_web.post("callbacks/next", role=Role.MANAGER))["id"] == asked["id"]


async def test_each_such_word_is_in_the_audit_log_without_a_number(
    desk_web: DeskWeb, asked: Any, pool: DatabasePool
) -> None:
    await given(desk_web, asked, "agent")
    await given(desk_web, asked, None, Role.MANAGER)
    rows = await pool.fetch("select actor, detail::text from audit where action = 'callback_assigned' order by id")
    assert [(row["actor"], json.loads(row["detail"])["to"]) for row in rows] == [
        ("dispatcher", "agent"),
        ("manager", None),
    ]
    assert "138" not in str(rows)


async def test_giving_it_shows_nobody_its_number_for_the_first_time(desk_web: DeskWeb, pool: DatabasePool) -> None:
    of_another = await desk_web.post("callbacks", {"phone": "13800138000"}, Role.MANAGER)
    answer = await given(desk_web, of_another, "agent")
    [listed] = (await desk_web.get("callbacks", Role.DISPATCHER))["items"]
    assert [(one["masked"], "138001380" in one["phone"]) for one in (answer.body, listed)] == [(True, False)] * 2
    assert await pool.fetchval("select count(*) from audit where action = 'disclosed'") == 0
