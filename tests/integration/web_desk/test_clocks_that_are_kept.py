"""Over HTTP: whoever works on a ticket neither stops its clocks without end nor makes it in time again."""

from kit.instants import HOUR_US
from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb


async def test_an_agent_who_pauses_anew_each_day_stops_the_clocks_for_one_day(desk_web: DeskWeb) -> None:
    one = await desk_web.act(await desk_web.opened(), "dispatch", assignee="agent")
    for _ in range(4):
        one = await desk_web.act(one, "pause", pause="waiting_for_parts", why="配件未到")
        desk_web.clock.at_us += 20 * HOUR_US
        one = await desk_web.act(one, "resume")
    assert (one["paused_seconds"], one["due_at"]) == (24 * 3600, "2026-11-26T16:00:00.000000Z")
    one = await desk_web.act(one, "pause", pause="waiting_for_parts", why="配件未到")
    assert one["due_at"] == "2026-11-26T16:00:00.000000Z"


async def test_a_late_ticket_is_reopened_by_a_dispatcher_and_not_by_an_agent(desk_web: DeskWeb) -> None:
    one = await desk_web.opened()
    desk_web.clock.at_us += 20 * HOUR_US
    one = await desk_web.act(one, "resolve", resolution="换了灯泡")
    assert one["breached"]
    path, version = f"tickets/{one['number']}", f'"{one["version"]}"'
    reopen = {"action": "reopen", "why": "又灭了"}
    refused = await desk_web.ask("POST", f"{path}/actions", reopen, If_Match=version, Accept_Language="zh")
    assert (refused.status, refused.body["detail"][:5]) == (403, "只有部门主")
    by_patch = await desk_web.ask("PATCH", path, {"status": "open", "why": "又灭了"}, If_Match=version)
    assert by_patch.status == 403
    several = {**reopen, "tickets": [{"number": one["number"], "version": one["version"]}]}
    [each] = (await desk_web.post("tickets/actions", several))["items"]
    assert each["status"] == 403
    assert (await desk_web.act(one, "reopen", Role.DISPATCHER, why="又灭了"))["status"] == "open"
