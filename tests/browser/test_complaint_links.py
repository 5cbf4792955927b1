"""The link of a complaint: made on the ticket's page, answered on a telephone, told in the ticket's story."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import SIZES, Desk, Screen
from tests.browser.test_pages_look_right import barriers

HOSTILE = '"></textarea><script>alert(1)</script><img src=x onerror=alert(2)>'


async def settled(served: Desk) -> str:
    """A complaint that the dispatcher settled. Returns its number."""
    ticket = await served.opened(category="complaint", title="楼上太吵", contact="张三丰", phone="13800138000")
    path, token = f"tickets/{ticket['number']}", served.tokens[next(iter(served.tokens))]
    said = {"complaint": {"valid": True, "response": "已联系楼上", "settlement": "约定时间"}}
    answer = await served.web.ask("PATCH", path, said, token=token, If_Match='"1"')
    return str((await served.act(answer.body, "resolve", resolution="谈妥"))["number"])


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_complainant_answers_on_a_telephone_and_the_desk_sees_it(
    language: str, chromium: Browser, served: Desk
) -> None:
    number = await settled(served)
    desk = await Screen.open(chromium, served.url, language)
    await desk.sign_in("manager")
    await desk.go(f"/tickets/{number}")
    await desk.page.get_by_test_id("make-complaint-link").click()
    link = await desk.page.get_by_test_id("complaint-link").input_value()
    assert link.startswith(f"{served.url}/s/c/")
    await expect(desk.page.locator(".qr svg")).to_be_visible()
    assert await barriers(desk) == []
    await desk.page.click("[data-copy]")
    await expect(desk.page.locator("[data-copy]")).to_have_text({"en": "Copied", "zh": "已复制"}[language])
    phone = await Screen.open(chromium, served.url, language, "telephone")
    await phone.page.goto(link)
    assert await phone.page.evaluate("document.documentElement.scrollWidth") <= SIZES["telephone"]["width"]
    assert await barriers(phone) == []
    await phone.page.locator("label").nth(1).click()
    await phone.page.fill("textarea", HOSTILE)
    await phone.page.click("button")
    await expect(phone.page.locator("main p")).to_contain_text({"en": "Thank you", "zh": "已收到"}[language])
    await desk.go(f"/tickets/{number}")
    await expect(desk.page.get_by_test_id("satisfaction")).to_contain_text("2")
    await expect(desk.page.get_by_test_id("ticket-story")).to_contain_text("<script>alert(1)</script>")
    await expect(desk.page.locator("img[src=x]")).to_have_count(0)
    assert desk.unexpected() + phone.unexpected() == []


async def test_who_settled_a_complaint_is_told_why_they_make_no_link(screen: Screen, served: Desk) -> None:
    number = await settled(served)
    screen.expected = ("422 (Unprocessable Entity)", "Response Status Error Code 422")
    await screen.go(f"/tickets/{number}")
    await screen.page.get_by_test_id("make-complaint-link").click()
    await expect(screen.page.locator("#told")).to_contain_text("somebody else")
