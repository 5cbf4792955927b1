"""The socket of a page's phone is handed through to a PBX, which is played here."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from console.phones import DIALS_BURST, MESSAGES_BURST, TAKEN_OVER, Phones
from kit.http.auth.book import FRESH_SECONDS
from kit.http.auth.credential import PAGE_WORD, page_word
from kit.http.auth.tokens import digest
from kit.roles import Role
from telephony.phones.gate import LARGEST_BYTES
from telephony.phones.rings import PING, PONG
from tests.integration.web.site_in_memory import TOKENS, TokensInMemory, Web, web_of
from thirdring.doctor.page_phones import opens

SECRET = "a0b1c2d3e4f5g6h7"
REGISTER = "REGISTER sip:pbx SIP/2.0\r\nFrom: <sip:2001@pbx>;tag=1\r\nContent-Length: 0\r\n\r\n"
COOKIE = f"thirdring={TOKENS[Role.AGENT]}"


class PlayedPbx:
    """Answers each message with itself, and knows how many sockets it has."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.open = 0
        self.url = ""

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(protocols=("sip",))
        await page.prepare(request)
        self.open += 1
        self.sockets.append(page)
        async for message in page:
            self.heard.append(message.data)
            await page.send_str(f"heard {message.data[:8]}")
        self.open -= 1
        return page


@pytest.fixture
async def pbx() -> AsyncIterator[PlayedPbx]:
    played, app = PlayedPbx(), web.Application()
    app.router.add_get("/ws", played.socket)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    played.url = f"ws://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/ws"  # type: ignore[attr-defined]
    yield played
    await runner.cleanup()


@pytest.fixture
def tokens() -> TokensInMemory:
    return TokensInMemory()


@pytest.fixture
async def here(pbx: PlayedPbx, tokens: TokensInMemory) -> AsyncIterator[Web]:
    async with web_of(tokens=tokens, phones=Phones(pbx.url, SECRET, {"agent": "2001"})) as served:
        yield served


async def told(page: aiohttp.ClientWebSocketResponse) -> str:
    """The next message that is no ping."""
    while (text := await page.receive_str()) == PING:
        pass
    return text


