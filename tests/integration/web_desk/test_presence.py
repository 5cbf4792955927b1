"""Who is writing on a ticket, over HTTP and on the live stream."""

import asyncio

from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import DeskWeb


async def test_who_writes_is_told_and_forgotten(desk_web: DeskWeb) -> None:
    number = (await desk_web.opened())["number"]
    headers = {"Authorization": f"Bearer {TOKENS[Role.AGENT]}"}
    async with desk_web.web.session.get(f"{desk_web.web.url}/api/v1/live", headers=headers) as stream:
        assert (await desk_web.ask("POST", f"tickets/{number}/writing", role=Role.DISPATCHER)).status == 204
        async with asyncio.timeout(60):
            async for line in stream.content:
                if line == b"event: writing\n":
                    break
            told = await stream.content.readline()
        assert b'"who":"dispatcher"' in told
    [one] = (await desk_web.get("writing"))["items"]
    assert (one["number"], one["who"]) == (number, "dispatcher")
    desk_web.clock.at_us += 20_000_000
    assert (await desk_web.get("writing"))["items"] == []


async def test_who_sees_no_tickets_of_others_learns_nothing_of_who_writes(desk_web: DeskWeb) -> None:
    number = (await desk_web.opened())["number"]
    for role in (Role.WORKMAN, Role.METRICS, Role.WALL):
        assert (await desk_web.ask("GET", "writing", role=role)).status == 403
        assert (await desk_web.ask("POST", f"tickets/{number}/writing", role=role)).status == 403
    assert (await desk_web.ask("POST", "tickets/20200101-0001/writing")).status == 404


async def test_a_ticket_shows_its_calls_by_one_question(desk_web: DeskWeb) -> None:
    calls = desk_web.web.site.calls
    number = (await desk_web.opened())["number"]
    asked: list[str | None] = []
    page = calls.page

    async def counted(query):  # type: ignore[no-untyped-def]
        asked.append(query.ticket)
        return await page(query)

    calls.page = counted  # type: ignore[method-assign]
    headers = {"Authorization": f"Bearer {TOKENS[Role.AGENT]}", "Accept": "text/html"}
    async with desk_web.web.session.get(f"{desk_web.web.url}/tickets/{number}", headers=headers) as got:
        assert got.status == 200
    assert asked == [number]
