"""Cards of several tabs, photos that are refused, long labels on a telephone."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_at_the_desk import rings
from tests.browser.work import link_of
from tests.integration.web_desk.conftest import HOME, ZHANG


async def test_a_card_that_is_put_away_in_one_tab_is_gone_from_the_other(chromium: Browser, served: Desk) -> None:
    first = await Screen.open(chromium, served.url)
    await first.sign_in("agent")
    await first.go("/desk")
    second = Screen(first.context, await first.context.new_page(), served.url)
    await second.go("/desk")
    await first.page.wait_for_timeout(500)
    await rings(served)
    for tab in (first, second):
        await expect(tab.page.locator("[data-card]")).to_have_count(1)
    await first.page.locator("[data-card]").get_by_role("button", name="Put this card away").click()
    await expect(second.page.locator("[data-card]")).to_have_count(0)
    await second.page.reload()
    await second.page.wait_for_timeout(500)
    assert await first.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('put away'))") == []
    assert first.unexpected() + second.unexpected() == []
    await first.context.close()


async def test_a_photo_of_a_job_that_is_refused_is_told_by_the_name_of_its_file(
    chromium: Browser, served: Desk, tmp_path: Path
) -> None:
    broken = tmp_path / "IMG_2041.jpg"
    broken.write_bytes(b"no picture at all")
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("Failed to load resource",)
    _, path = await link_of(served)
    await screen.go(path)
    await screen.page.get_by_test_id("work-accept").click()
    await expect(screen.page.get_by_test_id("work-accept")).to_be_disabled()
    await screen.page.get_by_test_id("work-picker").set_input_files(broken)
    line = screen.page.locator("[data-queue] li").filter(has_text="IMG_2041.jpg")
    await expect(line).to_contain_text("IMG_2041.jpg")
    await expect(line.locator("[data-why]")).not_to_be_empty()
    await screen.context.close()


async def test_on_a_telephone_a_long_label_leaves_more_than_half_to_what_it_names(
    chromium: Browser, served: Desk
) -> None:
    await served.web.desk.households.put([HOME])
    home = (await served.web.desk.households.find(ZHANG))[0].household
    screen = await Screen.open(chromium, served.url, "en", "telephone")
    await screen.sign_in("dispatcher")
    await screen.go(f"/households/{home}")
    facts = screen.page.locator("dl.facts").first
    await facts.evaluate("list => { list.querySelector('dt').textContent = 'a label that is long '.repeat(5) }")
    whole, label = await facts.bounding_box(), await facts.locator("dt").first.bounding_box()
    assert whole is not None
    assert label is not None
    assert label["width"] <= whole["width"] * 0.46
    await screen.context.close()
