"""Nobody uses up what others need: whose allowance is taken, behind proxies and without."""

import asyncio
from ipaddress import ip_network
from typing import Any

import pytest
from structlog.testing import capture_logs

from kit.http.auth.book import FRESH_SECONDS, TokenBook
from kit.http.turns import Turns
from kit.roles import Role
from metrics.calls.queries import CallsQuery
from metrics.calls.repository import PageOfCalls
from tests.integration.web.site_in_memory import TOKENS, CallsInMemory, TokensInMemory, Web, web_of
from thirdring.http.site import LIVE_BURST, REQUESTS_AT_ONCE

PROXIES = (ip_network("127.0.0.1"),)
FEW: dict[str, Any] = {"requests_per_second": 0.001, "burst": 2}


async def statuses(web: Web, *paths: str, role: Role | None = None, **headers: str) -> list[int]:
    found = []
    for path in paths:
        async with web.get(path, role, **headers) as response:
            found.append(response.status)
    return found


async def test_behind_a_proxy_each_client_has_an_allowance_of_its_own() -> None:
    async with web_of(trusted_proxies=PROXIES, **FEW) as web:
        assert await statuses(web, "/api", "/api", "/api", X_Forwarded_For="192.0.2.1") == [200, 200, 429]
        assert await statuses(web, "/api", X_Forwarded_For="192.0.2.2") == [200]
        assert await statuses(web, "/api", X_Forwarded_For="192.0.2.9, 192.0.2.1") == [429]
        assert await statuses(web, "/api", Forwarded="for=192.0.2.3") == [200]


async def test_addresses_of_one_network_of_ipv6_share_an_allowance() -> None:
    async with web_of(trusted_proxies=PROXIES, **FEW) as web:
        found = [await statuses(web, "/api", X_Forwarded_For=f"2001:db8::{number}") for number in range(3)]
        assert found == [[200], [200], [429]]


async def test_a_proxy_that_nobody_named_is_told_of_once() -> None:
    with capture_logs() as logged:
        async with web_of() as web:
            await statuses(web, "/api", "/api", X_Forwarded_For="192.0.2.1")
        async with web_of(trusted_proxies=PROXIES) as web:
            await statuses(web, "/api", X_Forwarded_For="192.0.2.1")
    assert [entry["proxy"] for entry in logged] == ["127.0.0.1"]


async def test_a_stranger_gets_no_second_allowance_by_claiming_another_address() -> None:
    async with web_of(**FEW) as web:
        found = [await statuses(web, "/api", X_Forwarded_For=f"192.0.2.{number}") for number in range(3)]
        assert found == [[200], [200], [429]]


