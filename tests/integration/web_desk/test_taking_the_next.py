"""One click takes the most urgent ticket that nobody has; many clicks at once take as many tickets, each once."""

import asyncio
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Action
from ticketing.tickets.taking import NoneFreeError
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.service_desk import ServiceDesk

NOW_US = at("2026-11-25 10:00")
MINUTE_US = 60_000_000


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades={"plumbing": ["workman", "zhang"]}))


@pytest.fixture
async def opened(desk: ServiceDesk) -> Any:
    async def made(title: str, minutes: int = 0, priority: Priority = Priority.NORMAL, trade: str = "") -> Ticket:
        draft = Ticket("", NOW_US + minutes * MINUTE_US, Source.HAND, category="repair", title=title, priority=priority)
        ticket = await desk.tickets.open(draft, "dispatcher")
        if trade:
            asked = Asked("dispatcher", NOW_US, ticket.version, trade=trade)
            ticket = await desk.tickets.act(ticket.number, Action.DISPATCH, asked)
        return ticket

    return made


async def taken(desk: ServiceDesk, who: str, *, of_desk: bool = True, trades: tuple[str, ...] = ()) -> Ticket | None:
    try:
        return await desk.free_tickets.take_next(trades, of_desk=of_desk, asked=Asked(who, NOW_US, 0))
    except NoneFreeError:
        return None


async def test_thirty_who_click_at_once_get_twenty_different_tickets(desk: ServiceDesk, opened: Any) -> None:
    for number in range(20):
        await opened(f"{number}", number)
    found = await asyncio.gather(*(taken(desk, f"agent {number}") for number in range(30)))
    numbers = [ticket.number for ticket in found if ticket is not None]
    assert (len(numbers), len(set(numbers))) == (20, 20)
    for ticket in found:
        if ticket is not None:
            kept = await desk.tickets.get(ticket.number)
            assert (kept.assignee, kept.version) == (ticket.assignee, 2)


async def test_the_most_urgent_comes_first_then_what_is_due_first(desk: ServiceDesk, opened: Any) -> None:
    await opened("old", 0)
    await opened("older and not urgent", -60)
    await opened("urgent", 5, Priority.URGENT)
    await opened("critical", 9, Priority.CRITICAL)
    found = [await taken(desk, "agent") for _ in range(5)]
    assert [ticket and ticket.title for ticket in found] == ["critical", "urgent", "older and not urgent", "old", None]


async def test_a_workman_gets_what_was_dispatched_to_the_own_trade_alone(desk: ServiceDesk, opened: Any) -> None:
    await opened("at the desk", -9)
    await opened("lifts", -8, trade="lifts")
    await opened("pipe", trade="plumbing")
    waits = await opened("waits for parts", -5, trade="plumbing")
    pause = Asked("dispatcher", NOW_US, waits.version, why="parts")
    await desk.tickets.act(waits.number, Action.PAUSE, pause)
    got = await taken(desk, "zhang", of_desk=False, trades=("plumbing",))
    assert got is not None
    assert (got.title, got.assignee, got.status) == ("pipe", "zhang", "dispatched")
    assert await taken(desk, "zhang", of_desk=False, trades=("plumbing",)) is None
    assert [change.what for change in await desk.tickets.history(got.number)] == ["opened", "dispatch", "took"]


async def test_what_somebody_amends_at_that_moment_is_waited_for(
    desk: ServiceDesk, opened: Any, pool: DatabasePool
) -> None:
    ticket = await opened("pipe")
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("update tickets set version = version + 1 where number = $1", ticket.number)
        asking = asyncio.create_task(taken(desk, "agent"))
        await asyncio.sleep(0.2)
        assert not asking.done()
    got = await asking
    assert got is not None
    assert (got.number, got.version) == (ticket.number, 3)


async def test_it_is_taken_over_http_by_role(desk: ServiceDesk, opened: Any, pool: DatabasePool) -> None:
    clock = Clock()
    async with web_of(desk=DeskContext(desk, pool), now_us=clock) as web:
        site = DeskWeb(web, desk, Dialled(desk, clock))
        await opened("at the desk")
        assert (await site.ask("POST", "tickets/next", role=Role.WORKMAN)).status == 404
        got = await site.ask("POST", "tickets/next", role=Role.AGENT)
        assert (got.status, got.body["assignee"], got.body["title"]) == (200, "agent", "at the desk")
        await opened("pipe", trade="plumbing")
        assert (await site.ask("POST", "tickets/next", role=Role.WORKMAN)).body["title"] == "pipe"
        none = await site.ask("POST", "tickets/next", role=Role.AGENT)
        assert (none.status, "No ticket waits" in none.body["detail"]) == (404, True)
