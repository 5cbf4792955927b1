"""The pages of a call and of a ticket: what a browser gets before anybody has signed in."""

import re

import pytest

from tests.integration.web.site_in_memory import web_of

PAGES = ("/calls/main/1764036000.1", "/tickets/20251125-0001")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("header", "query", "spoken"), [("zh-CN", "", "zh-CN"), ("", "", "en"), ("zh", "?lang=en", "en")]
)
async def test_a_page_is_in_the_readers_language(path: str, header: str, query: str, spoken: str) -> None:
    async with web_of() as web, web.get(path + query, None, Accept_Language=header) as response:
        page = await response.text()
    assert f'<html lang="{spoken}">' in page


@pytest.mark.parametrize("path", PAGES)
async def test_all_that_a_page_names_is_there_and_none_of_it_is_inline_or_from_elsewhere(path: str) -> None:
    async with web_of() as web:
        async with web.get(path, None) as response:
            page, policy = await response.text(), response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self';")
        assert re.findall(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", page) == []
        named = re.findall(r'(?:src|href)="(/[^"]+)"', page)
        assert "/favicon.svg" in named
        for file in {*named, "/favicon.ico"}:
            async with web.get(file, None) as response:
                assert response.status == 200, file
                assert await response.read()


async def test_a_page_says_nothing_of_a_call_to_whom_has_not_signed_in() -> None:
    async with web_of() as web:
        pages = []
        for name in ("1764036000.1", "1764036000.2"):
            async with web.get(f"/calls/main/{name}", None) as response:
                pages.append((response.status, (await response.text()).replace(name, "")))
    assert pages[0] == pages[1]
    assert pages[0][0] == 401


NOWHERE = ("/calls/%E2%80%93/", "/calls/main", "/tickets/", "/nothing")
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize("path", NOWHERE)
@pytest.mark.parametrize(("spoken", "said"), [("en", "There is no page at this address"), ("zh", "此地址没有页面")])
async def test_an_address_without_a_page_is_a_page_that_says_so(path: str, spoken: str, said: str) -> None:
    async with web_of() as web, web.get(path, None, Accept=BROWSER, Accept_Language=spoken) as response:
        assert (response.status, response.content_type) == (404, "text/html")
        assert f"<h1>{said}</h1>" in await response.text()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")


@pytest.mark.parametrize(
    ("path", "accept"), [("/tickets/", "*/*"), ("/tickets/", "application/json"), ("/api/v1/nothing", BROWSER)]
)
async def test_programs_get_the_same_as_json(path: str, accept: str) -> None:
    async with web_of() as web, web.get(path, None, Accept=accept) as response:
        assert (response.status, response.content_type) == (404, "application/problem+json")


async def test_what_else_is_wrong_is_a_page_too_and_holds_no_markup_of_the_asker() -> None:
    path = "/built/%3Cb%3E?%3Cb%3E=1"
    async with web_of() as web, web.get(path, None, Accept=BROWSER) as response:
        page = await response.text()
        assert (response.status, response.content_type) == (422, "text/html")
        assert "<h1>" in page
        assert "<b>" not in page


async def test_it_speaks_the_language_that_the_reader_chose_and_not_that_of_the_browser() -> None:
    async with web_of() as web:
        said = {"Accept": BROWSER, "Accept_Language": "zh-CN"}
        async with web.get("/nothing", None, Cookie="thirdring-language=en", **said) as response:
            assert "<h1>There is no page at this address</h1>" in await response.text()
            assert response.headers["Content-Language"] == "en"
        async with web.get("/nothing?lang=en", None, **said) as response:
            assert "<h1>There is no page at this address</h1>" in await response.text()
            assert "thirdring-language=en" in response.headers["Set-Cookie"]


async def test_what_is_refused_before_any_page_is_told_in_the_chosen_language_too() -> None:
    said = {"Accept": BROWSER, "Accept_Language": "zh-CN", "Cookie": "thirdring-language=en"}
    async with web_of(requests_per_second=0.001, burst=1) as web:
        async with web.get("/nothing", None, **said) as response:
            assert response.status == 404
        async with web.get("/nothing", None, **said) as response:
            page = await response.text()
            assert (response.status, response.content_type) == (429, "text/html")
            assert response.headers["Retry-After"]
            assert 'lang="en"' in page
            assert re.search("[\u4e00-\u9fff]", page.replace("中文", "").partition("<main")[2]) is None