class SlowCalls(CallsInMemory):
    """Each list takes until `go`."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.running, self.most = asyncio.Event(), 0, 0

    async def page(self, query: CallsQuery) -> PageOfCalls:
        self.running += 1
        self.most = max(self.most, self.running)
        await self.go.wait()
        self.running -= 1
        return await super().page(query)


async def test_what_one_user_asks_for_at_once_is_answered_in_turns_and_others_come_between() -> None:
    calls = SlowCalls()
    async with web_of(calls) as web:
        many = asyncio.create_task(statuses_at_once(web, "/api/v1/calls", 12, Role.AGENT))
        while calls.running < REQUESTS_AT_ONCE:
            await asyncio.sleep(0.01)
        other = asyncio.create_task(statuses(web, "/api/v1/calls", role=Role.MANAGER))
        while calls.running < REQUESTS_AT_ONCE + 1:
            await asyncio.sleep(0.01)
        calls.go.set()
        assert (await many, await other) == ([200] * 12, [200])
    assert calls.most == REQUESTS_AT_ONCE + 1
    assert len(web.site.turns) == 0


async def statuses_at_once(web: Web, path: str, count: int, role: Role) -> list[int]:
    found = await asyncio.gather(*(statuses(web, path, role=role) for _ in range(count)))
    return [status for each in found for status in each]


async def test_who_hangs_up_in_line_leaves_no_place_behind() -> None:
    turns = Turns(1)
    async with turns.of("agent"):
        waiting = asyncio.create_task(turns.of("agent").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait((waiting,))
    assert len(turns) == 0
    async with asyncio.timeout(60), turns.of("agent"):
        assert len(turns) == 1


async def test_a_live_stream_is_not_opened_over_and_over() -> None:
    async with web_of(monotonic=lambda: 0.0) as web:  # however long the machine needs for them
        found = [await statuses_of_streams(web, Role.AGENT) for _ in range(LIVE_BURST + 1)]
        assert found == [(200, None)] * LIVE_BURST + [(429, "1")]
        assert await statuses_of_streams(web, Role.MANAGER) == (200, None)


async def statuses_of_streams(web: Web, role: Role) -> tuple[int, str | None]:
    async with web.get("/api/v1/live", role) as response:
        return response.status, response.headers.get("Retry-After")


async def test_a_thousand_wrong_parameters_are_answered_with_few_words() -> None:
    async with web_of() as web:
        for query in ("&".join(["limit=1"] * 900), "&".join(f"p{number}" for number in range(900))):
            async with web.get(f"/api/v1/calls?{query}") as response:
                assert (response.status, len((await response.json())["errors"])) == (422, 20)


async def ask(web: Web, opening: bytes) -> bytes:
    """On a connection of its own, after what a proxy says first."""
    host, _, port = web.url.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for byte in opening:
        writer.write(bytes((byte,)))
        await writer.drain()
    writer.write(b"GET /api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return answer[9:12]


def line(address: str) -> bytes:
    return f"PROXY TCP4 {address} 127.0.0.1 40000 8080\r\n".encode()


async def test_a_proxy_may_say_by_the_proxy_protocol_whose_a_connection_is() -> None:
    async with web_of(trusted_proxies=PROXIES, **FEW) as web:
        assert [await ask(web, line("192.0.2.1")) for _ in range(3)] == [b"200", b"200", b"429"]
        assert await ask(web, line("192.0.2.2")) == b"200"
        assert await ask(web, b"") == b"200"
        assert await ask(web, b"PROXY nonsense\r\n") == b""


async def test_a_stranger_may_not() -> None:
    async with web_of() as web:
        assert await ask(web, line("192.0.2.1")) == b"400"


async def test_a_client_of_a_proxy_has_a_bound_of_connections_and_the_proxy_has_none() -> None:
    async with web_of(trusted_proxies=PROXIES, connections_per_address=1) as web:
        host, _, port = web.url.removeprefix("http://").rpartition(":")
        plain = [await asyncio.open_connection(host, int(port)) for _ in range(3)]
        of_one = [await asyncio.open_connection(host, int(port)) for _ in range(2)]
        for _, writer in of_one:
            writer.write(line("192.0.2.1"))
            await asyncio.sleep(0.05)
        assert await asyncio.wait_for(of_one[0][0].read(), 60) == b""
        for reader, writer in (*plain, of_one[1]):
            writer.write(b"GET /api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert (await asyncio.wait_for(reader.read(), 60)).startswith(b"HTTP/1.1 200")
            writer.close()
        of_one[0][1].close()


async def test_pages_for_watching_and_signing_in_have_allowances_apart() -> None:
    async with web_of(**FEW, sign_in_burst=1, sign_ins_per_second=0.001) as web:
        assert await statuses(web, "/healthz", "/healthz", "/healthz") == [200, 200, 429]
        assert await statuses(web, "/readyz", "/api", "/api") == [200, 200, 200]
        assert await statuses(web, "/metrics", role=Role.METRICS) == [200]
        async with web.request("POST", "/api/v1/session", None) as response:
            assert response.status == 415
        async with web.request("POST", "/api/v1/session", None) as response:
            assert response.status == 429


async def test_a_token_that_is_not_known_yet_comes_through_a_flood_from_its_address() -> None:
    async with web_of(**FEW) as web:
        assert await statuses(web, "/api", "/api", "/api") == [200, 200, 429]
        assert await statuses(web, "/api/v1/calls", role=Role.MANAGER) == [200]


async def test_tokens_that_nobody_has_share_the_allowance_of_their_address() -> None:
    async with web_of(**FEW) as web:
        made_up = [f"Bearer tr_{number:0>43}" for number in range(3)]
        found = [await statuses(web, "/api/v1/calls", Authorization=token) for token in made_up]
        assert found == [[401], [401], [429]]


@pytest.mark.parametrize(("after_seconds", "known"), [(FRESH_SECONDS + 1, True), (13 * 3_600.0, False)])
async def test_a_token_that_was_good_is_known_for_hours(after_seconds: float, known: bool) -> None:
    book = TokenBook(TokensInMemory())
    await book.find(TOKENS[Role.MANAGER], 0.0)
    assert (book.known(TOKENS[Role.MANAGER], after_seconds) is not None) == known
    assert book.recall(TOKENS[Role.MANAGER], after_seconds) is None
