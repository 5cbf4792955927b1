"""The agent's own state stands on every page, changes there by itself, and is changed there."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, expect

from telephony.facts import CallState, Fact, FactKind
from tests.browser.screen import SIZES, Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.integration.web.site_in_memory import answered_call

DEVICE = "PJSIP/1001"
PLACES = ("/tickets?active=true", "/callbacks?open=true", "/calls?live=false", "/sheet", "/tickets/new", "/desk")


@pytest.fixture
async def agent(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    shown = await Screen.open(chromium, served.url)
    await shown.sign_in("agent")
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


def pill(screen: Screen) -> Locator:
    return screen.page.get_by_test_id("agent-state")


async def at(screen: Screen, path: str) -> None:
    async with screen.page.expect_request("**/api/v1/live"):
        await screen.go(path)
    await screen.page.wait_for_timeout(300)


def talked(served: Desk) -> None:
    """They answered a call, and it has just ended."""
    call = replace(answered_call("1764036000.7"), agent="agent")
    now_us = served.web.clock()
    board = served.queue.control.board
    talking = replace(call, ended_at_us=None, state=CallState.TALKING)
    board.told(Fact(FactKind.CALL_ANSWERED, now_us, 1, talking))
    board.told(Fact(FactKind.CALL_ENDED, now_us, 2, call))
    served.queue.control.tell_changes()


@pytest.mark.parametrize("place", PLACES)
async def test_the_state_is_on_every_page_and_follows_the_phone(agent: Screen, served: Desk, place: str) -> None:
    await at(agent, place)
    await expect(pill(agent).locator("summary")).to_contain_text("ready")
    for number, state, words in ((6, "ringing", "ringing"), (2, "talking", "talking"), (5, "unreachable", "not")):
        served.queue.status(DEVICE, number)
        await expect(pill(agent)).to_have_attribute("data-state", state)
        await expect(pill(agent).locator("summary")).to_contain_text(words)
    served.queue.status(DEVICE, 1)
    await expect(pill(agent)).to_have_attribute("data-state", "ready")


async def test_a_pause_and_its_end_by_the_keyboard_alone(agent: Screen, served: Desk) -> None:
    await at(agent, "/sheet")
    await pill(agent).locator("summary").focus()
    await agent.page.keyboard.press("Enter")
    await agent.page.keyboard.press("Tab")
    await agent.page.keyboard.press("Enter")
    await expect(pill(agent)).to_have_attribute("data-state", "paused")
    await expect(pill(agent).locator("summary")).to_contain_text("meal")
    assert served.queue.paused == {DEVICE: "吃饭"}
    if await pill(agent).get_attribute("open") is None:
        await pill(agent).locator("summary").click()
    await agent.page.get_by_test_id("agent-ready").press("Enter")
    await expect(pill(agent)).to_have_attribute("data-state", "ready")
    assert served.queue.paused == {}


async def test_news_while_they_are_in_the_menu_leaves_them_at_the_same_button(agent: Screen, served: Desk) -> None:
    await served.queue.control.pause("agent", "吃饭")
    await at(agent, "/sheet")
    await pill(agent).locator("summary").click()
    await agent.page.get_by_test_id("agent-ready").focus()
    for reason, words in (("会议", "meeting"), ("吃饭", "meal")):
        await served.queue.control.pause("agent", reason)
        await expect(pill(agent).locator("summary")).to_contain_text(words)
        await expect(agent.page.get_by_test_id("agent-ready")).to_be_focused()
    await agent.page.keyboard.press("Enter")
    await expect(pill(agent)).to_have_attribute("data-state", "ready")
    await expect(pill(agent).locator("summary")).to_be_focused()


async def test_who_was_sent_away_reads_why_on_the_next_page_and_comes_back_by_one_click(
    agent: Screen, served: Desk
) -> None:
    await served.queue.control.send_away("agent")
    await agent.go("/desk")
    await expect(pill(agent).locator("summary")).to_contain_text("paused · away")
    await expect(agent.page.get_by_test_id("sent-away")).to_contain_text("no page of yours was open")
    await agent.page.get_by_test_id("agent-ready").click()
    await expect(pill(agent)).to_have_attribute("data-state", "ready")
    await expect(agent.page.get_by_test_id("sent-away")).to_have_count(0)


async def test_a_pause_by_a_feature_code_is_seen_too(agent: Screen, served: Desk) -> None:
    await at(agent, "/desk")
    served.queue.paused[DEVICE] = "开早会"
    served.queue.status(DEVICE, event="QueueMemberPause")
    await expect(pill(agent).locator("summary")).to_contain_text("开早会")


async def test_escape_closes_the_menu_and_the_focus_stays(agent: Screen) -> None:
    await at(agent, "/desk")
    summary = pill(agent).locator("summary")
    await summary.focus()
    await agent.page.keyboard.press("Enter")
    await expect(agent.page.get_by_text("Your phone is registered.")).to_be_visible()
    await agent.page.keyboard.press("Escape")
    await expect(agent.page.get_by_text("Your phone is registered.")).to_be_hidden()
    await expect(summary).to_be_focused()


async def test_what_the_pbx_refuses_is_told_and_changes_nothing(agent: Screen, served: Desk) -> None:
    agent.expected = ("503 (Service Unavailable)", "Response Status Error Code 503")
    await at(agent, "/desk")
    served.queue.word, served.queue.message = "Error", "Permission denied"
    await pill(agent).locator("summary").click()
    await agent.page.get_by_role("button", name="break", exact=True).click()
    await expect(agent.page.locator("#told")).to_contain_text("manager.conf")
    await expect(pill(agent)).to_have_attribute("data-state", "ready")


async def test_the_time_after_a_call_counts_down_is_lengthened_once_and_ended_by_a_click(
    agent: Screen, served: Desk
) -> None:
    await at(agent, "/desk")
    talked(served)
    await expect(pill(agent)).to_have_attribute("data-state", "wrap_up")
    await pill(agent).locator("summary").click()
    await agent.page.get_by_role("button", name="Longer").click()
    await expect(agent.page.get_by_role("button", name="Longer")).to_have_count(0)
    if await pill(agent).get_attribute("open") is None:
        await pill(agent).locator("summary").click()
    await agent.page.get_by_test_id("wrap-up-end").click()
    await expect(pill(agent)).to_have_attribute("data-state", "ready")


async def test_no_dialog_opens_after_a_call_and_the_next_one_rings(agent: Screen, served: Desk) -> None:
    await at(agent, "/desk")
    talked(served)
    await expect(pill(agent)).to_have_attribute("data-state", "wrap_up")
    assert await agent.page.locator("dialog[open]").count() == 0
    served.queue.status(DEVICE, 6)
    await expect(pill(agent)).to_have_attribute("data-state", "ringing")


async def test_who_has_no_phone_has_no_state(chromium: Browser, served: Desk) -> None:
    screen = await Screen.open(chromium, served.url)
    await screen.sign_in("manager")
    await screen.go("/desk")
    await expect(pill(screen)).to_have_count(0)
    assert screen.unexpected() == []
    await screen.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_menu_fits_and_has_no_barrier(
    chromium: Browser, served: Desk, language: str, size: str, scheme: Literal["light", "dark"]
) -> None:
    screen = await Screen.open(chromium, served.url, language, size)
    await screen.page.emulate_media(color_scheme=scheme)
    await screen.sign_in("agent")
    served.queue.paused[DEVICE] = "吃饭"
    served.queue.status(DEVICE)
    await screen.go("/desk")
    await pill(screen).locator("summary").click()
    box = await pill(screen).locator(".menu").bounding_box()
    width = SIZES[size]["width"]
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert await screen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert await barriers(screen) == []
    assert screen.unexpected() == []
    await screen.context.close()