async def ended(page: aiohttp.ClientWebSocketResponse) -> int | None:
    async with asyncio.timeout(60):
        while (await page.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
    return page.close_code


def joining(here: Web, **headers: str) -> Any:
    said = {"Cookie": COOKIE, "Sec-Fetch-Site": "same-origin", **headers}
    return here.session.ws_connect(here.url + "/sip", protocols=("sip",), headers=said, autoping=True)


async def refused(here: Web, **headers: str) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await joining(here, **headers)
    return caught.value.status


async def key(here: Web, role: Role = Role.AGENT) -> tuple[int, Any]:
    headers = {
        "Cookie": f"thirdring={TOKENS[role]}",
        PAGE_WORD: page_word(TOKENS[role]),
        "Sec-Fetch-Site": "same-origin",
    }
    async with here.session.post(here.url + "/desk/phone", headers=headers) as answer:
        return answer.status, await answer.json()


async def asked(here: Web, endpoint: str = "2001", secret: str = SECRET, how: str = "single") -> tuple[int, str]:
    async with here.session.post(f"{here.url}/sip/auths/{secret}/{how}", data={"id": endpoint}) as answer:
        return answer.status, await answer.text()


async def test_messages_go_both_ways(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        assert page.protocol == "sip"
        await page.send_str(REGISTER)
        assert await told(page) == "heard REGISTER"
    assert pbx.heard == [REGISTER]
    async with asyncio.timeout(60):
        while pbx.open:
            await asyncio.sleep(0.01)


async def test_a_message_of_another_endpoint_ends_the_socket_and_reaches_nobody(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        await page.send_str(REGISTER.replace("2001", "trunk"))
        assert await ended(page) == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert pbx.heard == []


@pytest.mark.parametrize("size", [LARGEST_BYTES + 1])
async def test_a_message_that_is_too_large_ends_the_socket(here: Web, pbx: PlayedPbx, size: int) -> None:
    async with joining(here) as page:
        await page.send_str(REGISTER.ljust(size, "x"))
        assert await ended(page) is not None
    assert pbx.heard == []


async def test_more_messages_than_a_phone_has_to_say_end_the_socket(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        for _ in range(3 * MESSAGES_BURST):
            if page.closed:
                break
            await page.send_str("\r\n")
        assert await ended(page) == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert len(pbx.heard) < 3 * MESSAGES_BURST


TO_HERE = "Via: SIP/2.0/WS x;branch=b\r\nTo: <sip:2001@pbx>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n"
RING = f"INVITE sip:2001@x SIP/2.0\r\n{TO_HERE}"
RINGS_HERE = "SIP/2.0 180 Ringing\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"


async def rung(page: aiohttp.ClientWebSocketResponse, pbx: PlayedPbx) -> None:
    async with asyncio.timeout(60):
        while not pbx.sockets:
            await asyncio.sleep(0.01)
    await pbx.sockets[-1].send_str(RING)
    assert await told(page) == RING


def dialling(number: str) -> str:
    head = f"From: <sip:2001@pbx>;tag=1\r\nTo: <sip:{number}@pbx>\r\nCall-ID: {number}\r\nCSeq: 1 INVITE"
    return f"INVITE sip:{number}@pbx SIP/2.0\r\n{head}\r\nContent-Length: 0\r\n\r\n"


async def test_one_page_dials_three_at_once_and_all_are_cancelled_where_it_wants_more(
    here: Web, pbx: PlayedPbx
) -> None:
    async with joining(here) as page:
        for number in ("901", "902", "903", "904"):
            await page.send_str(dialling(number))
        assert await ended(page) == aiohttp.WSCloseCode.POLICY_VIOLATION
    async with asyncio.timeout(60):
        while len(pbx.heard) < 6:
            await asyncio.sleep(0.01)
    assert [text.split("@")[0] for text in pbx.heard] == [
        f"{method} sip:{number}" for method in ("INVITE", "CANCEL") for number in ("901", "902", "903")
    ]


async def test_a_page_that_goes_while_it_dials_cancels_the_call(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        await page.send_str(dialling("901"))
        assert await told(page) == "heard INVITE s"
    async with asyncio.timeout(60):
        while not any(text.startswith("CANCEL sip:901@pbx") for text in pbx.heard):
            await asyncio.sleep(0.01)


async def test_a_page_dials_no_faster_than_people_do(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        for number in range(900, 900 + 2 * DIALS_BURST):
            if page.closed:
                break
            await page.send_str(dialling(str(number)))
            with contextlib.suppress(TypeError):
                await told(page)
                await pbx.sockets[-1].send_str(f"SIP/2.0 486 Busy\r\nCall-ID: {number}\r\nCSeq: 1 INVITE\r\n\r\n")
                await told(page)
        assert page.close_code == aiohttp.WSCloseCode.POLICY_VIOLATION
    assert DIALS_BURST <= len(pbx.heard) < 2 * DIALS_BURST


async def until_refused(pbx: PlayedPbx) -> None:
    async with asyncio.timeout(60):
        while not any(text.startswith("SIP/2.0 502") for text in pbx.heard) or pbx.open:
            await asyncio.sleep(0.01)


async def test_a_page_that_goes_while_it_rings_refuses_the_ring(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        await rung(page, pbx)
        await page.send_str(RINGS_HERE)
    await until_refused(pbx)


async def test_a_page_that_does_not_take_a_ring_up_is_gone(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        await rung(page, pbx)
        await until_refused(pbx)
        assert await ended(page) is not None


async def test_a_page_that_answers_no_ping_any_more_is_gone(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        await page.send_str(PONG)
        await rung(page, pbx)
        await page.send_str(RINGS_HERE)
        await until_refused(pbx)
        assert PONG not in pbx.heard


async def test_without_the_pbx_the_page_is_told_before_it_has_a_socket() -> None:
    async with web_of(phones=Phones("ws://127.0.0.1:9/ws", SECRET, {"agent": "2001"})) as here:
        assert await refused(here) == 503


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Cookie": ""}, 401),
        ({"Cookie": f"thirdring={TOKENS[Role.WORKMAN]}"}, 403),
        ({"Cookie": f"thirdring={TOKENS[Role.MANAGER]}"}, 403),  # no agent with a phone in the page
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Cookie": "", "Authorization": f"Bearer {TOKENS[Role.AGENT]}"}, 403),
    ],
)
async def test_only_a_page_of_an_agent_with_such_a_phone_has_a_socket(
    here: Web, headers: dict[str, str], status: int
) -> None:
    assert await refused(here, **headers) == status


async def test_a_browser_that_tells_no_site_is_known_by_its_origin(here: Web) -> None:
    said = {"Cookie": COOKIE, "Origin": "http://elsewhere.example"}
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await here.session.ws_connect(here.url + "/sip", headers=said)
    assert caught.value.status == 403
    async with here.session.ws_connect(here.url + "/sip", headers=said | {"Origin": here.url}) as page:
        await page.send_str(REGISTER)
        assert await told(page) == "heard REGISTER"


async def test_without_the_setting_there_is_nothing(here: Web) -> None:
    async with web_of() as bare:
        assert await refused(bare) == 403
        assert (await key(bare))[0] == 403
        assert (await asked(bare, secret="x"))[0] == 404


async def test_no_socket_without_an_upgrade(here: Web) -> None:
    headers = {"Cookie": COOKIE, "Sec-Fetch-Site": "same-origin"}
    async with here.session.get(here.url + "/sip", headers=headers) as answer:
        assert answer.status == 426


async def test_another_page_of_the_same_agent_takes_the_socket_over(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as first, joining(here) as second:
        assert await ended(first) == TAKEN_OVER
        await second.send_str(REGISTER)
        assert await told(second) == "heard REGISTER"
        async with asyncio.timeout(60):
            while pbx.open != 1:
                await asyncio.sleep(0.01)


async def test_the_socket_ends_with_the_session(here: Web, tokens: TokensInMemory) -> None:
    async with joining(here) as page:
        await page.send_str(REGISTER)
        await told(page)
        tokens.known.clear()
        here.site.streams.check_soon()
        assert await ended(page) is not None


async def test_the_password_ends_with_the_session(here: Web, tokens: TokensInMemory) -> None:
    async with joining(here) as page:
        assert (await key(here))[0] == 200
        assert (await asked(here))[1] != ""
        tokens.known.clear()
        here.site.streams.check_soon()
        assert await ended(page) is not None
    async with asyncio.timeout(60):
        while (await asked(here))[1]:
            await asyncio.sleep(0.01)


async def test_a_page_whose_session_has_ended_has_neither_a_password_nor_a_socket(
    here: Web, tokens: TokensInMemory
) -> None:
    tokens.known.clear()
    assert await refused(here) == 401
    assert (await key(here))[0] == 401


async def test_a_password_ends_with_the_session_that_made_it_though_no_socket_was_ever_open(
    here: Web, tokens: TokensInMemory
) -> None:
    await key(here)
    assert (await asked(here))[1] != ""
    del tokens.known[digest(TOKENS[Role.AGENT])]
    here.site.tokens.forget_all_of("agent")
    assert (await asked(here))[1] == ""


async def test_a_password_ends_where_its_agent_has_another_role(here: Web, tokens: TokensInMemory) -> None:
    await key(here)
    session = digest(TOKENS[Role.AGENT])
    tokens.known[session] = tokens.known[session]._replace(role=Role.WORKMAN)
    here.site.tokens.forget_all_of("agent")
    assert (await asked(here))[1] == ""


async def test_while_the_database_is_away_a_phone_goes_on(pbx: PlayedPbx, tokens: TokensInMemory) -> None:
    at_seconds = [0.0]
    phones = Phones(pbx.url, SECRET, {"agent": "2001"})
    async with web_of(tokens=tokens, phones=phones, monotonic=lambda: at_seconds[0]) as here:
        await key(here)
        tokens.away = True
        at_seconds[0] = 2 * FRESH_SECONDS
        assert (await asked(here))[1] != ""


async def test_a_pbx_that_asks_with_another_secret_is_logged_without_it(here: Web) -> None:
    with capture_logs() as logged:
        await asked(here)
        assert logged == []
        await asked(here, secret="another1long2secret3")
    assert [entry["log_level"] for entry in logged] == ["warning"]
    assert "extconfig.conf" in logged[0]["event"]
    assert not any(secret in str(logged) for secret in ("another1long2secret3", SECRET))


async def test_the_pbx_s_questions_rarely_ask_the_database(here: Web, tokens: TokensInMemory) -> None:
    await key(here)
    before = tokens.asked
    for _ in range(5):
        await asked(here)
    assert tokens.asked <= before + 1


async def test_a_service_that_stops_ends_the_sockets(here: Web, pbx: PlayedPbx) -> None:
    async with joining(here) as page:
        await page.send_str(REGISTER)
        await told(page)
        await here.site.phones.close()
        assert await ended(page) is not None


async def test_the_pbx_learns_the_digest_of_a_password_and_nobody_else_does(here: Web) -> None:
    assert await asked(here) == (200, "")
    status, made = await key(here)
    assert status == 200
    assert made["endpoint"] == "2001"
    assert made["password"] not in (await asked(here))[1]
    assert (await asked(here))[1].startswith("id=2001&auth_type=md5&username=2001&realm=thirdring&md5_cred=")
    assert await asked(here, "2002") == (200, "")
    assert await asked(here, how="multi") == (200, "")
    assert (await asked(here, secret=SECRET[:-1]))[0] == 404
    assert (await asked(here, secret="é"))[0] == 404


async def test_what_strangers_ask_at_the_pbx_s_address_leaves_it_its_own_allowance(pbx: PlayedPbx) -> None:
    phones = Phones(pbx.url, SECRET, {"agent": "2001"})
    async with web_of(phones=phones, requests_per_second=0.001, burst=2) as here:
        for status in (200, 200, 429):
            async with here.get("/api", None) as answer:
                assert answer.status == status
        assert [(await asked(here))[0] for _ in range(3)] == [200, 200, 429]
        assert (await key(here))[0] == 200


async def test_one_that_stands_by_makes_no_password_and_hands_nothing_through(pbx: PlayedPbx) -> None:
    phones = Phones(pbx.url, SECRET, {"agent": "2001"})
    async with web_of(phones=phones, leader=lambda: "other.example") as here:
        assert (await key(here))[0] == 503
        assert await refused(here) == 503
    assert pbx.sockets == []


async def test_a_password_is_for_agents_with_such_a_phone(here: Web) -> None:
    assert (await key(here, Role.MANAGER))[0] == 403
    assert (await key(here, Role.WORKMAN))[0] == 403


async def test_the_doctor_sees_whether_the_pbx_has_such_a_socket(here: Web, pbx: PlayedPbx) -> None:
    assert [await opens(url) for url in (pbx.url, "")] == [True, True]
    assert [await opens(url) for url in ("ws://127.0.0.1:9/ws", f"{here.url}/sip", "ws://[")] == [False, False, False]
