"""Today over HTTP: each figure counts the rows of its list, and a wall learns nothing else."""

import re
from typing import Any

import pytest

from kit.roles import Role
from tests.integration.web.site_in_memory import ringing_call, web_of
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.unit.ticketing.moments import at
from thirdring.http.operations import OPERATIONS


async def resolved(desk_web: DeskWeb, **fields: Any) -> Any:
    return await desk_web.act(await desk_web.opened(phone=ZHANG, **fields), "resolve", resolution="done")


async def test_each_figure_counts_the_rows_of_its_list(desk_web: DeskWeb) -> None:
    await desk_web.opened(category="complaint")
    await desk_web.opened(priority="critical")
    await desk_web.opened()
    await resolved(desk_web)
    desk_web.clock.at_us = at("2026-11-26 09:00")
    today = await desk_web.get("today")
    counts = {}
    for risk in today["risks"]:
        rows = (await desk_web.get(risk["rows"].removeprefix("/api/v1/")))["items"]
        assert risk["count"] == len(rows), risk
        counts[risk["key"]] = risk["count"]
    assert counts["tickets_overdue"] == 2
    assert counts["complaints_unanswered"] == 1
    assert counts["callbacks_overdue"] == 1


async def test_a_complaint_that_was_answered_is_not_unanswered(desk_web: DeskWeb) -> None:
    made = await desk_web.opened(category="complaint")
    assert [one["number"] for one in (await desk_web.get("tickets?unanswered=true"))["items"]] == [made["number"]]
    answer = {"complaint": {"response": "已联系"}}
    await desk_web.ask("PATCH", f"tickets/{made['number']}", answer, If_Match='"1"')
    assert (await desk_web.get("tickets?unanswered=true"))["items"] == []


async def test_whom_the_rate_misses_are_tickets_and_callbacks(desk_web: DeskWeb) -> None:
    wanted = await resolved(desk_web)
    await resolved(desk_web, category="enquiry")
    await desk_web.opened()
    rate = await desk_web.get("callbacks/rates")
    assert (rate["more_by_midnight"], rate["ratio_then"]) == (1, 1.0)
    assert rate["call_by"] == "2026-11-25T12:30:00.000000Z"
    tickets = (await desk_web.get("tickets?uncalled=2026-11-25"))["items"]
    assert [one["number"] for one in tickets] == rate["missing"] == [wanted["number"]]
    callbacks = (await desk_web.get("callbacks?uncalled=2026-11-25"))["items"]
    assert [one["ticket"] for one in callbacks] == [wanted["number"]]
    assert (await desk_web.get("tickets?uncalled=2026-11-24"))["items"] == []


async def test_a_wall_shows_both_promises_and_what_is_at_risk(desk_web: DeskWeb) -> None:
    await resolved(desk_web)
    figures = (await desk_web.get("wall", Role.WALL))["figures"]
    assert figures["called_back"] == {
        "met": 0,
        "eligible": 1,
        "ratio": 0.0,
        "target": 0.9,
        "status": "at_risk",
        "more": 1,
        "by": "2026-11-25T12:30:00.000000Z",
    }
    assert figures["answered"]["status"] == "no_data"
    assert {one["key"] for one in figures["risks"]} >= {"tickets_overdue", "duties_open"}


async def test_figures_of_a_wall_are_read_again_after_some_seconds(desk_web: DeskWeb) -> None:
    first = await desk_web.get("wall", Role.WALL)
    desk_web.clock.at_us += 1_000_000
    second = await desk_web.get("wall", Role.WALL)
    desk_web.clock.at_us += 5_000_000
    third = await desk_web.get("wall", Role.WALL)
    assert first["at"] < second["at"] < third["at"]
    assert first["figures"]["at"] == second["figures"]["at"] < third["figures"]["at"]


async def test_a_wall_shows_what_rings_without_a_number_or_a_name() -> None:
    call = ringing_call("1764036000.9")
    async with web_of(live_calls=lambda: [call]) as web, web.get("/api/v1/wall", Role.WALL) as got:
        text = await got.text()
        shown = await got.json()
    assert (shown["ringing_count"], len(shown["ringing"])) == (1, 1)
    assert set(shown["ringing"][0]) == {"arrived_at", "alerted_at"}
    assert (shown["period_seconds"], shown["rings_within"], shown["figures"]) == (5.0, 3, None)
    assert call.caller_raw not in text
    assert call.attempts[0].agent not in text


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.id)
async def test_a_walls_token_opens_nothing_but_the_wall(operation: Any) -> None:
    path = re.sub(r"{\w+}", "1", operation.path)
    async with web_of() as web, web.request(operation.method, path, Role.WALL, data=b"{}") as got:
        if operation.roles is None:
            return
        assert got.status == (200 if operation.id == "getWall" else 403), operation.id
