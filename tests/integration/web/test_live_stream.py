import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

import aiohttp

from kit.roles import Role
from telephony.facts import CallState, Fact, FactKind
from tests.integration.web.site_in_memory import T0, TOKENS, Web, ringing_call, web_of


async def next_event(response: aiohttp.ClientResponse) -> tuple[str, dict[str, Any]]:
    """The id and the data of the next event; comments and the retry time are passed over."""
    while True:
        block = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 60)
        fields = dict(line.split(": ", 1) for line in block.decode().strip().splitlines())
        if "data" in fields:
            assert fields["event"] == "call"
            return fields["id"], json.loads(fields["data"])


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.01)


def answer(web: Web, linkedid: str) -> None:
    call = ringing_call(linkedid)
    call.state = CallState.TALKING
    web.site.live.publish(Fact(FactKind.CALL_ANSWERED, T0 + 2_000_000, 5, call))


async def test_first_the_live_calls_then_what_happens_with_the_events_own_time() -> None:
    async with web_of(live_calls=lambda: [ringing_call()]) as web, web.get("/api/v1/live") as response:
        assert response.content_type == "text/event-stream"
        _, shown = await next_event(response)
        assert (shown["kind"], shown["call"]["linkedid"]) == ("snapshot", "1764036000.9")
        answer(web, "1764036000.9")
        _, shown = await next_event(response)
        assert (shown["kind"], shown["state"], shown["at"]) == (
            "call_answered",
            "talking",
            "2025-11-25T02:00:02.000000Z",
        )


async def test_who_comes_back_with_the_last_id_misses_nothing() -> None:
    async with web_of() as web:
        async with web.get("/api/v1/live") as response:
            await response.content.readuntil(b"\n\n")
            answer(web, "1.1")
            last_id, _ = await next_event(response)
        answer(web, "1.2")
        async with web.get("/api/v1/live", Last_Event_ID=last_id) as response:
            assert (await next_event(response))[1]["call"]["linkedid"] == "1.2"


async def test_an_agent_sees_masked_numbers() -> None:
    async with web_of(live_calls=lambda: [ringing_call()]) as web, web.get("/api/v1/live", Role.AGENT) as response:
        assert (await next_event(response))[1]["call"]["caller_raw"] == "138****0001"


async def test_a_silent_stream_shows_that_it_lives() -> None:
    async with web_of(heartbeat_seconds=0.02) as web, web.get("/api/v1/live") as response:
        await response.content.readuntil(b"\n\n")
        assert (await asyncio.wait_for(response.content.readuntil(b"\n\n"), 60)).startswith(b":")


async def test_too_many_listeners_are_told_to_come_back() -> None:
    async with web_of(live_clients=1) as web, web.get("/api/v1/live") as first:
        await first.content.readuntil(b"\n\n")
        async with web.get("/api/v1/live") as second:
            assert (second.status, second.headers["Retry-After"]) == (503, "10")


async def test_one_user_or_token_takes_a_few_places_and_leaves_the_others() -> None:
    async with web_of(live_clients_per_user=1) as web, web.get("/api/v1/live", Role.MANAGER) as first:
        await first.content.readuntil(b"\n\n")
        async with web.get("/api/v1/live", Role.MANAGER) as second:
            assert (second.status, second.headers["Retry-After"]) == (429, "10")
        async with web.get("/api/v1/live", Role.ADMIN) as another:
            assert another.status == 200


async def test_a_client_that_goes_is_forgotten() -> None:
    async with web_of(heartbeat_seconds=0.02) as web:
        response = await web.get("/api/v1/live")
        await response.content.readuntil(b"\n\n")
        assert len(web.site.live) == 1
        response.close()
        await until(lambda: len(web.site.live) == 0)


async def deaf_client(web: Web) -> socket.socket:
    """Asks for the stream and never reads it."""
    host, _, port = web.url.removeprefix("http://").rpartition(":")
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect((host, int(port)))
    deaf.sendall(
        f"GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKENS[Role.ADMIN]}\r\n\r\n".encode()
    )
    await until(lambda: len(web.site.live) == 2)
    return deaf


async def test_a_client_that_reads_nothing_is_cut_and_the_others_lose_nothing() -> None:
    async with web_of() as web, web.get("/api/v1/live") as quick:
        deaf = await deaf_client(web)
        sent = 0
        while len(web.site.live) == 2:
            answer(web, f"1.{sent}")
            _, shown = await next_event(quick)
            assert shown["call"]["linkedid"] == f"1.{sent}"
            sent += 1
            assert sent < 50_000
        deaf.close()
        assert sent > 512


async def test_the_head_of_a_stream_that_never_ends_is_not_given() -> None:
    async with web_of() as web, web.request("HEAD", "/api/v1/live") as response:
        assert (response.status, response.headers["Allow"]) == (405, "GET")
