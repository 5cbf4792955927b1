"""What somebody makes theirs asks for a reason."""

import json
from typing import Any

import pytest

from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.integration.web_desk.disclosing import MASKED, WHY, answers, audit, called, missed_call, reasoned


@pytest.mark.parametrize("action", ["dispatch", "start", "start of what was returned", "hand_over"])
async def test_a_ticket_that_they_gave_to_themself(desk_web: DeskWeb, action: str) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, title="call 13800138000")
    if action == "hand_over":
        ticket = await desk_web.act(ticket, "dispatch", Role.MANAGER, trade="plumbing")
    if action == "start of what was returned":
        ticket = await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="agent")
        ticket = await desk_web.act(ticket, "return", Role.MANAGER, why="later")
        action = "start"
    words: dict[str, Any] = {"assignee": "agent", "why": "mine"} if action != "start" else {}
    ticket = await desk_web.act(ticket, action, Role.AGENT, **words)
    assert (ticket["assignee"], ticket["phone"], ticket["title"]) == ("agent", MASKED, "call 138****8000")
    await reasoned(desk_web, f"tickets/{ticket['number']}")


async def test_a_ticket_that_they_took_by_a_patch(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    path = f"tickets/{ticket['number']}"
    for change in ({"status": "dispatched", "assignee": "agent"}, {"status": "in_progress"}):
        version = (await desk_web.get(path))["version"]
        taken = await desk_web.ask("PATCH", path, change, If_Match=f'"{version}"')
        assert (taken.status, taken.body["phone"]) == (200, MASKED)
    await reasoned(desk_web, path)


async def test_a_ticket_that_they_split_from_another(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    twin = await desk_web.post(f"tickets/{ticket['number']}/split", {"title": "x"}, If_Match='"1"')
    await desk_web.act(twin, "start")
    await reasoned(desk_web, f"tickets/{twin['number']}")


async def test_a_ticket_to_which_they_linked_the_call_that_rings_at_their_phone(desk_web: DeskWeb) -> None:
    wanted = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    await called(desk_web, "1.9", "+8613900139000")
    path = f"tickets/{wanted['number']}"
    await desk_web.post(f"{path}/calls", {"pbx": "main", "linkedid": "1.9"}, If_Match='"1"')
    await answers(desk_web, "1.9")
    assert (await desk_web.get(path))["assignee"] == "agent"
    await reasoned(desk_web, path)


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
@pytest.mark.parametrize("take", ["next", "{id}/claim"])
@pytest.mark.parametrize("about", ["household", "ticket"])
async def test_a_callback_that_they_asked_for(desk_web: DeskWeb, home: int, role: Role, take: str, about: str) -> None:
    closed = await desk_web.act(await desk_web.opened(Role.MANAGER, phone=ZHANG), "cancel", Role.MANAGER, why="x")
    body = {"household": home} if about == "household" else {"ticket": closed["number"]}
    asked = await desk_web.post("callbacks", body, role)
    assert asked["phone"] == MASKED
    taken = await desk_web.post("callbacks/" + take.format(**asked), None, role)
    assert (taken["id"], taken["phone"]) == (asked["id"], MASKED)
    await reasoned(desk_web, f"callbacks/{asked['id']}", role)


async def test_a_callback_that_they_made_by_resolving_a_ticket_of_a_household(desk_web: DeskWeb, home: int) -> None:
    ticket = await desk_web.opened(household=home)
    await desk_web.act(ticket, "resolve", resolution="done")
    given = await desk_web.post("callbacks/next")
    assert (given["reason"], given["phone"]) == ("resolved_ticket", MASKED)
    await reasoned(desk_web, f"callbacks/{given['id']}")


async def test_a_follow_up_to_the_number_of_their_own_call_shows_nothing_new(desk_web: DeskWeb) -> None:
    number = await called(desk_web)
    await answers(desk_web)
    ticket = await desk_web.act(await desk_web.get(f"tickets/{number}"), "start")
    path = f"tickets/{number}"
    patched = await desk_web.ask("PATCH", path, {"category": "repair"}, If_Match=f'"{ticket["version"]}"')
    await desk_web.act(patched.body, "resolve", resolution="done")
    assert (await desk_web.post("callbacks/next"))["phone"] == ZHANG
    assert [entry["rule"] for entry in await audit(desk_web)] == ["own_call"]


async def test_a_callback_that_they_picked_out(desk_web: DeskWeb) -> None:
    number = await missed_call(desk_web)
    assert (await desk_web.post(f"callbacks/{number}/claim"))["phone"] == MASKED
    await reasoned(desk_web, f"callbacks/{number}")


async def test_a_callback_that_they_want_tried_again(desk_web: DeskWeb) -> None:
    number = await missed_call(desk_web)
    for state in ("unreachable", "pending"):
        body = {"state": state, "why": "is there"}
        assert (await desk_web.post(f"callbacks/{number}/outcome", body))["phone"] == MASKED
    assert (await desk_web.post("callbacks/next"))["id"] == number
    await reasoned(desk_web, f"callbacks/{number}")


async def test_two_who_ask_for_the_same_callback_both_asked_for_it(desk_web: DeskWeb, home: int) -> None:
    first = await desk_web.post("callbacks", {"household": home}, Role.DISPATCHER)
    again = await desk_web.post("callbacks", {"household": home})
    assert again["id"] == first["id"]
    assert (await desk_web.post("callbacks/next"))["phone"] == MASKED
    await reasoned(desk_web, f"callbacks/{first['id']}")


async def test_no_phone_rings_for_a_callback_that_they_picked_out_before_they_said_why(desk_web: DeskWeb) -> None:
    """A phone that rings shows the number."""
    number = await missed_call(desk_web)
    refused = await desk_web.ask("POST", f"callbacks/{number}/call")
    assert (refused.status, refused.body["current"]["phone"], desk_web.dialled.calls) == (403, MASKED, [])
    assert refused.body["current"]["claimed_by"] == "agent"
    await desk_web.post(f"callbacks/{number}/unmask", WHY)
    assert (await desk_web.post(f"callbacks/{number}/call"))["phone"] == ZHANG
    assert desk_web.dialled.calls == [(number, "agent")]


async def test_who_is_too_late_for_a_callback_is_not_shown_its_number(desk_web: DeskWeb) -> None:
    number = await missed_call(desk_web)
    await desk_web.post("callbacks/next", None, Role.MANAGER)
    for role in (Role.AGENT, Role.DISPATCHER):
        late = await desk_web.ask("POST", f"callbacks/{number}/claim", role=role)
        assert (late.status, late.body["current"]["phone"]) == (409, MASKED)
    assert await audit(desk_web) == []


async def test_an_agent_gives_no_reason_for_what_is_not_their_work(desk_web: DeskWeb, home: int) -> None:
    ticket, number = await desk_web.opened(Role.MANAGER, phone=ZHANG), await missed_call(desk_web)
    for path in (f"tickets/{ticket['number']}", f"callbacks/{number}", f"households/{home}"):
        refused = await desk_web.ask("POST", f"{path}/unmask", WHY)
        assert (refused.status, ZHANG[3:] in json.dumps(refused.body)) == (403, False)
    assert await audit(desk_web) == []


async def test_a_dispatcher_gives_a_reason_each_time_for_what_is_over(desk_web: DeskWeb, home: int) -> None:
    closed = await desk_web.act(await desk_web.opened(Role.MANAGER, phone=ZHANG), "cancel", Role.MANAGER, why="x")
    path = f"tickets/{closed['number']}"
    for _ in range(2):
        assert await desk_web.post(f"{path}/unmask", WHY, Role.DISPATCHER) == {"number": ZHANG}
        assert (await desk_web.get(path, Role.DISPATCHER))["phone"] == MASKED
        await desk_web.post(f"households/{home}/unmask", WHY, Role.DISPATCHER)
    named = [{name for name in entry if name not in ("who", "why")} for entry in await audit(desk_web)]
    assert named == [{"ticket"}, {"household"}] * 2
