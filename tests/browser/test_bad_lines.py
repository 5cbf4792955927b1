"""What is kept opens too where a proxy alone answers or nobody does, and nobody is signed out there."""

import pytest
from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.behind_tls import Line, behind_line
from tests.browser.quality import due, of
from tests.browser.screen import Desk, Screen
from tests.browser.test_patrols import shot
from tests.browser.test_walking_pages import KEPT, reopened, telephone
from tests.browser.work import KEPT as KEEPS
from tests.browser.work import link_of

HOLDS = "([path, text]) => caches.match(path).then(kept => kept.text()).then(page => page.includes(text))"
NOT_SIGNED_OUT = {"zh": "没有网络，尚未退出登录", "en": "There is no network: you are not signed out yet"}


async def done(served: Desk, number: int, findings: str) -> None:
    body = {"findings": findings, "idempotency_key": "k" * 20}
    answer = await served.web.ask("POST", f"duties/{number}/done", body, token=await served.token(Role.DISPATCHER))
    assert answer.status == 200, answer.body


async def kept_link(chromium: Browser, url: str, path: str) -> Screen:
    screen = await Screen.open(chromium, url, "zh", "telephone")
    await screen.go(path)
    await screen.page.wait_for_function(KEEPS, arg=path)
    await expect(screen.page.locator("[data-kept=yes]")).to_be_visible()
    return screen


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_where_a_proxy_alone_answers_the_kept_page_opens(status: int, chromium: Browser, served: Desk) -> None:
    line = Line()
    async with behind_line(served.url, line) as url:
        screen = await telephone(chromium, served, "agent", "/duties/1", url)
        line.refuses = status
        page = await reopened(screen, "/duties/1", offline=False)
        await expect(page.locator("#duty h1")).to_be_visible()
        await expect(page.get_by_test_id("offline-banner")).to_contain_text("连接中断")
        await screen.go("/duties/99")
        await expect(page.locator("body")).to_contain_text("bad gateway")
        await screen.context.close()


async def test_where_nothing_comes_the_kept_page_opens_and_what_comes_later_is_kept(
    chromium: Browser, served: Desk
) -> None:
    line = Line()
    await due(served)
    first, _second = await of(served, "patrol")
    path = f"/duties/{first['id']}"
    async with behind_line(served.url, line) as url:
        screen = await telephone(chromium, served, "agent", path, url)
        line.flows.clear()
        page = await reopened(screen, path, offline=False)
        await expect(page.locator("#duty h1")).to_be_visible()
        await done(served, first["id"], "地下室漏水")
        line.flows.set()
        await page.wait_for_function(HOLDS, arg=[f"{path}?", "地下室漏水"])
        await expect(page.locator("#duty")).not_to_contain_text("地下室漏水")
        await expect(page.get_by_test_id("offline-banner")).to_contain_text("重新加载可查看最新内容")
        await shot(screen, "kept-and-old-zh")
        line.refuses = 502
        await page.reload()
        await expect(page.locator("#duty")).to_contain_text("地下室漏水")
        await screen.context.close()


async def test_a_link_of_work_opens_where_a_proxy_alone_answers_and_where_nothing_comes(
    chromium: Browser, served: Desk
) -> None:
    line = Line()
    _, path = await link_of(served)
    async with behind_line(served.url, line) as url:
        screen = await kept_link(chromium, url, path)
        line.refuses = 502
        page = await reopened(screen, path, offline=False)
        await expect(page.locator("#work")).to_contain_text("厨房水槽下方漏水")
        line.refuses = None
        line.flows.clear()
        page = await reopened(screen, path, offline=False)
        await expect(page.locator("#work")).to_contain_text("厨房水槽下方漏水")
        await page.get_by_test_id("work-accept").click()
        await expect(page.get_by_test_id("work-waiting")).to_contain_text("1 条待上传")
        line.flows.set()
        await expect(page.get_by_test_id("work-waiting")).to_be_hidden()
        await screen.context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("lost", ["network", "service"])
async def test_nobody_is_signed_out_without_a_network_and_the_page_says_so(
    lost: str, language: str, chromium: Browser, served: Desk
) -> None:
    line = Line()
    async with behind_line(served.url, line) as url:
        screen = await telephone(chromium, served, "agent", "/duties/1", url, language)
        await screen.page.evaluate("localStorage.setItem('draft \"agent\" x', '{}')")
        await screen.context.set_offline(lost == "network")
        line.refuses = 502 if lost == "service" else None
        page = screen.page
        await page.get_by_test_id("sign-out").click()
        await expect(page.locator("#told")).to_contain_text(NOT_SIGNED_OUT[language])
        await shot(screen, f"not-signed-out-{lost}-{language}")
        assert await page.evaluate(KEPT) == ["walk-1 agent"]
        assert await page.evaluate("localStorage.getItem('draft \"agent\" x')") == "{}"
        line.refuses = None
        await screen.context.set_offline(False)
        await page.get_by_test_id("sign-out").click()
        await page.wait_for_url("**/sign-in")
        await page.wait_for_function(f"() => {KEPT}.then(names => names.length === 0)")
        assert await screen.context.cookies() == []
        await screen.context.close()
