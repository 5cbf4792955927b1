"""So many numbers a day are shown, looked up and typed."""

import asyncio
import hashlib

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.integration.web_desk.disclosing import MASKED, WHY, answers, audit, called, missed_call, patched
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), numbers_per_day=3, lookups_per_day=3))


async def test_an_agent_is_shown_so_many_numbers_a_day_and_then_none(desk_web: DeskWeb) -> None:
    for number in range(5):
        await missed_call(desk_web, f"+86138001380{number:02}")
    given = [await desk_web.post("callbacks/next") for _ in range(3)]
    assert [one["masked"] for one in given] == [False] * 3
    over = await desk_web.ask("POST", "callbacks/next")
    assert (over.status, over.headers["Retry-After"]) == (429, str(14 * 3_600))
    ticket = await desk_web.act(
        await desk_web.opened(Role.MANAGER, phone=ZHANG), "dispatch", Role.MANAGER, assignee="agent"
    )
    path = f"tickets/{ticket['number']}"
    assert (await desk_web.get(path))["phone"] == MASKED
    assert (await desk_web.ask("POST", f"{path}/unmask", WHY)).status == 429
    assert (await desk_web.get(f"callbacks/{given[0]['id']}"))["masked"] is False
    assert len(await audit(desk_web)) == 3
    desk_web.clock.at_us += 15 * 3_600 * 1_000_000
    assert (await desk_web.get(path))["phone"] == ZHANG


async def test_their_own_calls_do_not_count_and_go_on_when_the_day_is_used_up(desk_web: DeskWeb) -> None:
    for place in range(5):
        number = await called(desk_web, f"1.{place}")
        await answers(desk_web, f"1.{place}")
        assert (await desk_web.get(f"tickets/{number}"))["phone"] == ZHANG
    await missed_call(desk_web)
    assert (await desk_web.post("callbacks/next"))["masked"] is False


async def test_a_dispatcher_has_no_cap_and_all_is_noted(desk_web: DeskWeb) -> None:
    for number in range(5):
        ticket = await desk_web.opened(Role.MANAGER, phone=f"138001380{number:02}")
        assert (await desk_web.get(f"tickets/{ticket['number']}", Role.DISPATCHER))["masked"] is False
    assert len(await audit(desk_web)) == 5


async def test_the_same_number_may_be_looked_up_again_and_only_so_many_different_ones(
    desk_web: DeskWeb, home: int
) -> None:
    lists = ("tickets", "callbacks", "households", "residents")
    for place in lists:
        for written in ("13800138000", "%2B8613800138000", "138 0013 8000"):
            assert (await desk_web.ask("GET", f"{place}?phone={written}")).status == 200
    assert (await desk_web.post("callbacks", {"phone": "13900139001"}))["masked"]
    assert (await desk_web.ask("GET", "residents?phone=13900139002")).status == 200
    for place in lists:
        over = await desk_web.ask("GET", f"{place}?phone=13900139003")
        assert (over.status, over.headers["Retry-After"]) == (429, str(14 * 3_600))
    assert (await desk_web.ask("POST", "callbacks", {"phone": "13900139003"})).status == 429
    for other in (Role.DISPATCHER, Role.MANAGER):
        assert (await desk_web.ask("GET", "residents?phone=13900139003", role=other)).status == 200
    desk_web.clock.at_us += 15 * 3_600 * 1_000_000
    assert (await desk_web.ask("GET", "residents?phone=13900139003")).status == 200


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
async def test_a_number_typed_into_a_ticket_counts_as_looked_up(desk_web: DeskWeb, home: int, role: Role) -> None:
    ticket = await desk_web.opened(Role.MANAGER, household=home)
    path = f"tickets/{ticket['number']}"
    for last in range(3):
        ticket = await patched(desk_web, ticket, role, phone=f"1380013800{last}")
    ticket = await patched(desk_web, ticket, role, phone="13800138000")
    guess = {"phone": "13800138003"}
    refused = [
        await desk_web.ask("PATCH", path, guess, role, If_Match=f'"{ticket["version"]}"'),
        await desk_web.ask("POST", "tickets", {"category": "repair", "household": home, **guess}, role),
        await desk_web.ask("POST", "tickets", {"category": "repair", **guess}, role),
        await desk_web.ask("GET", "residents?phone=13800138003", role=role),
    ]
    assert [answer.status for answer in refused] == [429] * 4
    assert (await desk_web.get(path))["version"] == ticket["version"]
    await desk_web.opened(role)
    await patched(desk_web, ticket, Role.MANAGER, **guess)


async def test_each_number_that_is_typed_into_a_new_ticket_counts(desk_web: DeskWeb) -> None:
    for last in range(3):
        await desk_web.opened(phone=f"1380013800{last}")
    assert (await desk_web.ask("POST", "tickets", {"category": "repair", "phone": "13800138003"})).status == 429


async def test_numbers_whose_short_hashes_are_the_same_are_told_apart(desk_web: DeskWeb) -> None:
    """+8613900052535 begins its SHA-256 as +8613800138000 does."""
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG)
    ticket = await desk_web.act(ticket, "dispatch", Role.AGENT, assignee="agent")
    await desk_web.post(f"tickets/{ticket['number']}/unmask", WHY)
    await patched(desk_web, ticket, Role.MANAGER, phone="+8613900052535")
    assert (await desk_web.get(f"tickets/{ticket['number']}"))["masked"]


async def test_marks_are_long_and_differ_from_database_to_database(desk_web: DeskWeb, pool: DatabasePool) -> None:
    async with session(pool) as connection:
        here = await connection.fetchval("select mark_of($1)", ZHANG)
        await connection.execute("update mark_salt set salt = sha256(salt)")
        there = await connection.fetchval("select mark_of($1)", ZHANG)
    assert (len(here), len(there), here == there) == (32, 32, False)
    assert hashlib.sha256(ZHANG.encode()).digest() not in (here, there)


async def test_who_asks_many_times_at_once_gets_no_more(desk_web: DeskWeb) -> None:
    tickets = []
    for number in range(8):
        ticket = await desk_web.opened(Role.MANAGER, phone=f"138001380{number:02}")
        tickets.append(await desk_web.act(ticket, "dispatch", Role.MANAGER, assignee="agent"))
    seen = await asyncio.gather(*(desk_web.get(f"tickets/{ticket['number']}") for ticket in tickets))
    assert sum(not one["masked"] for one in seen) == 3


async def test_no_number_is_kept_with_what_was_shown(desk_web: DeskWeb, pool: DatabasePool) -> None:
    await missed_call(desk_web)
    await desk_web.post("callbacks/next")
    await desk_web.get("residents?phone=13800138000")
    async with session(pool) as connection:
        for table in ("disclosures", "lookups", "audit"):
            rows = await connection.fetch(f"select t::text from {table} t")
            assert rows
            assert all("138000" not in row[0] and "138001" not in row[0] for row in rows)
