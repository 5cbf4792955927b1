"""A workman sees and works on what was given to them or to their trade, with its number, and on nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS, web_of
from tests.integration.web_desk.conftest import Answer, Clock, DeskWeb, Dialled
from tests.integration.web_desk.photos import jpeg, send
from tests.unit.ticketing.moments import SHANGHAI
from thirdring.http.operations import OPERATIONS
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.files.shelf import Shelf
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk

NUMBER = "13912345678"
ME, ALL = Role.WORKMAN, Role.MANAGER
THEIRS = {"listTickets", "getTicket", "actOnTicket", "takeNextTicket", "signOut", "whoAmI", "getWords"} | {
    *("listFiles", "addFile", "getFile", "removeFile", "getFileContent", "getFileThumbnail"),
    *("keepSession", "changeOwnPassword", "listOwnSessions", "signOutElsewhere"),  # their own account
    *("getWorkOrder", "listTrades", "changeDuty", "listCategories"),
    *("listShifts", "getDutyNow", "getTurn"),
}


@pytest.fixture
async def web(pool: DatabasePool, tmp_path: Path) -> AsyncIterator[DeskWeb]:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades={"plumbing": ["workman"], "lifts": ["li"]}))
    clock = Clock()
    site = DeskContext(desk, pool, {"workman": [], "agent": []}, None, shelf=Shelf(tmp_path / "files"))
    async with web_of(desk=site, now_us=clock) as opened:
        yield DeskWeb(opened, desk, Dialled(desk, clock))


async def given(web: DeskWeb, **to: str) -> Any:
    ticket = await web.opened(ALL, phone=NUMBER)
    return await web.act(ticket, "dispatch", ALL, **to) if to else ticket


async def looked(web: DeskWeb, ticket: Any) -> Answer:
    return await web.ask("GET", f"tickets/{ticket['number']}", role=ME)


async def acted(web: DeskWeb, ticket: Any, **body: Any) -> Answer:
    headers = {"If_Match": f'"{ticket["version"]}"'}
    return await web.ask("POST", f"tickets/{ticket['number']}/actions", body, ME, **headers)


@pytest.mark.parametrize("to", [{"assignee": "workman"}, {"trade": "plumbing"}])
async def test_their_ticket_is_shown_with_its_number_and_is_worked_on(web: DeskWeb, to: dict[str, str]) -> None:
    ticket = await given(web, **to)
    shown = await looked(web, ticket)
    assert (shown.status, shown.body["phone"], shown.body["masked"]) == (200, f"+86{NUMBER}", False)
    started = await acted(web, ticket, action="start")
    assert (started.status, started.body["status"], started.body["assignee"]) == (200, "in_progress", "workman")
    resolved = await acted(web, started.body, action="resolve", resolution="new tap")
    assert (resolved.status, resolved.body["status"]) == (200, "resolved")
    assert (await looked(web, ticket)).body["masked"] is True


@pytest.mark.parametrize("to", [{}, {"assignee": "agent"}, {"trade": "lifts"}])
async def test_any_other_ticket_is_not_there_for_them(web: DeskWeb, to: dict[str, str]) -> None:
    ticket = await given(web, **to)
    assert (await looked(web, ticket)).status == 404
    assert (await acted(web, ticket, action="start")).status == 404
    assert (await web.get("tickets", ME))["items"] == []
    assert (await web.get("tickets?mine=false&unassigned=true&active=true", ME))["items"] == []
    assert (await web.get(f"tickets/{ticket['number']}", ALL))["version"] == ticket["version"]


async def test_the_list_has_their_own_and_those_of_their_trade_that_nobody_took(web: DeskWeb) -> None:
    own, trade = await given(web, assignee="workman"), await given(web, trade="plumbing")
    await given(web, trade="lifts")
    taken = await given(web, trade="plumbing")
    await web.act(taken, "start", ALL, assignee="agent")
    items = (await web.get("tickets", ME))["items"]
    assert [one["number"] for one in items] == [trade["number"], own["number"]]


@pytest.mark.parametrize(
    "body",
    [
        {"action": "cancel", "why": "no"},
        {"action": "hand_over", "why": "no", "assignee": "agent"},
        {"action": "start", "assignee": "agent"},
        {"action": "resolve", "resolution": "done", "category": "enquiry"},
        {"action": "resolve", "resolution": "done", "title": "x"},
    ],
)
async def test_they_give_nothing_away_and_change_no_words(web: DeskWeb, body: dict[str, str]) -> None:
    ticket = await given(web, assignee="workman")
    assert (await acted(web, ticket, **body)).status == 403
    assert (await web.get(f"tickets/{ticket['number']}", ALL))["version"] == ticket["version"]


async def test_what_they_return_is_theirs_no_longer(web: DeskWeb) -> None:
    ticket = await given(web, assignee="workman")
    returned = await acted(web, ticket, action="return", why="not my trade")
    assert (returned.status, returned.body["masked"], returned.body["phone"]) == (200, True, "+861****5678")
    assert (await looked(web, ticket)).status == 404


async def test_every_other_route_refuses_them(web: DeskWeb) -> None:
    assert {one.id for one in OPERATIONS if one.roles is not None and ME in one.roles} == THEIRS
    for one in OPERATIONS:
        if one.roles is not None and ME not in one.roles:
            path = one.path.replace("{", "").replace("}", "")
            sent = {"Authorization": f"Bearer {TOKENS[ME]}"}
            async with web.web.session.request(one.method, web.web.url + path, headers=sent) as answer:
                assert answer.status == 403, one.id


async def test_they_add_photos_to_what_was_given_to_them_and_to_nothing_else(web: DeskWeb) -> None:
    own, others = await given(web, assignee="workman"), await given(web)
    assert (await send(web, jpeg(), role=ME, record="ticket", of=own["number"])).status == 201
    assert (await send(web, jpeg(), role=ME, record="ticket", of=others["number"])).status == 404
