"""What an agent hears of a call in the page, and what the page says of what was saved."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_at_the_desk import rings


@pytest.fixture
async def agent(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    shown = await Screen.open(chromium, served.url)
    await shown.sign_in("agent")
    await at_the_desk(shown.page, shown)
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


async def at_the_desk(page: Page, screen: Screen) -> None:
    async with page.expect_request("**/api/v1/live"):
        await page.goto(f"{screen.url}/desk")
    await page.wait_for_timeout(300)


async def bursts(page: Page) -> int:
    return int(await page.get_by_test_id("sound").get_attribute("data-rung") or 0)


async def test_a_page_is_silent_until_it_is_switched_on_and_then_rings_for_the_own_phone(
    agent: Screen, served: Desk
) -> None:
    button = agent.page.get_by_test_id("sound")
    await expect(button).to_have_attribute("aria-pressed", "false")
    await rings(served)
    await expect(agent.page.get_by_test_id("ringing-call")).to_have_attribute("data-mine", "")
    await agent.page.wait_for_timeout(500)
    assert await bursts(agent.page) == 0
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")
    await expect(button).to_have_attribute("data-rung", "2")  # how it sounds, and the call that rings
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "false")


async def test_a_call_at_another_phone_makes_no_sound(agent: Screen, served: Desk) -> None:
    await agent.page.get_by_test_id("sound").click()
    await rings(served, agent="another")
    await expect(agent.page.get_by_test_id("ringing-call")).to_be_visible()
    await agent.page.wait_for_timeout(500)
    assert await bursts(agent.page) == 1


async def test_of_two_tabs_the_one_that_was_used_last_rings(agent: Screen, served: Desk) -> None:
    await agent.page.get_by_test_id("sound").click()
    other = await agent.context.new_page()
    await at_the_desk(other, agent)
    await other.get_by_role("heading", name="My calls").click()
    before = await bursts(agent.page)
    await rings(served)
    await expect(other.get_by_test_id("sound")).to_have_attribute("data-rung", "1")
    assert await bursts(agent.page) == before


DEVICES = """
window.sinks = [];
const named = [["default", "Default"], ["a", "Headset"], ["b", "Loudspeaker"]];
const listed = () => named.map(([deviceId, label]) => ({ kind: "audiooutput", deviceId, label }));
navigator.mediaDevices.enumerateDevices = async () => listed();
HTMLMediaElement.prototype.setSinkId = async function (id) {
  if (id && !named.some(([known]) => known === id)) throw new DOMException("", "NotFoundError");
  window.sinks.push(id);
};
"""


async def test_where_the_page_rings_is_chosen_tested_and_kept_for_this_computer(agent: Screen) -> None:
    page = agent.page
    await agent.context.add_init_script(DEVICES)
    await at_the_desk(page, agent)
    box = page.get_by_test_id("ring-device")
    await box.locator("summary").click()
    names = await box.locator("option").all_text_contents()
    assert names == ["As this computer does", "Headset", "Loudspeaker"]
    await box.locator("select").select_option("b")
    await box.get_by_role("button", name="Test").click()
    assert await bursts(page) == 1
    assert await page.evaluate("window.sinks") == ["b"]
    await at_the_desk(page, agent)
    await expect(box.locator("select")).to_have_value("b")
    await box.locator("summary").click()
    await box.locator("select").select_option("")
    await box.get_by_role("button", name="Test").click()
    assert await page.evaluate("window.sinks") == []


async def test_a_device_that_is_gone_is_told_and_the_computer_rings_by_itself(agent: Screen) -> None:
    page = agent.page
    await agent.context.add_init_script(DEVICES)
    await page.evaluate('localStorage.setItem(\'thirdring ring device\', \'{"id": "x", "label": "Old one"}\')')
    await at_the_desk(page, agent)
    box = page.get_by_test_id("ring-device")
    await box.locator("summary").click()
    await expect(box.get_by_role("status")).to_contain_text("is not there")
    await box.get_by_role("button", name="Test").click()
    assert await bursts(page) == 1
    await expect(box.locator("select")).to_have_value("x")
    assert await page.evaluate("window.sinks") == [""]


async def test_where_a_browser_cannot_choose_nothing_is_shown(agent: Screen) -> None:
    await agent.context.add_init_script("delete HTMLMediaElement.prototype.setSinkId")
    await at_the_desk(agent.page, agent)
    await expect(agent.page.get_by_test_id("ring-device")).to_be_hidden()


async def test_what_was_saved_says_when_by_the_clock_of_the_server(screen: Screen, served: Desk) -> None:
    ticket = await served.opened()
    await screen.go(f"/tickets/{ticket['number']}")
    page = screen.page
    await page.get_by_test_id("action-dispatch").locator("summary").click()
    await page.fill("[data-test=action-dispatch] [name=trade]", "plumbing")
    await expect(page.get_by_test_id("saved")).to_be_hidden()
    await page.locator("[data-test=action-dispatch] form button").first.click()
    await expect(page.get_by_test_id("saved")).to_have_text("Saved 10:00:00")


@pytest.mark.parametrize("kept", [True, False])
async def test_closing_asks_only_where_the_browser_could_not_keep_what_was_typed(
    screen: Screen, served: Desk, kept: bool
) -> None:
    await screen.go("/tickets/new")
    if not kept:
        await screen.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    await screen.page.locator("[name=title]").press_sequentially("灯坏了")
    asks = await screen.page.evaluate("!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    assert asks is not kept
