"""Today for a manager: whom to call and by when, each figure with its rows, and the calls by hour."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen
from tests.integration.web_desk.conftest import HOME, ZHANG


@pytest.fixture
async def resolved(served: Desk) -> list[Any]:
    """Three matters of one household were resolved, and nobody has called about them."""
    await served.web.desk.households.put([HOME])
    home = (await served.web.desk.households.find(ZHANG))[0].household
    made = [await served.opened(title=title, household=home) for title in ("水管漏水", "灯不亮", "门禁坏了")]
    return [await served.act(one, "resolve", resolution="已修好") for one in made]


async def test_the_day_says_whom_to_call_by_when(screen: Screen, resolved: list[Any]) -> None:
    await screen.go("/")
    promise = screen.page.get_by_test_id("promise-called-back")
    await expect(promise).to_contain_text("Make these 3 calls by 20:30 and we are at 100.0 %.")
    rows = screen.page.get_by_test_id("to-call")
    await expect(rows).to_have_count(3)
    await expect(rows.first).to_contain_text("3-2-1201")


async def test_a_call_of_the_day_is_claimed_where_it_stands(screen: Screen, resolved: list[Any]) -> None:
    await screen.go("/")
    first = screen.page.locator(f"#to-call-{resolved[0]['number']}")
    await first.get_by_test_id("callback-claim").click()
    await expect(first).to_contain_text("dispatcher calls until 10:10")
    await expect(screen.page.get_by_test_id("callback-claim")).to_have_count(2)


async def test_a_figure_leads_to_as_many_rows(screen: Screen, served: Desk, resolved: list[Any]) -> None:
    await served.opened(category="complaint", title="太吵")
    await screen.go("/")
    await expect(screen.page.get_by_test_id("risk-complaints_unanswered")).to_contain_text("1")
    await screen.page.get_by_test_id("uncalled").click()
    await expect(screen.page.get_by_test_id("ticket-row")).to_have_count(len(resolved))
    await screen.go("/")
    await screen.page.get_by_test_id("risk-complaints_unanswered").locator("a").click()
    await expect(screen.page.get_by_test_id("ticket-row")).to_have_count(1)


async def test_a_manager_pauses_somebody_else_with_a_reason_and_puts_them_back(chromium: Browser, served: Desk) -> None:
    shown = await Screen.open(chromium, served.url)
    await shown.sign_in("manager")
    await shown.go("/")
    person = shown.page.get_by_test_id("person").filter(has=shown.page.get_by_text("agent", exact=True))
    await person.locator("summary").click()
    await person.locator("[name=reason]").select_option("休息")
    await person.locator("[name=why]").fill("went home without pausing")
    await person.get_by_test_id("pause-other").click()
    await expect(person).to_have_attribute("data-state", "paused")
    assert served.queue.paused == {"PJSIP/1001": "休息"}
    await person.locator("summary").click()
    await person.locator("[name=why]").fill("is back")
    await person.get_by_test_id("ready-other").click()
    await expect(person).to_have_attribute("data-state", "ready")
    assert served.queue.paused == {}
    assert shown.unexpected() == []
    await shown.context.close()


async def test_a_dispatcher_sees_who_is_on_as_it_changes_and_pauses_nobody(screen: Screen, served: Desk) -> None:
    async with screen.page.expect_request("**/api/v1/live"):
        await screen.go("/")
    person = screen.page.get_by_test_id("person").filter(has=screen.page.get_by_text("agent", exact=True))
    await expect(person).to_have_attribute("data-state", "ready")
    await screen.page.wait_for_timeout(300)
    served.queue.status("PJSIP/1001", 2)
    await expect(person).to_have_attribute("data-state", "talking")
    await expect(screen.page.get_by_test_id("person").locator("details")).to_have_count(0)


async def test_others_begin_at_their_own_work(chromium: Browser, served: Desk) -> None:
    shown = await Screen.open(chromium, served.url)
    await shown.sign_in("agent")
    await shown.go("/")
    await shown.page.wait_for_url("**/desk")
    assert shown.unexpected() == []
    await shown.context.close()
