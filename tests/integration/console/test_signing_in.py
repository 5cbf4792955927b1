"""Signing in with a browser: a cookie that no script reads, and changes that only our own pages may ask for."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from console.phones import Phones
from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.credential import PAGE_WORD
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from tests.integration.console.browser import HERE, Browser
from tests.integration.web.site_in_memory import web_of
from thirdring.commands.user import create_user
from thirdring.settings import Settings
from ticketing.http.ask import DeskContext
from ticketing.workflows.service_desk import ServiceDesk

PASSWORD = "a long enough word"
PHONE_SECRET = "b1c2d3e4f5g6h7i8"
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture
async def browser(pool: DatabasePool, desk: ServiceDesk, database_url: str, data_dir: Path) -> AsyncIterator[Browser]:
    settings = Settings.model_validate({"data_dir": str(data_dir), "database": {"url": database_url}})
    await create_user(settings, "wang", Role.DISPATCHER, PASSWORD)
    async with (
        web_of(
            desk=DeskContext(desk, pool),
            token_book=TokenBook(PostgresTokens(pool)),
            phones=Phones("ws://127.0.0.1:9/ws", PHONE_SECRET, {"wang": "2001"}),
        ) as web,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
    ):
        yield Browser(web.url, session)


async def test_who_is_not_signed_in_finds_the_form_at_the_very_page(browser: Browser) -> None:
    got = await browser.get("/tickets/20251125-0001?lang=zh")
    assert (got.status, got.headers["Content-Language"]) == (401, "zh")
    assert 'name="next" value="/tickets/20251125-0001?lang=zh"' in got.text
    assert "登录" in got.words


async def test_signing_in_leads_to_the_page_that_was_asked_for(browser: Browser) -> None:
    got = await browser.sign_in("wang", PASSWORD, onward="/callbacks?open=true")
    assert (got.status, got.headers["Location"]) == (303, "/callbacks?open=true")
    kept = got.headers["Set-Cookie"]
    assert all(part in kept for part in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert (await browser.get("/tickets/new")).status == 200


async def test_behind_tls_the_cookie_is_kept_to_it(browser: Browser) -> None:
    said = {**HERE, "X-Forwarded-Proto": "https"}
    got = await browser.send_as("/sign-in", said, name="wang", password=PASSWORD)
    assert got.headers["Set-Cookie"].startswith("__Host-thirdring=tr_")
    assert "Secure" in got.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "onward",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "/sign-out", "javascript:1", "/a\r\nb", "//["],
)
async def test_it_leads_nowhere_else(browser: Browser, onward: str) -> None:
    got = await browser.sign_in("wang", PASSWORD, onward=onward)
    assert got.headers["Location"] == "/desk"


async def test_a_wrong_password_is_told_and_the_name_stays(browser: Browser) -> None:
    browser.language = "zh"
    got = await browser.send("/sign-in", part=False, name="wang", password="wrong", next="/calls")
    assert got.status == 401
    assert "用户名或密码" in got.words
    assert 'value="wang"' in got.text
    assert 'value="wrong"' not in got.text
    assert 'value="/calls"' in got.text


async def test_passwords_are_guessed_no_faster_on_the_page_than_by_the_api(browser: Browser) -> None:
    for _ in range(5):
        assert (await browser.send("/sign-in", part=False, name="wang", password="wrong")).status == 401
    assert (await browser.send("/sign-in", part=False, name="wang", password=PASSWORD)).status == 429
    body = {"name": "wang", "password": PASSWORD}
    async with browser.session.post(f"{browser.url}/api/v1/session", json=body) as answer:
        assert answer.status == 429


async def test_another_site_can_neither_sign_in_nor_out_nor_change_anything(browser: Browser) -> None:
    assert (await browser.send_as("/sign-in", ELSEWHERE, name="wang", password=PASSWORD)).status == 403
    await browser.sign_in("wang", PASSWORD)
    for said in (ELSEWHERE, {"Origin": "https://evil.example"}, {}):
        forged = {**said, PAGE_WORD: browser.word}
        assert (await browser.send_as("/sign-out", forged, word=browser.word)).status == 403
        got = await browser.send_as("/tickets", forged, category="repair", title="forged")
        assert got.status == 403
    assert (await browser.send_as("/tickets", HERE, category="repair", title="no word")).status == 403
    assert (await browser.send("/tickets", category="repair", title="ours")).status == 204


async def test_the_api_takes_the_cookie_for_reading_and_for_changes_of_our_pages_alone(browser: Browser) -> None:
    await browser.sign_in("wang", PASSWORD)
    assert (await browser.get("/api/v1/me", Accept="application/json")).text.startswith(
        '{"name":"wang","role":"dispatcher"'
    )
    assert (await browser.send_as("/api/v1/callbacks/next", HERE)).status == 403
    assert (await browser.send_as("/api/v1/callbacks/next", {**HERE, PAGE_WORD: browser.word})).status == 204


async def test_a_browser_that_says_no_site_is_judged_by_its_origin(browser: Browser) -> None:
    said = {"Origin": browser.url}
    assert (await browser.send_as("/sign-in", said, name="wang", password=PASSWORD)).status == 303


async def test_pages_let_a_form_of_ours_say_where_it_comes_from(browser: Browser) -> None:
    """With no-referrer a browser says `Origin: null`, and without TLS it says nothing else."""
    for path in ("/sign-in", "/desk"):
        assert (await browser.get(path)).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("origin", ["null", "http://[", "http://a\u2100b", "", "{host}", "http://evil.example/{host}"])
async def test_an_origin_that_is_not_ours_is_refused_however_it_is_written(origin: str, browser: Browser) -> None:
    said = {"Origin": origin.format(host=browser.url.removeprefix("http://"))}
    assert (await browser.send_as("/sign-in", said, name="wang", password=PASSWORD)).status == 403


@pytest.mark.parametrize("word", [b"\xff", "字".encode(), b"", b"x" * 4_000], ids=["no text", "字", "none", "long"])
async def test_a_word_in_no_known_letters_is_a_wrong_word(word: bytes, browser: Browser) -> None:
    await browser.sign_in("wang", PASSWORD)
    at, [(name, token)] = urlsplit(browser.url), browser.cookies.items()
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    said = f"Host: {at.netloc}\r\nSec-Fetch-Site: same-origin\r\nCookie: {name}={token}\r\nContent-Length: 0\r\n"
    head = f"POST /api/v1/callbacks/next HTTP/1.1\r\n{said}{PAGE_WORD}: "
    writer.write(head.encode() + word + b"\r\n\r\n")
    assert (await reader.readline()).split()[1] == b"403"
    writer.close()
    await writer.wait_closed()


async def test_another_host_of_the_domain_cannot_slip_in_its_own_session(browser: Browser) -> None:
    await browser.sign_in("wang", PASSWORD)
    [(name, token)] = browser.cookies.items()

    async def seen(cookie: str, proto: str = "http") -> int:
        browser.cookies.clear()
        return (await browser.get("/tickets/new", Cookie=cookie, X_Forwarded_Proto=proto)).status

    assert await seen(f"{name}={token}") == 200
    assert await seen(f"{name}={token}; {name}={token}") == 200
    assert await seen(f"{name}={token}; {name}=tr_{'x' * 43}") == 401
    assert await seen(f"{name}={token}", "https") == 401
    assert await seen(f"{name}={token}; __Host-{name}={token}", "https") == 200
    assert await seen(f"\u2000__Host-{name}={token}", "https") == 401


async def test_signing_out_ends_the_session_itself(browser: Browser) -> None:
    await browser.sign_in("wang", PASSWORD)
    stolen = dict(browser.cookies)
    got = await browser.send("/sign-out", part=False, word=browser.word)
    assert (got.status, got.headers["Location"], browser.cookies) == (303, "/sign-in", {})
    browser.cookies = stolen
    assert (await browser.get("/tickets/new")).status == 401


async def test_signing_in_again_over_a_page_gives_it_its_new_word(browser: Browser) -> None:
    await browser.sign_in("wang", PASSWORD)
    old = browser.word
    got = await browser.send("/sign-in", name="wang", password=PASSWORD)
    assert got.status == 204
    assert got.headers[PAGE_WORD] != old
    browser.word = got.headers[PAGE_WORD]
    assert (await browser.send("/tickets", category="repair", title="once more")).status == 204


async def test_a_token_signs_in_as_well(browser: Browser) -> None:
    assert (await browser.send("/sign-in", token="tr_" + "x" * 43)).status == 401
    await browser.sign_in("wang", PASSWORD)
    [token] = browser.cookies.values()
    browser.cookies.clear()
    assert (await browser.send("/sign-in", token=token)).status == 204
    assert (await browser.get("/tickets/new")).status == 200


async def test_a_part_of_a_page_is_refused_without_a_form(browser: Browser) -> None:
    got = await browser.get("/tickets?active=true", part=True)
    assert got.status == 401
    assert "<form" not in got.text


async def test_signing_out_ends_the_phone_s_password_of_this_computer_alone(browser: Browser) -> None:
    other = Browser(browser.url, browser.session)
    for each in (browser, other):
        await each.sign_in("wang", PASSWORD)
    assert (await browser.send("/desk/phone", part=False)).status == 200
    await other.send("/sign-out", part=False, word=other.word)
    assert await digest_told(browser)
    await browser.send("/sign-out", part=False, word=browser.word)
    assert not await digest_told(browser)


async def digest_told(browser: Browser) -> bool:
    """Whether the PBX gets the digest of a password."""
    place = f"{browser.url}/sip/auths/{PHONE_SECRET}/single"
    async with browser.session.post(place, data={"id": "2001"}) as answer:
        assert answer.status == 200
        return bool(await answer.text())
