"""Tickets of a trade that nobody takes are given by load to who is on duty; refused ones go to the next."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled
from tests.integration.web_desk.test_work_links import linked
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.workflows.assigning import Assigning
from ticketing.workflows.service_desk import ServiceDesk

MINUTE_US = 60_000_000
TRADES = {"plumbing": ["workman", "zhang", "wang"], "lifts": ["liu"]}


class Trade:
    """A quarter of an hour."""

    def __init__(self, web: DeskWeb, assigning: Assigning) -> None:
        self.web, self.assigning = web, assigning

    async def on_duty(self, *names: str) -> None:
        for name in names:
            await self.web.post(f"trades/people/{name}/duty", {"on": True}, Role.DISPATCHER)

    async def dispatched(self, trade: str = "plumbing", **fields: Any) -> Any:
        return await self.web.act(await self.web.opened(**fields), "dispatch", Role.DISPATCHER, trade=trade)

    async def after(self, minutes: float) -> None:
        self.web.clock.at_us += int(minutes * MINUTE_US)
        await self.assigning.look_around()

    async def now(self, ticket: Any) -> Any:
        return await self.web.get(f"tickets/{ticket['number']}", Role.DISPATCHER)

    async def has(self, ticket: Any) -> str | None:
        found: str | None = (await self.now(ticket))["assignee"]
        return found


def rules(after_us: int | None) -> SiteRules:
    return SiteRules(Site(SHANGHAI, Workdays()), trades=TRADES, assign_after_us=after_us)


async def serving(pool: DatabasePool, after_us: int | None) -> AsyncIterator[Trade]:
    desk, clock = ServiceDesk(pool, rules(after_us)), Clock()
    async with web_of(desk=DeskContext(desk, pool), now_us=clock) as web:
        yield Trade(DeskWeb(web, desk, Dialled(desk, clock)), Assigning(pool, desk, clock))


@pytest.fixture
async def trade(pool: DatabasePool) -> AsyncIterator[Trade]:
    async for each in serving(pool, 15 * MINUTE_US):
        yield each


@pytest.fixture
async def without(pool: DatabasePool) -> AsyncIterator[Trade]:
    async for each in serving(pool, None):
        yield each


async def test_what_nobody_took_is_given_after_so_long_to_who_has_the_least_open_work(trade: Trade) -> None:
    await trade.on_duty("wang")
    busy = await trade.dispatched(priority="urgent")
    await trade.after(0)
    assert await trade.has(busy) == "wang"
    await trade.on_duty("zhang")
    ticket = await trade.dispatched()
    await trade.after(14.9)
    assert await trade.has(ticket) is None
    await trade.after(0.2)
    now = await trade.now(ticket)
    assert (now["assignee"], now["trade"], now["status"]) == ("zhang", "plumbing", "dispatched")
    assert [(each["who"], each["what"], each["to_whom"]) for each in now["history"][-1:]] == [
        ("rule", "given", "zhang")
    ]


async def test_what_somebody_accepted_by_the_link_of_the_trade_is_theirs(trade: Trade) -> None:
    await trade.on_duty("zhang")
    ticket = await trade.dispatched()
    phone = await linked(trade.web, ticket)
    assert (await phone.act("accept", name="老张")).status == 200
    await trade.after(20)
    assert "zhang" not in (await trade.has(ticket) or "")
    assert (await phone.ask("GET")).status == 200


async def test_an_urgent_one_is_given_at_once(trade: Trade) -> None:
    await trade.on_duty("zhang")
    ticket = await trade.dispatched(priority="urgent")
    await trade.after(0)
    assert await trade.has(ticket) == "zhang"


async def test_several_are_shared_out(trade: Trade) -> None:
    await trade.on_duty("zhang", "wang")
    tickets = [await trade.dispatched() for _ in range(4)]
    await trade.after(16)
    assert sorted([await trade.has(ticket) or "" for ticket in tickets]) == ["wang", "wang", "zhang", "zhang"]


async def test_what_is_refused_needs_a_reason_and_goes_to_the_next_and_never_back(trade: Trade) -> None:
    await trade.on_duty("workman", "zhang")
    ticket = await trade.dispatched()
    await trade.after(16)
    given = await trade.now(ticket)
    assert given["assignee"] == "workman"
    refused = await trade.web.ask(
        "POST",
        f"tickets/{ticket['number']}/actions",
        {"action": "return"},
        Role.WORKMAN,
        If_Match=f'"{given["version"]}"',
    )
    assert refused.status == 422
    await trade.web.act(given, "return", Role.WORKMAN, why="no ladder")
    back = await trade.now(ticket)
    assert (back["assignee"], back["trade"], back["status"], back["returned_count"]) == (
        None,
        "plumbing",
        "dispatched",
        1,
    )
    await trade.after(0)
    assert await trade.has(ticket) == "zhang"
    await trade.web.act(await trade.now(ticket), "return", Role.DISPATCHER, why="ill")
    await trade.after(60)
    assert await trade.has(ticket) is None


async def test_many_that_everybody_refused_hide_no_urgent_one_of_another_trade(trade: Trade) -> None:
    await trade.on_duty("zhang")
    refused = [await trade.dispatched(priority="urgent") for _ in range(50)]
    await trade.after(0)
    for ticket in refused:
        await trade.web.act(await trade.now(ticket), "return", Role.DISPATCHER, why="no tools")
    await trade.on_duty("liu")
    lift = await trade.dispatched("lifts", priority="urgent")
    await trade.after(1)
    assert await trade.has(lift) == "liu"


async def test_who_is_given_one_and_who_takes_one_at_the_same_moment_are_one_person(trade: Trade) -> None:
    await trade.on_duty("zhang")
    ticket = await trade.dispatched()
    taken = await trade.web.post("tickets/next", role=Role.WORKMAN)
    await trade.after(60)
    assert (taken["number"], await trade.has(ticket)) == (ticket["number"], "workman")


async def test_nobody_on_duty_another_trade_and_a_pause_leave_it_where_it_is(trade: Trade) -> None:
    await trade.on_duty("liu")
    waiting, paused = await trade.dispatched(), await trade.dispatched()
    await trade.web.act(paused, "pause", Role.DISPATCHER, why="parts")
    await trade.after(60)
    assert (await trade.has(waiting), await trade.has(paused)) == (None, None)
    await trade.on_duty("zhang")
    await trade.after(0)
    assert (await trade.has(waiting), await trade.has(paused)) == ("zhang", None)


async def test_without_the_setting_nobody_is_given_anything(without: Trade) -> None:
    await without.on_duty("zhang")
    ticket = await without.dispatched(priority="critical")
    await without.after(600)
    assert await without.has(ticket) is None
    assert (await without.web.get("trades"))["assign_after_minutes"] is None


async def test_everybody_says_it_of_themselves_and_dispatchers_of_all(trade: Trade) -> None:
    own = await trade.web.post("trades/people/workman/duty", {"on": True}, Role.WORKMAN)
    assert [each["trade"] for each in own["items"]] == ["plumbing"]
    for role, name, status in (
        (Role.WORKMAN, "zhang", 403),
        (Role.AGENT, "zhang", 403),
        (Role.DISPATCHER, "nobody", 404),
    ):
        assert (await trade.web.ask("POST", f"trades/people/{name}/duty", {"on": True}, role)).status == status
    await trade.dispatched()
    [plumbing, lifts] = (await trade.web.get("trades"))["items"]
    people = {each["name"]: (each["on_duty"], each["said_by"]) for each in plumbing["people"]}
    assert people == {"wang": (False, None), "workman": (True, "workman"), "zhang": (False, None)}
    assert (plumbing["waiting_count"], lifts["waiting_count"]) == (1, 0)
    await trade.web.post("trades/people/workman/duty", {"on": False}, Role.DISPATCHER)
    assert not any(each["on_duty"] for each in (await trade.web.get("trades"))["items"][0]["people"])


async def test_by_the_link_what_was_given_is_sent_back_with_a_reason(trade: Trade) -> None:
    await trade.on_duty("zhang", "wang")
    ticket = await trade.dispatched()
    await trade.after(16)
    made = await trade.web.post(f"tickets/{ticket['number']}/work_links", role=Role.DISPATCHER)
    token = made["path"].rpartition("/")[2]
    word = "thirdring-work=" + "x" * 32
    at = f"work/{token}/acts"
    empty = await trade.web.ask("POST", at, {"key": "k" * 16, "what": "refuse", "text": " "}, Cookie=word)
    assert empty.status == 422
    await trade.web.ask("POST", at, {"key": "k" * 16, "what": "refuse", "text": "没有梯子"}, Cookie=word)
    back = await trade.now(ticket)
    last = back["history"][-1]
    assert (back["assignee"], back["status"], last["what"], last["why"]) == (None, "dispatched", "return", "没有梯子")
    await trade.after(0)
    assert await trade.has(ticket) == "zhang"


async def test_tickets_of_a_trade_that_nobody_belongs_to_are_seen_among_the_trades(trade: Trade) -> None:
    await trade.dispatched("plumbing")
    await trade.dispatched("plumber")
    found = (await trade.web.get("trades"))["items"]
    assert [(one["trade"], one["is_known"], one["waiting_count"], len(one["people"])) for one in found] == [
        ("plumbing", True, 1, 3),
        ("lifts", True, 0, 1),
        ("plumber", False, 1, 0),
    ]
    own = (await trade.web.get("trades", Role.WORKMAN))["items"]
    assert [one["trade"] for one in own] == ["plumbing"]


def test_a_trade_that_a_robot_tells_is_known_where_the_settings_name_trades() -> None:
    told = replace(rules(None), told_trades=["plumbing", "cleaning"])
    assert told.known_trades() == ["plumbing", "lifts", "cleaning"]
    assert replace(told, trades={}).known_trades() == []
