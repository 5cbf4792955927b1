import asyncio
import contextlib
import socket

import aiohttp
import pytest
from structlog.testing import capture_logs

from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS, CallsInMemory, TokensInMemory, answered_call, web_of


@pytest.mark.parametrize("path", ["/api/v1/calls", "/api/v1/calls/main/1", "/api/v1/live", "/metrics"])
async def test_without_a_token_nothing_is_shown(path: str) -> None:
    async with web_of() as web, web.get(path, None) as response:
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Third Ring"')
        assert "token create" in (await response.json())["detail"]


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Basic dHJfeA==", "Bearer " + "tr_" + "y" * 43, "Bearer tr_" + "é" * 43]
)
async def test_a_wrong_token_is_refused(header: str) -> None:
    async with web_of() as web, web.get("/api/v1/calls", None, Authorization=header) as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.METRICS, "/metrics", 200),
        (Role.METRICS, "/api/v1/calls", 403),
        (Role.METRICS, "/api/v1/live", 403),
        (Role.AGENT, "/metrics", 403),
        (Role.AGENT, "/api/v1/calls", 200),
        (Role.MANAGER, "/metrics", 200),
        (Role.ADMIN, "/api/v1/calls", 200),
    ],
)
async def test_each_role_sees_its_part(role: Role, path: str, status: int) -> None:
    async with web_of() as web, web.get(path, role) as response:
        assert response.status == status


@pytest.mark.parametrize("path", ["/api", "/healthz", "/readyz", "/api/v1/openapi.json"])
async def test_the_open_pages_need_no_token(path: str) -> None:
    async with web_of() as web, web.get(path, None) as response:
        assert response.status == 200


async def test_metrics_can_be_opened_by_a_setting() -> None:
    async with web_of(metrics_open=True) as web, web.get("/metrics", None) as response:
        assert response.status == 200


async def test_a_known_token_goes_on_working_while_the_database_is_away() -> None:
    tokens = TokensInMemory()
    async with web_of(tokens=tokens) as web:
        async with web.get("/metrics", Role.METRICS) as response:
            assert response.status == 200
        tokens.away = True
        async with web.get("/metrics", Role.METRICS) as response:
            assert response.status == 200
        async with web.get("/metrics", Role.ADMIN) as response:
            assert response.status == 503


async def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    async with web_of(requests_per_second=0.1, burst=2) as web:
        statuses = []
        for _request in range(3):
            async with web.get("/healthz", None) as response:
                statuses.append(response.status)
        assert statuses == [200, 200, 429]
        assert 1 <= int(response.headers["Retry-After"]) <= 10


async def test_a_known_token_has_its_own_allowance() -> None:
    async with web_of(requests_per_second=0.001, burst=2) as web:
        for _request in range(2):
            async with web.get("/api/v1/calls", Role.ADMIN) as response:
                assert response.status == 200
        async with web.get("/healthz", None) as response:
            assert response.status == 200


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "hotline.example", "HOTLINE.example.:80"]
)
async def test_a_host_that_is_ours_is_answered(host: str) -> None:
    async with web_of(hosts=("hotline.example",)) as web, web.get("/healthz", None, Host=host) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[evil.example]", "127.0.0.1:80@evil.example", "[::1]evil"]
)
async def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    async with web_of() as web, web.get("/healthz", None, Host=host) as response:
        assert response.status == 421


async def test_every_answer_has_the_headers_that_keep_browsers_safe() -> None:
    async with web_of() as web:
        for path in ("/healthz", "/api/v1/calls", "/nowhere"):
            async with web.get(path, Origin="https://evil.example") as response:
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
                assert response.headers["Server"] == "thirdring"
                assert "Access-Control-Allow-Origin" not in response.headers


async def test_other_methods_are_refused_and_the_right_ones_named() -> None:
    async with web_of() as web:
        for method in ("POST", "DELETE", "OPTIONS", "TRACE"):
            async with web.request(method, "/api/v1/calls") as response:
                assert (response.status, response.headers["Allow"]) == (405, "GET,HEAD")


async def test_a_large_body_is_refused() -> None:
    async with (
        web_of(max_body_bytes=1000) as web,
        web.session.get(web.url + "/healthz", data=b"x" * 1001) as response,
    ):
        assert response.status == 413


async def test_a_slow_answer_is_given_up() -> None:
    calls = CallsInMemory([answered_call()])

    async def never(*_: object) -> None:
        await asyncio.sleep(60)

    calls.one = never  # type: ignore[method-assign,assignment] # the point of the test
    async with web_of(calls, request_timeout_seconds=0.05) as web, web.get("/api/v1/calls/main/1") as response:
        assert response.status == 503


