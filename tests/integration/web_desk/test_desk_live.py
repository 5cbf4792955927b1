"""Tickets and callbacks on the live stream: as they change, masked for who may not see numbers, missed by nobody."""

import asyncio
import json
from typing import Any

import aiohttp

from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb


async def heard(response: aiohttp.ClientResponse) -> tuple[str, str, Any]:
    """Id, name and data of the next event."""
    while True:
        block = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 60)
        fields = dict(line.split(": ", 1) for line in block.decode().strip().splitlines())
        if "data" in fields:
            return fields["id"], fields["event"], json.loads(fields["data"])


async def test_what_happens_to_tickets_and_callbacks_is_heard_at_once(desk_web: DeskWeb) -> None:
    async with desk_web.web.get("/api/v1/live") as stream:
        await stream.content.readuntil(b"\n\n")
        ticket = await desk_web.opened(phone=ZHANG, contact="张三")
        _, event, told = await heard(stream)
        assert (event, told["what"], told["number"], told["phone"]) == ("ticket", "opened", ticket["number"], ZHANG)
        await desk_web.act(ticket, "dispatch", assignee="agent")
        _, event, told = await heard(stream)
        assert (event, told["what"], told["status"], told["assignee"]) == ("ticket", "dispatch", "dispatched", "agent")
        asked = await desk_web.post("callbacks", {"phone": ZHANG})
        _, event, told = await heard(stream)
        assert (event, told["id"], told["phone"]) == ("callback", asked["id"], ZHANG)


async def test_an_agent_hears_of_it_with_the_number_masked(desk_web: DeskWeb) -> None:
    async with desk_web.web.get("/api/v1/live", Role.AGENT) as stream:
        await stream.content.readuntil(b"\n\n")
        await desk_web.opened(phone=ZHANG)
        assert (await heard(stream))[2]["phone"] == "+861****8000"


async def test_who_comes_back_with_the_last_id_hears_what_was_missed_of_the_desk(desk_web: DeskWeb) -> None:
    async with desk_web.web.get("/api/v1/live") as stream:
        await stream.content.readuntil(b"\n\n")
        await desk_web.opened()
        last_id, _, _ = await heard(stream)
    missed = await desk_web.opened()
    await desk_web.post("callbacks", {"phone": ZHANG})
    async with desk_web.web.get("/api/v1/live", Last_Event_ID=last_id) as stream:
        assert (await heard(stream))[2]["number"] == missed["number"]
        assert (await heard(stream))[1] == "callback"
