"""Solved on the phone in one step, the same action on several tickets, and lists of what waits for somebody."""

from typing import Any

from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb


async def several(desk_web: DeskWeb, tickets: list[Any], **said: Any) -> Any:
    on = [{"number": one["number"], "version": one["version"]} for one in tickets]
    return await desk_web.post("tickets/actions", {"tickets": on, **said}, Role.DISPATCHER)


async def test_what_was_solved_on_the_phone_is_one_step(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(category="other", title="", phone=ZHANG)
    solved = await desk_web.act(ticket, "resolve", resolution="explained", category="fees", title="物业费怎么交")
    assert (solved["status"], solved["category"], solved["title"]) == ("resolved", "fees", "物业费怎么交")
    assert [change["what"] for change in solved["history"]] == ["opened", "amended: category, title", "resolve"]
    [callback] = (await desk_web.get("callbacks?reason=resolved_ticket"))["items"]
    assert callback["ticket"] == ticket["number"]


async def test_a_step_that_is_refused_changes_no_word_either(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened()
    path, body = f"tickets/{ticket['number']}", {"action": "resolve", "category": "fees"}
    assert (await desk_web.ask("POST", f"{path}/actions", body, If_Match='"1"')).status == 422
    found = await desk_web.get(path)
    assert (found["category"], found["version"]) == ("repair", 1)


async def test_the_same_action_on_several_tickets_has_a_result_for_each(desk_web: DeskWeb) -> None:
    first, second, third = [await desk_web.opened() for _ in range(3)]
    await desk_web.act(third, "cancel", why="noise")
    gone = {"number": "20200101-0001", "version": 1}
    stale = {"number": second["number"], "version": 7}
    found = await several(
        desk_web, [first, stale, {**third, "version": 2}, gone], action="dispatch", trade="electrician"
    )
    assert [(one["number"], one["status"], one["version"]) for one in found["items"]] == [
        (first["number"], 200, 2),
        (second["number"], 409, None),
        (third["number"], 422, None),
        (gone["number"], 404, None),
    ]
    assert found["items"][0]["detail"] == ""
    assert "no dispatch" in found["items"][2]["detail"]
    assert [one["status"] for one in (await desk_web.get("tickets"))["items"]] == ["cancelled", "open", "dispatched"]


async def test_several_are_fifty_at_most(desk_web: DeskWeb) -> None:
    many = [{"number": f"20261125-{place:04}", "version": 1} for place in range(1, 52)]
    for tickets in ([], many):
        body = {"action": "start", "tickets": tickets}
        assert (await desk_web.ask("POST", "tickets/actions", body)).status == 422


async def test_a_ticket_is_not_given_to_a_name_that_is_nobody_s(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened()
    path, body = f"tickets/{ticket['number']}/actions", {"action": "dispatch", "assignee": "zhangsan"}
    refused = await desk_web.ask("POST", path, body, If_Match='"1"')
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, "assignee")
    many = {"action": "dispatch", "assignee": "zhangsan", "tickets": [{"number": ticket["number"], "version": 1}]}
    assert (await desk_web.ask("POST", "tickets/actions", many)).status == 422
    assert (await desk_web.get(f"tickets/{ticket['number']}"))["version"] == 1
    assert (await desk_web.act(ticket, "dispatch", assignee="agent"))["assignee"] == "agent"


async def test_lists_of_what_nobody_has_and_of_a_trade(desk_web: DeskWeb) -> None:
    first, second, third = [await desk_web.opened() for _ in range(3)]
    await desk_web.act(second, "dispatch", trade="electrician")
    await desk_web.act(third, "dispatch", assignee="agent")

    async def numbers(query: str) -> set[str]:
        return {one["number"] for one in (await desk_web.get(f"tickets?{query}"))["items"]}

    assert await numbers("unassigned=true") == {first["number"], second["number"]}
    assert await numbers("unassigned=false") == {third["number"]}
    assert await numbers("trade=electrician") == {second["number"]}


async def test_a_list_is_narrowed_to_what_is_paused_now_for_a_reason(desk_web: DeskWeb) -> None:
    paused = []
    for reason in ("waiting_for_parts", "waiting_for_owner", "waiting_for_parts"):
        ticket = await desk_web.act(await desk_web.opened(), "dispatch", trade="水电")
        paused.append(await desk_web.act(ticket, "pause", why="等", pause=reason))
    await desk_web.act(paused[2], "resume")
    listed = await desk_web.get("tickets?paused=waiting_for_parts")
    assert [one["number"] for one in listed["items"]] == [paused[0]["number"]]