async def test_a_defect_is_a_500_that_tells_a_stranger_nothing_and_the_log_no_number() -> None:
    calls = CallsInMemory()
    calls.one = None  # type: ignore[method-assign,assignment] # calling None fails as a defect would
    with capture_logs() as logged:
        async with web_of(calls) as web, web.get("/api/v1/calls/main/13800000001?lang=13900000002") as response:
            assert response.status == 422
        async with web_of(calls) as web, web.get("/api/v1/calls/main/13800000001") as response:
            assert response.status == 500
            assert "NoneType" not in await response.text()
    assert [(entry["route"], entry["error"]) for entry in logged] == [("/api/v1/calls/{pbx}/{linkedid}", "TypeError")]
    assert "1380" not in str(logged)


async def test_a_defect_of_a_route_without_parameters_is_logged_with_its_route() -> None:
    calls = CallsInMemory()
    calls.page = None  # type: ignore[method-assign,assignment] # calling None fails as a defect would
    with capture_logs() as logged:
        async with web_of(calls) as web, web.get("/api/v1/calls") as response:
            assert response.status == 500
    assert [entry["route"] for entry in logged] == ["/api/v1/calls"]


async def raw(url: str, sent: bytes) -> bytes:
    host, _, port = url.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(sent)
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return answer


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(1000)) + b"\r\n",
    ],
)
async def test_what_is_no_http_is_refused_and_the_connection_closed(sent: bytes) -> None:
    async with web_of() as web:
        status_line, _, rest = (await raw(web.url, sent)).partition(b"\r\n")
        assert status_line.split()[1] in (b"400", b"421")
        assert b"Traceback" not in rest


async def test_a_client_that_never_finishes_its_request_is_closed() -> None:
    async with web_of(idle_seconds=0.1) as web:
        assert await raw(web.url, b"GET / HTTP/1.1\r\nHost: loc") == b""


@pytest.mark.parametrize("bound", ["connections", "connections_per_address"])
async def test_idle_connections_cannot_take_all_that_the_service_may_open(bound: str) -> None:
    """Who comes with a request is let in, and who has been idle longest goes."""
    async with web_of(**{bound: 3}) as web:  # type: ignore[arg-type] # an option by its name
        host, _, port = web.url.removeprefix("http://").rpartition(":")
        idle = [await asyncio.open_connection(host, int(port)) for _number in range(3)]
        async with web.get("/healthz", None) as response:
            assert response.status == 200
        assert await asyncio.wait_for(idle[0][0].read(), 60) == b""
        for reader, writer in idle[1:]:
            assert not reader.at_eof()
            writer.close()


async def test_who_does_not_read_an_answer_is_given_up_in_time() -> None:
    async with web_of(stalled_seconds=0.3) as web:
        host, _, port = web.url.removeprefix("http://").rpartition(":")
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        slow.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(slow, (host, int(port)))
        asked = 40  # so that what waits to be sent is more than the kernel takes
        await loop.sock_sendall(slow, b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * asked)
        await asyncio.sleep(1.0)
        got = b""
        with contextlib.suppress(ConnectionResetError):
            while some := await asyncio.wait_for(loop.sock_recv(slow, 65_536), 60):
                got += some
        slow.close()
        assert got.count(b"HTTP/1.1 200") < asked


async def test_while_every_place_is_taken_by_a_request_who_comes_is_refused() -> None:
    async with web_of(connections_per_address=1) as web, web.get("/api/v1/live") as stream:
        assert stream.status == 200
        with pytest.raises(aiohttp.ClientError):
            await web.get("/healthz", None)


async def test_a_request_that_dribbles_in_is_given_up_in_time() -> None:
    async with web_of(head_seconds=0.3) as web:
        host, _, port = web.url.removeprefix("http://").rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        ended = asyncio.create_task(reader.read(1))
        for byte in b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 40:
            writer.write(bytes((byte,)))
            await asyncio.sleep(0.02)
            if ended.done():
                break
        with contextlib.suppress(ConnectionResetError):
            assert await asyncio.wait_for(ended, 60) == b""
        writer.close()


async def test_what_somebody_sends_never_comes_back_in_a_header() -> None:
    async with web_of() as web:
        answer = await raw(
            web.url, b"GET /%0d%0aX-Evil:1?lang=%0d%0aX-Evil:1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        assert b"x-evil" not in answer.partition(b"\r\n\r\n")[0].lower()


async def test_the_service_stops_at_once_with_streams_open() -> None:
    async with aiohttp.ClientSession() as session:
        async with web_of() as web:
            headers = {"Authorization": f"Bearer {TOKENS[Role.ADMIN]}"}
            response = await session.get(web.url + "/api/v1/live", headers=headers)
            before = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - before < 1.0
        assert (await response.read()).startswith(b"retry:")
