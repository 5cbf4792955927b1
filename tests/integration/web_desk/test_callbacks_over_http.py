"""Callbacks over HTTP: whose turn it is, one agent at a person, calls and words."""

import asyncio

from kit.roles import Role
from telephony.ami.actions import LinkClosedError
from telephony.originate import MayNotHangUpError
from tests.integration.web_desk.conftest import ZHANG, DeskWeb


async def test_what_was_asked_for_is_claimed_called_and_settled_by_word(desk_web: DeskWeb, home: int) -> None:
    asked = await desk_web.post("callbacks", {"phone": "13800138000"})
    assert (asked["household"], asked["phone"], asked["state"]) == (home, "+861****8000", "pending")
    path = f"callbacks/{asked['id']}"
    called = await desk_web.post(f"{path}/call")
    assert (called["state"], called["phone"], called["claimed_by"]) == ("calling", ZHANG, "agent")
    assert desk_web.dialled.calls == [(asked["id"], "agent")]
    other = await desk_web.ask("POST", f"{path}/claim", role=Role.DISPATCHER)
    assert (other.status, other.body["current"]["claimed_by"]) == (409, "agent")
    unsaid = await desk_web.ask("POST", f"{path}/outcome", {"state": "reached"})
    assert unsaid.status == 422
    settled = await desk_web.post(f"{path}/outcome", {"state": "reached", "why": "met in the lobby"})
    assert (settled["state"], settled["way"]) == ("reached", "manual")
    assert (await desk_web.ask("POST", f"{path}/claim")).status == 422


async def test_a_dispatcher_without_a_phone_is_told_so(desk_web: DeskWeb) -> None:
    asked = await desk_web.post("callbacks", {"phone": ZHANG})
    answer = await desk_web.ask("POST", f"callbacks/{asked['id']}/call", role=Role.DISPATCHER)
    assert (answer.status, desk_web.dialled.calls) == (422, [])


async def test_workers_who_take_the_next_one_never_get_the_same(desk_web: DeskWeb) -> None:
    for number in range(12):
        await desk_web.post("callbacks", {"phone": f"138001380{number:02}"})
    roles = [Role.AGENT, Role.DISPATCHER, Role.MANAGER, Role.ADMIN]
    answers = await asyncio.gather(*(desk_web.ask("POST", "callbacks/next", role=roles[n % 4]) for n in range(16)))
    taken = [answer.body["id"] for answer in answers if answer.status == 200]
    assert len(taken) == len(set(taken)) == 12
    assert [answer.status for answer in answers].count(204) == 4


