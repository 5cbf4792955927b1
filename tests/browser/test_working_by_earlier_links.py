"""What waits on a telephone under an earlier link, when another one is opened there."""

from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.browser.work import KEPT, link_of, links_of, noted_offline, reopened_offline, shot


async def test_what_waits_under_earlier_links_is_sent_or_told_on_the_next_one(chromium: Browser, served: Desk) -> None:
    ticket, path = await link_of(served)
    other, path_of_other = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("410 (Gone)", "ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    for each in (path, path_of_other):
        await screen.go(each)
        await screen.page.wait_for_function(KEPT, arg=each)
        await screen.page.get_by_test_id("work-accept").click()
        await expect(screen.page.locator("#work")).to_have_attribute("data-here", "yes")
    for each in (path, path_of_other):
        await reopened_offline(screen, each)
        await noted_offline(screen, f"总阀已关 {each[-4:]}")
        await expect(screen.page.locator("[data-act=note] [name=text]")).to_have_value("")
    await expect(screen.page.get_by_test_id("work-waiting")).to_contain_text("2 条待上传")
    made = f"tickets/{ticket['number']}/work_links"
    newer = (await served.web.ask("POST", made, token=served.tokens[Role.DISPATCHER])).body["path"]
    await screen.page.close()
    await screen.context.set_offline(False)
    page = screen.page = await screen.context.new_page()
    earlier = page.get_by_test_id("work-earlier")
    for _ in range(2):  # it stays until it was seen
        await screen.go(newer)
        await expect(page.get_by_test_id("work-waiting")).to_be_hidden()
        await expect(earlier.locator("li")).to_have_count(1)
        await expect(earlier).to_contain_text(f"总阀已关 {path[-4:]}")
        await expect(earlier).to_contain_text("客服中心尚未收到")
        await expect(earlier.get_by_role("button", name="我知道了")).to_be_visible()
    assert await barriers(screen) == []
    await shot(screen, "zh-earlier")
    [link] = (await links_of(served, other))["items"]
    assert [act["what"] for act in link["acts"]].count("note") == 1
    await expect(page.get_by_test_id("work-arrive")).to_be_disabled()  # what is told is nothing that this link did
    await earlier.get_by_role("button", name="我知道了").click()
    await expect(earlier).to_be_hidden()
    await screen.go(newer)
    await expect(page.get_by_test_id("work-accept")).to_be_enabled()
    await expect(earlier).to_be_hidden()
    await screen.context.close()


async def test_what_waits_under_an_earlier_link_is_told_without_a_network(chromium: Browser, served: Desk) -> None:
    _, path = await link_of(served)
    _, next_path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    for each in (next_path, path):
        await screen.go(each)
        await screen.page.wait_for_function(KEPT, arg=each)
    await screen.context.set_offline(True)
    await noted_offline(screen, "总阀已关")
    await expect(screen.page.get_by_test_id("work-waiting")).to_contain_text("1 条待上传")
    await reopened_offline(screen, next_path)
    await expect(screen.page.get_by_test_id("work-waiting")).to_contain_text("1 条待上传")
    await expect(screen.page.get_by_test_id("work-earlier")).to_contain_text("总阀已关")
    await expect(screen.page.get_by_test_id("work-queue")).to_be_hidden()
    await screen.context.close()
