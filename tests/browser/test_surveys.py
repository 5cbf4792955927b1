"""A manager's survey in the browser: from a draft to slips, answers, the result and its end."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from pypdf import PdfReader

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from ticketing.households.household import Household, Part, Person, Place

HOMES = [Household(Place("花园", "3", "2", f"12{n:02}"), (Person("张三", Part.OWNER),)) for n in range(1, 10)]
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


async def drafted(screen: Screen) -> None:
    page = screen.page
    await screen.go("/surveys/new")
    await page.fill("[name=title_zh]", "2026 年度满意度调查")
    await page.fill("[name=from]", "2026-11-20")
    await page.fill("[name=to]", "2026-12-20")
    await page.fill("[name=q1_zh]", "您对服务满意吗？")
    await page.locator("summary").nth(1).click()
    await page.fill("[name=q2_zh]", HOSTILE)
    await page.select_option("[name=q2_form]", "text")
    await page.get_by_test_id("survey-form").locator("button").last.click()
    await page.wait_for_url("**/surveys/1")


async def printed(screen: Screen, file: Path) -> list[str]:
    """The addresses on the slips."""
    await screen.page.get_by_test_id("print-slips").locator("summary").click()
    async with screen.page.expect_download() as download:
        await screen.page.click("[data-test=print-slips] button")
    await (await download.value).save_as(file)
    pages = PdfReader(file).pages
    assert len(pages) == 2  # nine slips, eight a page
    return re.findall(r"http://\S+/s/[\w-]{32}", "".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_survey_goes_from_draft_to_result(
    language: str, chromium: Browser, served: Desk, tmp_path: Path
) -> None:
    await served.web.desk.households.put(HOMES)
    screen = await Screen.open(chromium, served.url, language)
    page = screen.page
    await screen.sign_in("manager")
    await drafted(screen)
    links = await printed(screen, tmp_path / "slips.pdf")
    assert len(set(links)) == len(HOMES)
    await page.reload()
    await page.get_by_test_id("survey-open").locator("summary").click()
    await page.click("[data-test=survey-open] button")
    await expect(page.get_by_test_id("survey-result")).to_be_visible()
    phone = await Screen.open(chromium, served.url, language, "telephone")
    for link, place in zip(links, (4, 4, 0), strict=False):
        await phone.page.goto(link)
        await phone.page.locator("label").nth(place).click()
        await phone.page.fill("textarea", HOSTILE)
        await phone.page.click("button")
    await expect(page.locator("button[data-news]")).to_be_visible()
    await page.reload()
    await expect(page.get_by_test_id("survey-result")).to_contain_text("66.6")
    await expect(page.get_by_test_id("survey-findings").locator("> ul > li")).to_have_count(3)
    assert await barriers(screen) == []
    await page.click("[data-test=survey-result] a[href$='answered=true']")
    await expect(page.locator("tbody tr")).to_have_count(3)
    await page.go_back()
    await page.get_by_test_id("survey-close").locator("summary").click()
    await page.click("[data-test=survey-close] button")
    await expect(page.get_by_test_id("survey-close")).to_have_count(0)
    await phone.page.goto(links[-1])
    phone.expected = ("410 (Gone)",)
    await expect(page.locator("img[src=x]")).to_have_count(0)
    assert [text for text in screen.unexpected() + phone.unexpected() if "410" not in text] == []
