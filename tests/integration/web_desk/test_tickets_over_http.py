"""Tickets over HTTP: opened, changed by compare-and-set, found, masked."""

import asyncio
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import HOUR_US
from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.notices import Answered, Arrived
from ticketing.workflows.service_desk import ServiceDesk


async def test_a_ticket_lives_from_opening_to_close(desk_web: DeskWeb, home: int) -> None:
    ticket = await desk_web.opened(household=home, contact="张三", phone="138 0013 8000")
    assert (ticket["place"], ticket["status"], ticket["version"]) == ("3-2-1201", "open", 1)
    ticket = await desk_web.act(ticket, "dispatch", assignee="agent")
    assert (ticket["phone"], ticket["masked"]) == (ZHANG, False)
    ticket = await desk_web.act(ticket, "start")
    ticket = await desk_web.act(ticket, "resolve", resolution="换了灯泡")
    assert (ticket["phone"], ticket["masked"]) == ("+861****8000", True)
    assert len(ticket["callbacks"]) == 1
    ticket = await desk_web.act(ticket, "close")
    assert [change["what"] for change in ticket["history"]] == ["opened", "dispatch", "start", "resolve", "close"]
    assert ticket["possible"] == ["reopen"]


async def test_who_decided_on_an_old_version_gets_409_and_the_current_state(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened()
    path = f"tickets/{ticket['number']}"
    answers = await asyncio.gather(*(desk_web.ask("PATCH", path, {"title": f"{n}"}, If_Match='"1"') for n in range(8)))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 7
    late = next(answer for answer in answers if answer.status == 409)
    assert (late.body["current"]["version"], late.headers["ETag"]) == (2, '"2"')


async def test_what_is_impossible_gets_422_and_what_is_possible(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened()
    path = f"tickets/{ticket['number']}"
    closed = await desk_web.ask("POST", f"{path}/actions", {"action": "close"}, If_Match='"1"')
    assert (closed.status, closed.body["possible"]) == (422, ["dispatch", "start", "resolve", "cancel"])
    unsaid = await desk_web.ask("POST", f"{path}/actions", {"action": "resolve"}, If_Match='"1"')
    assert (unsaid.status, unsaid.body["errors"][0]["parameter"]) == (422, "resolution")
    leap = await desk_web.ask("PATCH", path, {"status": "closed"}, If_Match='"1"')
    assert (leap.status, "resolve" in leap.body["possible"]) == (422, True)
    assert (await desk_web.ask("PATCH", path, {"title": "x"})).status == 428


async def test_a_status_in_a_patch_takes_the_action_that_leads_there(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened()
    path = f"tickets/{ticket['number']}"
    moved = [
        {"status": "dispatched", "trade": "plumbing"},
        {"assignee": "agent", "why": "on duty"},
        {"status": "in_progress"},
        {"status": "resolved", "resolution": "done"},
        {"status": "open", "why": "leaks again"},
    ]
    for number, change in enumerate(moved, 1):
        answer = await desk_web.ask("PATCH", path, change, If_Match=f'"{number}"')
        assert answer.status == 200, answer.body
    history = [change["what"] for change in answer.body["history"]]
    assert history == ["opened", "dispatch", "hand_over", "start", "resolve", "reopen"]


async def test_an_agent_sees_the_full_number_only_of_open_work_of_their_own(desk_web: DeskWeb) -> None:
    theirs = await desk_web.opened(phone=ZHANG, title="call 13800138000")
    assert (theirs["phone"], theirs["title"]) == ("+861****8000", "call 138****8000")
    path = f"tickets/{theirs['number']}"
    assert (await desk_web.get(path, Role.DISPATCHER))["phone"] == ZHANG
    mine = await desk_web.act(theirs, "dispatch", Role.DISPATCHER, assignee="agent")
    assert (await desk_web.get(path))["phone"] == ZHANG
    await desk_web.act(mine, "cancel", Role.DISPATCHER, why="twice")
    assert (await desk_web.get(path))["phone"] == "+861****8000"
    assert (await desk_web.get(path, Role.DISPATCHER))["masked"]
    assert (await desk_web.get(path, Role.MANAGER))["phone"] == ZHANG


async def test_unmasking_needs_a_reason_and_is_in_the_audit_log(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(phone=ZHANG)
    path = f"tickets/{ticket['number']}/unmask"
    assert (await desk_web.ask("POST", path, {"why": " "}, Role.DISPATCHER)).status == 422
    assert (await desk_web.ask("POST", path, {"why": "owner asks"})).status == 403
    assert (await desk_web.post(path, {"why": "owner asks"}, Role.DISPATCHER)) == {"number": ZHANG}
    entry = (await desk_web.get("audit", Role.ADMIN))["items"][0]
    assert (entry["actor"], entry["action"]) == ("dispatcher", "unmask")
    assert "owner asks" in entry["detail"]
    assert (await desk_web.ask("GET", "audit", role=Role.MANAGER)).status == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=灯", ["灯坏了"]),
        ("q=张三", ["水管漏水"]),
        ("q=3-2-1201", ["水管漏水"]),
        ("q=3号楼2单元1201", ["水管漏水"]),
        ("q=3栋1201室", ["水管漏水"]),
        ("q=3栋", ["水管漏水"]),
        ("q=1栋", []),
        ("q=%25", []),
        ("building=3", ["水管漏水"]),
        ("phone=13800138000", ["水管漏水"]),
        ("mine=true", ["吵"]),
        ("category=complaint&due=today", []),
        ("due=today&active=true", ["水管漏水", "灯坏了"]),
        ("due=overdue", []),
        ("status=dispatched", ["吵"]),
        ("priority=critical", []),
    ],
)
async def test_people_find_the_tickets_they_need(desk_web: DeskWeb, home: int, query: str, found: list[str]) -> None:
    await desk_web.opened()
    await desk_web.opened(title="水管漏水", household=home, phone="86 138 0013 8000")
    noise = await desk_web.opened(title="吵", category="complaint")
    await desk_web.act(noise, "dispatch", assignee="agent")
    assert [item["title"] for item in (await desk_web.get(f"tickets?{query}"))["items"]] == found


async def test_a_late_first_answer_is_overdue_in_every_list_until_it_is_given(desk_web: DeskWeb) -> None:
    complaint = await desk_web.act(await desk_web.opened(category="complaint"), "start")
    desk_web.dialled.clock.at_us += 24 * HOUR_US
    late = await desk_web.get(f"tickets/{complaint['number']}")
    assert (late["responded_at"], late["breached"]) == (None, True)
    assert [one["number"] for one in (await desk_web.get("tickets?due=overdue"))["items"]] == [complaint["number"]]
    answer = {"complaint": {"response": "已联系"}}
    answered = await desk_web.ask("PATCH", f"tickets/{complaint['number']}", answer, If_Match='"2"')
    assert (answered.status, answered.body["breached"]) == (200, True)
    assert (await desk_web.get("tickets?due=overdue"))["items"] == []


async def test_satisfaction_is_the_complainants_own_once_a_call_about_it_has_connected(
    desk_web: DeskWeb, pool: DatabasePool
) -> None:
    one = await desk_web.opened(category="complaint", phone=ZHANG)
    settled = {"complaint": {"valid": True, "response": "已联系", "settlement": "已处理", "satisfaction": 5}}
    one = (await desk_web.ask("PATCH", f"tickets/{one['number']}", settled, If_Match='"1"')).body
    assert (one["complaint"]["satisfaction"], one["complaint"]["satisfaction_by_desk"]) == (None, 5)
    one = await desk_web.act(one, "resolve", resolution="done")
    async with session(pool) as connection:
        await connection.execute("update callbacks set state = 'reached', way = 'click', settled_at = due_at")
    await desk_web.post(f"callbacks/{one['callbacks'][0]}/outcome", {"rating": 2})
    said = (await desk_web.get(f"tickets/{one['number']}"))["complaint"]
    assert (said["satisfaction"], said["satisfaction_by"], said["satisfaction_by_desk"]) == (2, "callback", 5)


@pytest.mark.parametrize(
    ("role", "reason", "stopped_hours"),
    [
        (Role.AGENT, "waiting_for_parts", 24),
        (Role.DISPATCHER, "waiting_for_parts", 48),
        (Role.DISPATCHER, "waiting_for_others", 0),
    ],
)
async def test_a_pause_stops_the_clocks_by_its_reason_and_an_agents_own_for_a_day_at_most(
    desk_web: DeskWeb, role: Role, reason: str, stopped_hours: int
) -> None:
    one = await desk_web.act(await desk_web.opened(category="repair"), "dispatch", assignee="agent")
    pause = {"action": "pause", "pause": reason, "why": "配件未到"}
    path = f"tickets/{one['number']}"
    await desk_web.ask("POST", f"{path}/actions", pause, role, If_Match='"2"')
    desk_web.clock.at_us += 48 * HOUR_US
    (listed,) = (await desk_web.get("tickets"))["items"]
    assert (listed["paused"], listed["paused_seconds"]) == (True, stopped_hours * 3600)


async def test_pages_of_tickets_neither_skip_nor_repeat(desk_web: DeskWeb) -> None:
    opened = [(await desk_web.opened(title=f"{n}"))["number"] for n in range(7)]
    seen: list[Any] = []
    cursor = ""
    while True:
        page = await desk_web.get(f"tickets?limit=3{cursor}")
        seen += [item["number"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
        await desk_web.opened(title="meanwhile")
    assert seen == opened[::-1]
    assert (await desk_web.ask("GET", f"callbacks?{cursor[1:]}")).status == 422


async def test_two_tickets_about_one_matter_become_one_and_one_about_two_becomes_two(desk_web: DeskWeb) -> None:
    one, other = await desk_web.opened(), await desk_web.opened()
    merge = f"tickets/{other['number']}/merge"
    kept = await desk_web.post(merge, {"into": one["number"], "why": "same lamp"}, If_Match='"1"')
    assert kept["number"] == one["number"]
    assert (await desk_web.get(f"tickets/{other['number']}"))["merged_into"] == one["number"]
    split = f"tickets/{one['number']}/split"
    twin = await desk_web.post(split, {"title": "门也坏了", "category": "repair"}, If_Match=f'"{kept["version"]}"')
    assert (twin["split_from"], twin["title"]) == (one["number"], "门也坏了")
    histories = {ticket["number"]: await told(desk_web, ticket["number"]) for ticket in (one, other, twin)}
    assert histories == {
        one["number"]: ["opened", f"took in {other['number']}", f"split: {twin['number']}"],
        other["number"]: ["opened", f"merged into {one['number']}"],
        twin["number"]: [f"split from {one['number']}"],
    }


async def told(desk_web: DeskWeb, number: str) -> list[str]:
    return [change["what"] for change in (await desk_web.get(f"tickets/{number}"))["history"]]


async def test_a_repeat_call_goes_to_the_ticket_it_was_about(desk_web: DeskWeb, desk: ServiceDesk) -> None:
    first = await desk.notices.arrived(Arrived("main", "1.1", at("2026-11-25 09:00"), ZHANG))
    again = await desk.notices.arrived(Arrived("main", "1.2", at("2026-11-25 09:30"), ZHANG))
    path, body = f"tickets/{first[0]}/calls", {"pbx": "main", "linkedid": "1.2", "why": "asks again"}
    linked = await desk_web.post(path, body, If_Match='"1"')
    assert linked["calls"] == ["main/1.1", "main/1.2"]
    of_nowhere = await desk_web.ask("POST", path, {**body, "pbx": "nopbx"}, If_Match=f'"{linked["version"]}"')
    assert (of_nowhere.status, of_nowhere.body["errors"][0]["parameter"]) == (422, "pbx")
    ended = await desk_web.get(f"tickets/{again[0]}")
    assert (ended["status"], ended["merged_into"], ended["calls"]) == ("cancelled", first[0], [])


@pytest.mark.parametrize("source", ["hand", "api", "walk_in", "visit"])
async def test_a_ticket_is_opened_for_who_does_not_call(desk_web: DeskWeb, source: str) -> None:
    assert (await desk_web.opened(source=source))["source"] == source


STEPS = {"move_in": 5, "renovation": 6, "goods_removal": 3, "major_incident": 2}


@pytest.mark.parametrize("category", STEPS)
async def test_no_procedure_is_closed_with_steps_open(desk_web: DeskWeb, category: str) -> None:
    ticket = await desk_web.act(await desk_web.opened(category=category), "resolve", resolution="办结")
    steps = [step["key"] for step in ticket["steps"]]
    assert len(steps) == STEPS[category]
    close = {"action": "close"}
    path, version = f"tickets/{ticket['number']}", ticket["version"]
    refused = await desk_web.ask("POST", f"{path}/actions", close, If_Match=str(version))
    assert (refused.status, refused.body["possible"]) == (422, [f"step {key}" for key in steps])
    for step in steps:
        done = await desk_web.post(f"{path}/steps", {"step": step, "evidence": "档案 3-17"}, If_Match=str(version))
        version = done["version"]
    assert (await desk_web.post(f"{path}/actions", close, If_Match=str(version)))["status"] == "closed"


async def test_a_step_is_waived_by_a_manager_alone(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(category="move_in")
    path = f"tickets/{ticket['number']}/steps"
    done = await desk_web.post(path, {"step": "facilities"}, If_Match='"1"')
    assert [step["key"] for step in done["steps"] if step["done"]] == ["facilities"]
    waive = {"step": "keys", "waive": True, "why": "has them"}
    assert (await desk_web.ask("POST", path, waive, If_Match='"2"')).status == 422
    waived = await desk_web.post(path, waive, Role.MANAGER, If_Match='"2"')
    assert [step["key"] for step in waived["steps"] if step["waived"]] == ["keys"]


async def test_what_a_call_opened_and_nobody_wrote_down_is_found_until_somebody_does(
    desk_web: DeskWeb, desk: ServiceDesk, home: int
) -> None:
    await desk_web.opened(title="灯坏了")
    number, _match = await desk.notices.arrived(Arrived("main", "1764036000.9", at("2026-11-25 09:00"), ZHANG))
    await desk.notices.carry_out(Answered("main", "1764036000.9", at("2026-11-25 09:01"), "agent"))
    [found] = (await desk_web.get("tickets?unwritten=true&mine=true"))["items"]
    assert (found["number"], found["calls"]) == (number, ["main/1764036000.9"])
    written = await desk_web.ask("PATCH", f"tickets/{number}", {"title": "水管漏水"}, If_Match=f'"{found["version"]}"')
    assert written.status == 200
    assert (await desk_web.get("tickets?unwritten=true&mine=true"))["items"] == []


async def test_a_wrong_category_is_told_those_that_may_be_chosen(desk_web: DeskWeb) -> None:
    refused = await desk_web.ask("POST", "tickets", {"category": "nonsense"})
    told = str(refused.body)
    assert (refused.status, "short_call" in told, "repair" in told) == (422, False, True)
