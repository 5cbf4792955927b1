"""Filters that take several values: what is one of them is found."""

import pytest

from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb


async def titles(web: DeskWeb, query: str) -> set[str]:
    return {row["title"] for row in (await web.get(f"tickets?{query}", Role.ADMIN))["items"]}


async def test_tickets_of_several_categories_states_people_trades_and_buildings(desk_web: DeskWeb, home: int) -> None:
    a = await desk_web.opened(title="a", category="repair", household=home, priority="urgent")
    await desk_web.opened(title="b", category="fees")
    c = await desk_web.opened(title="c", category="complaint", priority="critical")
    await desk_web.act(a, "dispatch", Role.DISPATCHER, assignee="agent", trade="水电")
    await desk_web.act(c, "dispatch", Role.DISPATCHER, trade="保安")
    for query, found in (
        ("category=repair,fees", "ab"),
        ("category=repair，fees", "ab"),
        ("category=repair,fees&status=open", "b"),
        ("status=open,dispatched", "abc"),
        ("priority=urgent,critical", "ac"),
        ("assignee=agent,li", "a"),
        ("trade=水电,保洁", "a"),
        ("trade=水电,保安", "ac"),
        ("building=3栋,9", "a"),
        ("building=9,10", ""),
        ("status=open,dispatched&sort=-priority", "abc"),
    ):
        assert await titles(desk_web, query) == set(found), query


async def test_callbacks_of_several_states_and_people(desk_web: DeskWeb) -> None:
    ids = [(await desk_web.post("callbacks", {"phone": f"1380013800{n}"}, Role.ADMIN))["id"] for n in range(3)]
    said = {"state": "unreachable", "why": "off"}
    await desk_web.post(f"callbacks/{ids[0]}/outcome", said, Role.ADMIN)
    await desk_web.post(f"callbacks/{ids[1]}/assign", {"assignee": "agent"}, Role.ADMIN)
    for query, found in (
        ("state=pending,unreachable", ids),
        ("state=unreachable,reached", ids[:1]),
        ("reason=requested,missed_call", ids),
        ("assigned_to=agent,nobody", ids[1:2]),
    ):
        got = {one["id"] for one in (await desk_web.get(f"callbacks?{query}", Role.ADMIN))["items"]}
        assert got == set(found), query


@pytest.mark.parametrize(
    "query",
    [
        "tickets?status=open,gone",
        "tickets?status=open,",
        "tickets?status=,",
        "tickets?status=open&status=closed",
        "calls?disposition=answered,nonsense",
        "tickets?assignee=" + ",".join(map(str, range(21))),
        "tickets?assignee=" + "x" * 65 + ",y",
    ],
)
async def test_what_is_no_such_value_is_refused(query: str, desk_web: DeskWeb) -> None:
    assert (await desk_web.ask("GET", query, role=Role.ADMIN)).status == 422


async def test_calls_of_several_agents_and_endings_are_asked_for_without_a_number(desk_web: DeskWeb) -> None:
    assert (await desk_web.ask("GET", "calls?agent=1001,1002&disposition=answered,abandoned&hotline=a,b")).status == 200
    assert (await desk_web.ask("GET", "calls?agent=1001,13800138000")).status == 422