async def test_the_rate_of_a_day_names_who_is_missing(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(phone=ZHANG)
    await desk_web.act(ticket, "resolve", resolution="done")
    rate = await desk_web.get("callbacks/rates")
    assert (rate["eligible_count"], rate["same_day_ratio"], rate["missing"]) == (1, 0.0, [ticket["number"]])
    assert rate["more_by_midnight"] == 1
    assert (await desk_web.get("callbacks/rates?date=2020-01-01"))["eligible_count"] == 0
    [callback] = (await desk_web.get("callbacks?reason=resolved_ticket"))["items"]
    await desk_web.post(f"callbacks/{callback['id']}/outcome", {"rating": 5, "rating_comment": "好"})
    assert (await desk_web.get(f"tickets/{ticket['number']}"))["rating"] == 5
    await desk_web.post(f"callbacks/{callback['id']}/outcome", {"state": "reached", "why": "met"})
    assert (await desk_web.get("callbacks/rates"))["same_day_count"] == 0


async def test_the_rate_of_issues_stands_beside_that_of_all_and_says_what_is_left_out(desk_web: DeskWeb) -> None:
    for category in ("repair", "enquiry", "wrong_number", "enquiry"):
        ticket = await desk_web.opened(category=category, phone=ZHANG)
        await desk_web.act(ticket, "resolve", resolution="done")
    rate = await desk_web.get("callbacks/rates?date=2026-11-25")
    assert (rate["rule"], rate["rule_version"]) == ("issues", 2)
    assert (rate["resolved_count"], rate["eligible_count"]) == (4, 1)
    assert rate["left_out"] == [
        {"category": "enquiry", "count": 2, "why": "no_follow_up"},
        {"category": "wrong_number", "count": 1, "why": "no_follow_up"},
    ]
    assert (rate["same_day_ratio"], rate["same_day_of_all_ratio"]) == (0.0, 0.0)


async def test_a_ticket_with_nobody_to_call_is_left_out_with_the_reason(desk_web: DeskWeb, home: int) -> None:
    barrier = await desk_web.opened(title="车库道闸")
    await desk_web.act(barrier, "resolve", resolution="fixed")
    rate = await desk_web.get("callbacks/rates")
    assert (rate["eligible_count"], rate["missing"], rate["can_be_met"]) == (0, [], True)
    assert rate["left_out"] == [{"category": "repair", "count": 1, "why": "nobody_to_call"}]
    at_home = await desk_web.opened(household=home)
    await desk_web.act(at_home, "resolve", resolution="fixed")
    assert (await desk_web.get("callbacks/rates"))["missing"] == [at_home["number"]]


async def test_what_a_word_closed_is_opened_again_for_a_reason(desk_web: DeskWeb) -> None:
    asked = await desk_web.post("callbacks", {"phone": ZHANG})
    path = f"callbacks/{asked['id']}"
    await desk_web.post(f"{path}/outcome", {"state": "reached", "why": "met in the lobby"})
    refused = await desk_web.ask("POST", f"{path}/claim")
    assert (refused.status, refused.body["possible"]) == (422, ["outcome pending"])
    other = await desk_web.post("callbacks", {"phone": ZHANG})
    two = await desk_web.ask("POST", f"{path}/outcome", {"state": "pending", "why": "it was the neighbour"})
    assert (two.status, two.body["detail"].startswith(f"Callback {other['id']}")) == (422, True)
    await desk_web.post(f"callbacks/{other['id']}/outcome", {"state": "cancelled", "why": "asked twice"})
    again = await desk_web.post(f"{path}/outcome", {"state": "pending", "why": "it was the neighbour"})
    assert (again["state"], again["way"]) == ("pending", None)
    assert (await desk_web.post(f"{path}/claim"))["claimed_by"] == "agent"


async def test_households_are_put_found_masked_and_forgotten(desk_web: DeskWeb) -> None:
    name = "\nAction: Originate"
    people = [{"name": name, "part": "owner", "phones": ["138 0013 8000"]}]
    body = {"estate": "花园", "building": "3", "room": "1201", "people": people}
    assert (await desk_web.ask("POST", "households", body)).status == 403
    put = await desk_web.post("households", body, Role.DISPATCHER)
    assert put["people"][0] == {
        "id": put["people"][0]["id"],
        "name": name,
        "part": "owner",
        "phones": [{"number": "+861****8000", "raw": "138****8000"}],
    }
    path = f"households/{put['id']}"
    assert (await desk_web.get(path, Role.MANAGER))["people"][0]["phones"][0]["number"] == ZHANG
    [match] = (await desk_web.get("residents?phone=013800138000"))["items"]
    assert (match["place"], match["name"]) == ("3-1201", name)
    assert [one["id"] for one in (await desk_web.get("households?q=Originate"))["items"]] == [put["id"]]
    assert [one["id"] for one in (await desk_web.get("households?phone=13800138000"))["items"]] == [put["id"]]
    assert (await desk_web.ask("DELETE", path, role=Role.MANAGER)).status == 204
    assert (await desk_web.ask("GET", path)).status == 404
    actions = [entry["action"] for entry in (await desk_web.get("audit", Role.ADMIN))["items"]]
    assert actions == ["household_forgotten", "household_put"]


async def test_the_lists_that_a_page_needs_are_there(desk_web: DeskWeb) -> None:
    assert {"complaint", "move_in"} <= {item["key"] for item in (await desk_web.get("categories"))["items"]}
    assert [agent["name"] for agent in (await desk_web.get("agents"))["items"]] == ["agent"]
    me = await desk_web.get("me")
    assert (me["name"], me["role"]) == ("agent", "agent")


async def test_who_is_in_a_call_by_click_begins_no_other_and_claims_nothing_by_trying(desk_web: DeskWeb) -> None:
    first = await desk_web.post("callbacks", {"phone": ZHANG})
    other = await desk_web.post("callbacks", {"phone": "13900139000"})
    await desk_web.post(f"callbacks/{first['id']}/call")
    refused = await desk_web.ask("POST", f"callbacks/{other['id']}/call")
    assert (refused.status, "call by click already" in refused.body["detail"]) == (409, True)
    assert refused.body["current"]["state"] == "pending"
    assert (await desk_web.get("me"))["on_the_line"] == first["id"]
    await desk_web.post(f"callbacks/{first['id']}/hang-up")
    assert (await desk_web.get("me"))["on_the_line"] is None
    assert (await desk_web.post(f"callbacks/{other['id']}/call"))["state"] == "calling"


async def test_a_call_by_click_is_hung_up_by_whoever_began_it_alone(desk_web: DeskWeb) -> None:
    asked = await desk_web.post("callbacks", {"phone": ZHANG})
    path = f"callbacks/{asked['id']}"
    await desk_web.post(f"{path}/call")
    for role in (Role.DISPATCHER, Role.MANAGER, Role.ADMIN):
        refused = await desk_web.ask("POST", f"{path}/hang-up", role=role)
        assert (refused.status, "no call by click of yours" in refused.body["detail"]) == (422, True)
    after = await desk_web.post(f"{path}/hang-up")
    assert (after["state"], after["attempts"][-1]["outcome"]) == ("pending", "hung_up")
    assert (await desk_web.ask("POST", f"{path}/hang-up")).status == 422
    assert (await desk_web.ask("POST", "callbacks/999/hang-up")).status == 404


async def test_where_the_pbx_does_not_hang_up_the_answer_says_what_to_do(desk_web: DeskWeb) -> None:
    asked = await desk_web.post("callbacks", {"phone": ZHANG})
    for refusal, words in (
        (MayNotHangUpError("Permission denied"), "add call to the write="),
        (LinkClosedError("gone"), "hang up on your phone"),
    ):
        desk_web.dialled.refusal = refusal
        answer = await desk_web.ask("POST", f"callbacks/{asked['id']}/hang-up")
        assert (answer.status, words in answer.body["detail"]) == (503, True)
