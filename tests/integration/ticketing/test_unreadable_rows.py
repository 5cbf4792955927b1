"""A ticket that somebody typed into the database by hand, with a word that we do not know, costs itself alone."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from kit.database.pool import DatabasePool, session
from kit.database.unreadable import UNREADABLE
from kit.database.where import Where
from kit.http.listed import listed
from kit.http.pages import Page
from metrics.prometheus.desk_look import desk_figures
from tests.unit.ticketing.moments import at
from ticketing.site_rules import SiteRules
from ticketing.tickets.lists import TICKETS, tickets_listed
from ticketing.tickets.ticket import Source, Ticket
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-11-25 12:00")


@pytest.fixture
async def numbers(desk: ServiceDesk, pool: DatabasePool) -> list[str]:
    """Three tickets; nobody can read the second."""
    numbers = [(await desk.tickets.open(Ticket("", NOON + n, Source.HAND), "li")).number for n in range(3)]
    async with session(pool) as connection:
        await connection.execute("update tickets set source = 'wechat' where number = $1", numbers[1])
    return numbers


async def test_due_instants_of_the_others_are_computed_at_the_start(
    desk: ServiceDesk, pool: DatabasePool, rules: SiteRules, numbers: list[str]
) -> None:
    slower = replace(rules, promises={**rules.promises, "general": rules.promises["difficult"]})
    before = UNREADABLE.counts["ticket"]
    with capture_logs() as lines:
        assert await ServiceDesk(pool, slower).recompute_dues() == 2
    assert UNREADABLE.counts["ticket"] == before + 1
    assert [line["key"] for line in lines if "cannot be read" in line["event"]] in ([numbers[1]], [])  # once a minute
    assert "wechat" not in str(lines)


async def test_a_list_goes_on_behind_it(pool: DatabasePool, numbers: list[str]) -> None:
    found, page = list[str](), Page.model_validate({"limit": "1"})
    async with session(pool) as connection:
        while True:
            rows, following = await listed(connection, TICKETS, Where(), page)
            found += [ticket.number for ticket, _around in tickets_listed(rows)]
            if following is None:
                break
            page = Page.model_validate({"limit": "1", "cursor": following})
    assert found == [numbers[2], numbers[0]]


async def test_the_figures_are_those_of_the_others(pool: DatabasePool, rules: SiteRules, numbers: list[str]) -> None:
    async with session(pool) as connection:
        await connection.execute("update tickets set category = 'major_incident'")
        figures = await desk_figures(connection, rules, NOON)
    assert figures.incidents_without_report == 2
